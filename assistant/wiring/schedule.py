"""Runs what is due while the service serves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from apscheduler.schedulers.background import BackgroundScheduler

from assistant.board.watcher import Watcher
from assistant.contracts.errors import AssistantError

log = logging.getLogger("shuiwen")
_ZONE = "Asia/Shanghai"
_LOOK_EVERY_S = 60


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Look each minute for pins that are due; one look at a time, the last one finished at exit."""

    def look() -> None:
        try:
            watcher.run_due()
        except AssistantError as error:
            log.warning("boards were not looked at: %s", error)

    scheduler = BackgroundScheduler(timezone=_ZONE)
    scheduler.add_job(look, "interval", seconds=_LOOK_EVERY_S, max_instances=1, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
