"""Periods taken when the asker names none, and the grain a trend is drawn at."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from assistant.contracts.time import Grain, Period
from knowledge_graph.semantics.model import DefaultPeriod

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
_NAMES: dict[str, str] = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度",
                          "year": "年"}


def default_period(name: DefaultPeriod, as_of: datetime) -> Period | None:
    """Return the period a default stands for, marked as assumed; None for as-of and required."""
    today = as_of.date()
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    match name:
        case "as_of" | "required":
            return None
        case "yesterday":
            day = today - timedelta(days=1)
            return _assumed(day, day, "昨天")
        case "last_week":
            monday = today - timedelta(days=today.weekday() + 7)
            return _assumed(monday, monday + timedelta(days=6), "上周")
        case "last_month":
            return _assumed(last_month.replace(day=1), last_month, "上月")
        case "last_quarter":
            start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
            end = start - timedelta(days=1)
            return _assumed(date(end.year, end.month - 2, 1), end, "上季度")
        case "last_year" | "latest":
            year = today.year - 1
            return _assumed(date(year, 1, 1), date(year, 12, 31), "去年")
        case "year_to_date":
            return _assumed(date(today.year, 1, 1), today, "今年以来")
        case "month_to_date":
            return _assumed(first, today, "本月以来")
        case "last_30_days":
            return _assumed(today - timedelta(days=30), today - timedelta(days=1), "近30天")


def long_enough(period: Period | None, wanted: Sequence[tuple[int, Grain]]) -> Period | None:
    """Return the period, or the last so many months … if fewer can be tested in it (连续三个月)."""
    if period is None or not isinstance(period.first, date) or not isinstance(period.last, date):
        return period
    for count, grain in wanted:
        if grain not in _NAMES or count < 2:
            continue
        first = _back(period.last, count, grain)
        if first < period.first:
            period = _assumed(first, period.last, f"近{count}{_NAMES[grain]}")
    return period


def _back(last: date, count: int, grain: Grain) -> date:
    """Return the first day of the last so many periods that end with ``last``."""
    if grain in _MONTHS:
        months = last.year * 12 + last.month - count * _MONTHS[grain]
        return date(months // 12, months % 12 + 1, 1)
    return last - timedelta(days=count * (7 if grain == "week" else 1) - 1)


def _assumed(first: date, last: date, label: str) -> Period:
    return Period(first=first, last=last, label=label, assumed=True)


def trend_grain(period: Period | None, finest: Grain) -> Grain:
    """Return the grain a trend over the period is drawn at, no finer than ``finest``."""
    order: list[Grain] = ["hour", "day", "month", "quarter", "year"]
    if period is None or not isinstance(period.first, date) or not isinstance(period.last, date):
        wanted: Grain = "month"
    else:
        days = (period.last - period.first).days + 1
        wanted = "day" if days <= 62 else "month" if days <= 1100 else "year"
        named: tuple[tuple[str, Grain], ...] = (("季", "quarter"), ("月", "month"), ("周", "week"))
        wanted = next((g for mark, g in named if mark in period.label and days > 62), wanted)
    lowest = order.index(finest) if finest in order else 1
    return order[max(order.index(wanted), lowest)]


def inside(one: Period, other: Period) -> bool:
    """Return whether one period lies within the other."""
    if not (isinstance(one.first, date) and isinstance(one.last, date)
            and isinstance(other.first, date) and isinstance(other.last, date)):
        return False
    if other.weekdays and other.weekdays != one.weekdays:
        return False
    return other.first <= one.first and one.last <= other.last


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def first_and_last_year(period: Period) -> tuple[Period, Period] | None:
    """Return the first and the last full year of a stretch of several."""
    first, last = period.first, period.last
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    # 2021年以来: the year that has not ended yet has no figure
    end = last.year if (last.month, last.day) == (12, 31) else last.year - 1
    return (_year(first.year), _year(end)) if first.year < end else None


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31), label=f"{year}年")


def lengths_of(first: date, last: date) -> set[tuple[int, str]]:
    """Return the stretch told as so many days, weeks, months, quarters or years."""
    days = (last - first).days + 1
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    found = {(days, "day")}
    if days % 7 == 0:
        found.add((days // 7, "week"))
    if first.day == 1:
        found.add((months, "month"))
        if months % 3 == 0:
            found.add((months // 3, "quarter"))
        if months % 12 == 0:
            found.add((months // 12, "year"))
    return found
