"""Work that can be stopped from another thread, because nobody waits for it any more.

The work of a thread is in a context variable, so that what takes long (a query, a document of many
pages) can look at it without every caller in between handing it on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock, Thread

from assistant.contracts.errors import Cancelled

_AGAIN_S = 0.05


class Work:
    """One piece of work, of one thread, that another may stop."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stopped = False
        self._ways: list[Callable[[], None]] = []

    @property
    def stopped(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._stopped

    def stop(self) -> None:
        """Stop it: what it does now is interrupted, what it would begin next is not begun."""
        with self._lock:
            first, self._stopped = not self._stopped, True
        if first:
            Thread(target=self._press, name="stop", daemon=True).start()

    @contextmanager
    def stopped_by(self, way: Callable[[], None]) -> Iterator[None]:
        """While the block runs, stopping also calls ``way``, again and again until it has ended.

        Raises:
            Cancelled: it was stopped before.
        """
        with self._lock:
            self._ways.append(way)
        try:
            self.check()
            yield
        finally:
            with self._lock:  # not called any more once the block is left
                self._ways.remove(way)

    def check(self) -> None:
        """Go on only if somebody still waits.

        Raises:
            Cancelled: nobody does.
        """
        if self._stopped:
            raise Cancelled("已取消。")

    def _press(self) -> None:
        # An interrupt that comes just before a query begins is lost: so it is given until it tells.
        while True:
            with self._lock:
                if not self._ways:
                    return
                for way in self._ways:
                    way()
            time.sleep(_AGAIN_S)


_NOW: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def working(work: Work) -> Iterator[None]:
    """Do what is in the block as this work."""
    held = _NOW.set(work)
    try:
        yield
    finally:
        _NOW.reset(held)


def work_now() -> Work:
    """Return the work of this thread; where none was begun, one that nobody stops."""
    return _NOW.get() or Work()
