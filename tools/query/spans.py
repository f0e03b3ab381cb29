"""Spans: periods made concrete, counted, aligned and shifted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.contracts.errors import BadTimeRange, ModelFixable
from assistant.contracts.time import Basis, Grain, Interval, Period

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class RowEnd:
    """An end of a span taken from the row: a date attribute of ``entity``, shifted."""

    entity: str
    path: str
    plus: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Span:
    """A closed range of days; ``hours``, ``months`` and ``weekdays`` recur inside it.

    ``cut``: the last day is as far as the data go (or would have gone a year ago), not an end
    that was asked for.
    """

    first: date | RowEnd | None = None
    last: date | RowEnd | None = None
    hours: tuple[int, int] | None = None
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    cut: bool = False

    @property
    def by_row(self) -> bool:
        """Whether an end depends on the row."""
        return isinstance(self.first, RowEnd) or isinstance(self.last, RowEnd)

    @property
    def windowed(self) -> bool:
        """Whether only some hours, months or weekdays count."""
        return bool(self.hours or self.months or self.weekdays)

    def day_first(self) -> date | None:
        """First day, when it does not depend on the row."""
        return None if isinstance(self.first, RowEnd) else self.first

    def day_last(self) -> date | None:
        """Last day, when it does not depend on the row."""
        return None if isinstance(self.last, RowEnd) else self.last

    def capped(self, today: date) -> date:
        """Last day that has come."""
        last = self.day_last()
        return min(last, today) if last else today


def span_of(period: Period, outer: str | None) -> Span:
    """Return the span of a period.

    Raises:
        ModelFixable: an end is a row's date where there is no row.
        BadTimeRange: it ends before it begins.
    """
    first, last = (_end(end, outer) for end in (period.first, period.last))
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise BadTimeRange(f"时段的结束（{last}）早于开始（{first}），请重新说明时间。")
    hours = (period.hours.start, period.hours.end) if period.hours else None
    return Span(first, last, hours, period.months, period.weekdays)


def _end(end: object, outer: str | None) -> date | RowEnd | None:
    if end is None or isinstance(end, date):
        return end
    path, plus = getattr(end, "path", ""), getattr(end, "plus", None)
    if outer is None:
        raise ModelFixable("这里没有可取日期的行。", detail=f"row date {path} without a row")
    return RowEnd(outer, path, (plus,) if plus else ())


def add_months(day: date, n: int) -> date:
    """Return the same day ``n`` months on, or the last day of that month when it has none."""
    index = day.year * 12 + day.month - 1 + n
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def grain_start(day: date, grain: Grain) -> date:
    """Return the first day of the period of ``grain`` that holds ``day``."""
    if grain in ("hour", "day"):
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "tenday":
        return day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])
    size = {"month": 1, "bimonth": 2, "quarter": 3, "half": 6, "year": 12}[grain]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def grain_end(day: date, grain: Grain) -> date:
    """Return the last day of the period of ``grain`` that holds ``day``."""
    start = grain_start(day, grain)
    if grain in ("hour", "day"):
        return day
    if grain == "week":
        return start + timedelta(days=6)
    if grain == "tenday":
        return month_end(day) if start.day == 21 else start + timedelta(days=9)
    size = {"month": 1, "bimonth": 2, "quarter": 3, "half": 6, "year": 12}[grain]
    return add_months(start, size) - timedelta(days=1)


def shift_interval(day: date, interval: Interval) -> date:
    """Return the day an interval away (days, weeks, months, quarters, years).

    Raises:
        ModelFixable: the interval is not in whole days, or still has a parameter.
    """
    if not isinstance(interval.n, int):
        raise ModelFixable("时间间隔没有给出。", detail="unbound interval")
    if interval.unit in _DAYS:
        return day + timedelta(days=interval.n * _DAYS[interval.unit])
    if interval.unit in _MONTHS:
        return add_months(day, interval.n * _MONTHS[interval.unit])
    raise ModelFixable("比较的时段要以天、周、月、季、年为单位。", detail=interval.unit)


def previous(span: Span, basis: Basis, shift: Interval | None, today: date) -> Span:
    """Return the comparison span; an unfinished one is cut to as many days.

    Raises:
        ModelFixable: an end depends on the row.
        BadTimeRange: the span has no beginning.
    """
    if span.by_row:
        raise ModelFixable("按行取日期的时段不能再作同比环比。", detail="prev of a row span")
    first, last = span.day_first(), span.capped(today)
    if first is not None and first > today:
        last = span.day_last() or last
    interval = shift or (Interval(n=-1, unit="year") if basis == "yoy" else None)
    if interval is None and first is None:
        raise BadTimeRange("要作比较的时段没有开始日期，请说明从何时起。")
    interval = interval or step_back(first or last, last, today)
    begin = shift_interval(first, interval) if first is not None else None
    moved = shift_interval(last, interval)
    # A whole month stays a whole month: February 2025 is compared with all 29 days of 2024's.
    whole = last == month_end(last) and interval.unit in _MONTHS
    cut = span.cut or span.last is None or (last == today and span.last != today)
    return replace(span, first=begin, last=month_end(moved) if whole else moved, cut=cut)


def step_back(first: date, last: date, today: date) -> Interval:
    """Return how far back the period before lies: of the same kind, else of the same length."""
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return Interval(n=-months, unit="month")
    if last == today and first != last:
        for grain, months in (("month", 1), ("quarter", 3), ("half", 6), ("year", 12)):
            begins = grain_start(last, grain)  # type: ignore[arg-type]
            if first == begins and first.day == 1:
                return Interval(n=-months, unit="month")
        if first == grain_start(last, "week"):
            return Interval(n=-1, unit="week")
    return Interval(n=-((last - first).days + 1), unit="day")


def days_passed(span: Span, today: date) -> int:
    """Return how many days of the span have come, windows applied.

    Raises:
        BadTimeRange: the span has no beginning.
    """
    first, last = span.day_first(), span.capped(today)
    if first is None:
        raise BadTimeRange("时段没有开始日期，不能按天平均，请说明从何时起。")
    if not span.months and not span.weekdays:
        return max((last - first).days + 1, 0)
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return sum(
        (not span.months or d.month in span.months)
        and (not span.weekdays or d.isoweekday() in span.weekdays)
        for d in days
    )


def months_passed(span: Span, today: date) -> int:
    """Return how many calendar months the span touches up to now.

    Raises:
        BadTimeRange: the span has no beginning.
    """
    first, last = span.day_first(), span.capped(today)
    if first is None:
        raise BadTimeRange("时段没有开始日期，不能按月平均，请说明从何时起。")
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return sum(not span.months or m % 12 + 1 in span.months for m in months)


def whole_periods(span: Span, grain: Grain, zh: str, today: date) -> Span:
    """Return the span cut to whole periods of a coarse table, when only its open end is ragged.

    Raises:
        BadTimeRange: the data are kept by ``grain`` only and the span cuts a period.
    """
    first, last = span.day_first(), span.day_last()
    kept = {"month": "月", "quarter": "季度", "year": "年"}.get(grain, grain)
    if first is not None and first != grain_start(first, grain):
        raise BadTimeRange(f"{zh}是按{kept}统计的数据，不能从{first}起算，请按整{kept}来问。")
    if last is not None and last == grain_end(last, grain):
        return span
    if last is None or last >= today or span.cut:
        if grain == "month":
            # A monthly table holds the running month up to now.
            return span
        newest = min(last or today, today)
        end = grain_end(newest, grain)
        done = end if end == newest else grain_start(newest, grain) - timedelta(days=1)
        if first is not None and done < first:
            raise BadTimeRange(
                f"{zh}是按{kept}统计的数据，所问的{kept}还没有结束，最近一个完整的{kept}到{done}为止。"
            )
        return replace(span, last=done)
    raise BadTimeRange(f"{zh}是按{kept}统计的数据，不能只算到{last}，请按整{kept}来问。")
