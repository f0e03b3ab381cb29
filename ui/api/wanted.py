"""Work for a client that may go away: it is stopped when nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import Request

from assistant.contracts.work import Work, working

_LOOK_S = 0.1
T = TypeVar("T")


async def while_wanted(
    request: Request, make: Callable[[], T], limiter: CapacityLimiter | None = None
) -> T:
    """Return what ``make`` makes, in a thread of its own.

    Args:
        request: whose client is looked after.
        make: what is to be done.
        limiter: how many of the kind are done at the same time.

    Raises:
        Cancelled: the client has gone away; nobody will see it.
    """
    work = Work()

    async def look() -> None:
        while not await request.is_disconnected():
            await anyio.sleep(_LOOK_S)
        work.stop()

    def done() -> T | Exception:
        try:
            with working(work):
                work.check()
                return make()
        except Exception as error:  # noqa: BLE001  # a task group would wrap it
            return error

    async with anyio.create_task_group() as group:
        group.start_soon(look)
        made = await to_thread.run_sync(done, limiter=limiter)
        group.cancel_scope.cancel()
    if isinstance(made, Exception):
        raise made
    return made
