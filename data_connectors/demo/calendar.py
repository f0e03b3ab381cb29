"""The demo's calendar: which days, hours and months each table covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

DAYS = 730
HOUR_DAYS = 60
ARCHIVE_FROM_YEAR = 5  # years before the as-of year
LATE_MINUTES = 60


@dataclass(frozen=True)
class Calendar:
    """Everything that follows from the as-of moment (naive Beijing time)."""

    as_of: datetime

    @property
    def today(self) -> np.datetime64:
        """The as-of day."""
        return np.datetime64(self.as_of.date(), "D")

    @property
    def now(self) -> np.datetime64:
        """The as-of moment, in seconds."""
        return np.datetime64(self.as_of.replace(microsecond=0), "s")

    @property
    def first_day(self) -> np.datetime64:
        """First day with a daily summary."""
        return self.today - np.timedelta64(DAYS - 1, "D")

    @property
    def days(self) -> np.ndarray:
        """All summarised days, the last one partial."""
        return np.arange(DAYS) + self.first_day

    @property
    def due(self) -> np.ndarray:
        """Hourly records due on each day: 24, fewer on the as-of day."""
        due = np.full(DAYS, 24)
        due[-1] = max(self.as_of.hour - 1, 0)
        return due

    @property
    def archive_months(self) -> np.ndarray:
        """Months kept only as archive; the last one holds the days before `first_day`."""
        start = np.datetime64(f"{self.as_of.year - ARCHIVE_FROM_YEAR}-01", "M")
        last = (self.first_day - np.timedelta64(1, "D")).astype("datetime64[M]")
        return np.arange(start, last + np.timedelta64(1, "M"))

    @property
    def last_year(self) -> int:
        """The last finished year."""
        return self.as_of.year - 1

    @property
    def annual_years(self) -> range:
        """Years with bulletin data."""
        return range(self.last_year - 10, self.last_year + 1)

    @property
    def quarters(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each quarter with forms: three years back to the last ended."""
        found = []
        for year in range(self.as_of.year - 3, self.as_of.year + 1):
            for month in (1, 4, 7, 10):
                begin = date(year, month, 1)
                end = _last_day(year, month + 2)
                if end < self.as_of.date():
                    found.append((begin, end))
        return tuple(found)


def _last_day(year: int, month: int) -> date:
    following = np.datetime64(f"{year}-{month:02d}", "M") + np.timedelta64(1, "M")
    last: date = (following.astype("datetime64[D]") - np.timedelta64(1, "D")).item()
    return last


def years_of(days: np.ndarray) -> np.ndarray:
    """Calendar year of each day."""
    return days.astype("datetime64[Y]").astype(int) + 1970


def months_of(days: np.ndarray) -> np.ndarray:
    """Calendar month (1-12) of each day."""
    return days.astype("datetime64[M]").astype(int) % 12 + 1
