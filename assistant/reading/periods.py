"""Periods taken when the asker names none, and the grain a trend is drawn at."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from assistant.contracts.time import Grain, Period
from knowledge_graph.semantics.model import DefaultPeriod


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
    return other.first <= one.first and one.last <= other.last


def is_day(period: Period) -> bool:
    """Return whether the period is one single day."""
    return period.first == period.last and period.first is not None


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
