"""The one place that reads the wall clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """The computer's clock, as naive local time of Asia/Shanghai."""

    def now(self) -> datetime:
        """Return the current time, without a zone, in Asia/Shanghai."""
        return datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)  # noqa: TID251


class FixedClock:
    """A clock that stands still; for tests and for replaying a past day."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now
