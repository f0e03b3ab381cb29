"""Calendar arithmetic on closed day ranges; no words here.

Periods are ``(first, last)`` dates, both included. Weeks run Monday to Sunday; a ten-day (旬) is
days 1–10, 11–20 or the rest of a month; a bimonth is one of six two-month assessment periods.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.contracts.time import Grain

Days = tuple[date, date]
_MONTHS_IN = {"month": 1, "bimonth": 2, "quarter": 3, "half": 6, "year": 12}


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def clamped(year: int, month: int, day: int) -> date:
    """Return the day, or the last day of the month where it has fewer days."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """Move a day by whole months, clamped to the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    return clamped(index // 12, index % 12 + 1, day.day)


def months_span(year: int, month: int, length: int = 1) -> Days:
    """Return ``length`` months from the given one on."""
    first = date(year, month, 1)
    return first, add_months(first, length) - timedelta(days=1)


def year_span(first: int, last: int | None = None) -> Days:
    """Return whole calendar years."""
    return date(first, 1, 1), date(first if last is None else last, 12, 31)


def quarter_span(year: int, quarter: int) -> Days:
    """Return a quarter 1..4."""
    return months_span(year, quarter * 3 - 2, 3)


def tenday_span(year: int, month: int, part: int) -> Days:
    """Return a ten-day 1..3 of a month."""
    last = month_end(year, month) if part == 3 else date(year, month, part * 10)
    return date(year, month, part * 10 - 9), last


def _tenday(day: date, offset: int) -> Days:
    index = (day.year * 12 + day.month - 1) * 3 + min((day.day - 1) // 10, 2) + offset
    months, part = divmod(index, 3)
    return tenday_span(months // 12, months % 12 + 1, part + 1)


def unit_span(unit: Grain, day: date, offset: int = 0) -> Days:
    """Return the calendar unit that holds ``day``, moved by ``offset`` units.

    An hour has no day range of its own: the day that holds it is returned.
    """
    if unit in _MONTHS_IN:
        length = _MONTHS_IN[unit]
        start = date(day.year, (day.month - 1) // length * length + 1, 1)
        start = add_months(start, offset * length)
        return months_span(start.year, start.month, length)
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return monday, monday + timedelta(days=6)
    if unit == "tenday":
        return _tenday(day, offset)
    moved = day if unit == "hour" else day + timedelta(days=offset)
    return moved, moved


def last_full(unit: Grain, day: date, count: int) -> Days:
    """Return the ``count`` complete units before the one that holds ``day``.

    Weeks are taken as runs of seven days that end yesterday (近两周), not as calendar weeks.
    """
    if unit == "week":
        return day - timedelta(days=7 * count), day - timedelta(days=1)
    return unit_span(unit, day, -count)[0], unit_span(unit, day, -1)[1]


def next_from(unit: Grain, day: date, count: int) -> Days:
    """Return from ``day`` to ``count`` units later (往后90天, 未来三个月)."""
    if unit in _MONTHS_IN:
        return day, add_months(day, count * _MONTHS_IN[unit])
    length = {"week": 7, "tenday": 10}.get(unit, 1)
    return day, day + timedelta(days=length * count)
