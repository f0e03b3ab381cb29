"""Holidays of the lunar calendar, from the mainland's published holiday table."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from knowledge_graph.semantics.grammar.calendar import Days


def holiday_days(name: str, year: int) -> Days | None:
    """Return the days off of a holiday in a year; None when the table does not hold the year."""
    day, days = date(year, 1, 1), []
    try:
        while day.year == year:
            off, label = chinese_calendar.get_holiday_detail(day)
            if off and label == name:
                days.append(day)
            day += timedelta(days=1)
    except NotImplementedError:
        return None
    return (days[0], days[-1]) if days else None


def lunar_days(name: str, today: date) -> Days | None:
    """Return the most recent days of the holiday that ended before ``today``."""
    for year in (today.year, today.year - 1):
        days = holiday_days(name, year)
        if days and days[1] < today:
            return days
    return None
