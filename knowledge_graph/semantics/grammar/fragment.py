"""Pieces of a time expression while it is being read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.contracts.time import Grain, HourWindow, Interval
from knowledge_graph.semantics.grammar.calendar import Days, clamped
from knowledge_graph.semantics.grammar.words import TimeWords


@dataclass(frozen=True)
class Reading:
    """What every rule sees: the cleaned text, the as-of day and the word lists."""

    text: str
    today: date
    words: TimeWords


@dataclass(frozen=True)
class Part:
    """A stretch of some year, still without the year.

    ``rule``: with no year given, take the latest one that has ``ended``, or that has ``started``.
    ``months`` is set for seasons, which may recur over several years.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    unit: Grain
    crosses: bool = False
    rule: Literal["ended", "started"] = "started"
    months: tuple[int, ...] = ()

    def in_year(self, year: int) -> Days:
        """Return the days of this part in ``year``."""
        last_year = year + (1 if self.crosses else 0)
        return clamped(year, *self.first), clamped(last_year, *self.last)

    def latest(self, today: date) -> Days:
        """Return the most recent such part as seen from ``today``."""
        for year in (today.year, today.year - 1):
            first, last = self.in_year(year)
            if (last if self.rule == "ended" else first) <= today:
                return first, last
        return self.in_year(today.year - 2)


@dataclass(frozen=True)
class Frag:
    """Characters ``[start, end)`` read as days; ``part`` is kept while the year is only assumed.

    ``point``: an instant named as a boundary (年底), so that 之前 may follow. ``clip``: a calendar
    unit, cut at as-of when it has not ended. ``back``: the shift that the words mean when they
    follow another period (跟前十天比). ``more``: further pieces of an expression over midnight.
    """

    start: int
    end: int
    first: date
    last: date
    unit: Grain
    part: Part | None = None
    year: int | None = None
    point: bool = False
    clip: bool = True
    role: Literal["period", "cutoff", "now"] = "period"
    hours: HourWindow | None = None
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    from_start: bool = False
    score: float = 1.0
    back: Interval | None = None
    more: tuple[Frag, ...] = ()


def month_part(month: int, last: int | None = None) -> Part:
    """Return whole months of a year."""
    end = month if last is None else last
    return Part((month, 1), (end, 31), "month", crosses=end < month)


