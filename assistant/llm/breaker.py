"""A circuit breaker: after failures in a row, nothing is tried until some time has passed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Breaker:
    """Tells whether to try; shared by threads.

    Args:
        after: failures in a row that open it.
        seconds: how long it stays open; then one try is let through.
        monotonic: seconds of a clock that only goes forward.
    """

    def __init__(self, after: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._after, self._seconds, self._monotonic = after, seconds, monotonic
        self._lock = Lock()
        self._failures = 0
        self._opened = 0.0

    def allows(self) -> bool:
        """Return whether to try now; the first try after the wait keeps others out."""
        with self._lock:
            if self._failures < self._after:
                return True
            if self._monotonic() - self._opened < self._seconds:
                return False
            self._opened = self._monotonic()
            return True

    @property
    def open(self) -> bool:
        """Whether the last tries failed."""
        with self._lock:
            return self._failures >= self._after

    def failed(self) -> None:
        """Take note of a failure."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._after:
                self._opened = self._monotonic()

    def worked(self) -> None:
        """Take note of a success."""
        with self._lock:
            self._failures = 0
