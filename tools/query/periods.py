"""The grid of periods: one row a period, with its days and the moment it is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlglot import exp

from assistant.contracts.errors import BadTimeRange
from assistant.contracts.time import Grain
from tools.query.engine import Engine
from tools.query.facts import facts_of
from tools.query.frame import Binding, Frame, Row
from tools.query.keys import PeriodKey
from tools.query.row_dates import row_end
from tools.query.scope import Scope
from tools.query.spans import Span, grain_end, grain_start
from tools.query.sql import (
    Expr,
    all_of,
    as_date,
    binary,
    col,
    func,
    interval,
    lit,
    plus_interval,
    trunc,
)

_STEPS = {"day": "day", "week": "week", "month": "month", "bimonth": "bimonth",
          "quarter": "quarter", "half": "half", "year": "year"}


def period_grid(engine: Engine, grain: Grain, span: Span | None, term: object = None) -> str:
    """Return the CTE of the periods of ``grain`` in ``span`` that have begun.

    Columns: period (first day of the calendar period), first_day and last_day (inside the span,
    up to now), moment (its end, or now), days.

    Args:
        engine: shared state.
        grain: how long a period is.
        span: None, or without a beginning, starts where the facts of ``term`` start.
        term: the measure or predicate taken on the grid.

    Raises:
        BadTimeRange: there is nothing to tell where to begin.
    """
    span = span or Span()
    if grain == "year" and any(e.time and e.time.kind == "year" for e in facts_of(engine, term)):
        span = _finished_years(span, engine.today)
    key = ("grid", grain, span, None if span.first else _begin_key(engine, term))
    known = engine.builder.recall(key)
    if known is None:
        known = engine.builder.add(f"{grain}s", _grid(engine, grain, span, term))
        engine.builder.remember(key, known)
    return known


def _finished_years(span: Span, today: date) -> Span:
    """Annual data have no row for the year under way."""
    last = span.day_last()
    if last is not None and (last < today or today == grain_end(today, "year")):
        return span
    return replace(span, last=grain_start(today, "year") - timedelta(days=1))


def _begin_key(engine: Engine, term: object) -> tuple[str, ...]:
    return tuple(e.name for e in facts_of(engine, term))


def _grid(engine: Engine, grain: Grain, span: Span, term: object) -> Expr:
    if span.by_row:
        raise BadTimeRange("按行取日期的时段不能再逐期细分。")
    last = span.day_last()
    first_day = span.day_first()
    if last is None or (last > engine.today and (first_day is None or first_day <= engine.today)):
        last = engine.today
    begin = lit(first_day) if first_day else _begin(engine, term)
    point = col("d", "grid")
    if grain == "tenday":
        source = _tendays(begin, last, first_day)
    elif grain == "hour":
        source = _series(lit(datetime.combine(first_day or engine.today, time())),
                         lit(min(datetime.combine(last, time(23)), engine.as_of)), "hour")
    else:
        start = lit(grain_start(first_day, grain)) if first_day else trunc(begin, grain)
        source = _series(start, lit(last), _STEPS[grain])
    period = point if grain == "hour" else as_date(point)
    select = _columns(engine, grain, period, begin, last)
    select = select.from_(exp.Subquery(this=source, alias=exp.to_identifier("grid")))
    return _windowed(select, period, span)


def _windowed(select: exp.Select, period: Expr, span: Span) -> Expr:
    kept = []
    if span.months:
        kept.append(exp.In(this=func("MONTH", period), expressions=[lit(m) for m in span.months]))
    if span.weekdays:
        days = [lit(d) for d in span.weekdays]
        kept.append(exp.In(this=func("ISODOW", period), expressions=days))
    condition = all_of(kept)
    return select.where(condition) if condition is not None else select


def _columns(engine: Engine, grain: Grain, period: Expr, begin: Expr, last: date) -> exp.Select:
    if grain == "hour":
        day = as_date(period)
        end = plus_interval(period, 1, "hour")
        return exp.select(
            exp.alias_(period.copy(), "period"), exp.alias_(day, "first_day"),
            exp.alias_(day.copy(), "last_day"),
            exp.alias_(func("LEAST", end, lit(engine.as_of)), "moment"),
            exp.alias_(lit(1), "days"),
        )
    first_day = period if grain == "day" else func("GREATEST", period, begin)
    last_day = period if grain == "day" else func("LEAST", _last_day(period, grain), lit(last))
    days = binary(exp.Add, func("DATE_DIFF", lit("day"), first_day, last_day), lit(1))
    return exp.select(
        exp.alias_(period.copy(), "period"), exp.alias_(first_day.copy(), "first_day"),
        exp.alias_(last_day.copy(), "last_day"),
        exp.alias_(end_of_day(last_day, engine.as_of), "moment"), exp.alias_(days, "days"),
    )


def _last_day(period: Expr, grain: Grain) -> Expr:
    if grain == "tenday":
        month_end = func("LAST_DAY", period)
        tenth = as_date(plus_interval(period, 9, "day"))
        return exp.Case().when(binary(exp.EQ, func("DAY", period), lit(21)), month_end).else_(tenth)
    return as_date(plus_interval(plus_interval(period, 1, _STEPS[grain]), -1, "day"))


def end_of_day(day: Expr, as_of: datetime) -> Expr:
    """Return the last second of a day, or now when that is earlier."""
    end = plus_interval(plus_interval(exp.cast(day.copy(), "TIMESTAMP"), 1, "day"), -1, "second")
    return func("LEAST", end, lit(as_of))


def _series(start: Expr, stop: Expr, step: str) -> exp.Select:
    series = exp.GenerateSeries(start=start, end=stop, step=interval(1, step))
    return exp.select(exp.alias_(exp.Unnest(expressions=[series]), "d"))


def _tendays(begin: Expr, last: date, first: date | None) -> exp.Select:
    if first is None:
        raise BadTimeRange("按旬统计要说明从何时起。")
    days, day = [], grain_start(first, "tenday")
    while day <= last:
        days.append(lit(day))
        day = grain_end(day, "tenday") + timedelta(days=1)
    return exp.select(exp.alias_(exp.Unnest(expressions=[exp.Array(expressions=days)]), "d"))


def _begin(engine: Engine, term: object) -> Expr:
    """First day of the facts a term is taken from."""
    for entity in facts_of(engine, term):
        if entity.time is None or entity.time.column is None:
            continue
        column = col(entity.time.column)
        day = func("MAKE_DATE", column, lit(1), lit(1)) if entity.time.kind == "year" \
            else as_date(column)
        return exp.Subquery(this=exp.select(func("MIN", day)).from_(engine.entity_table(entity)))
    raise BadTimeRange("没有说明从何时起，请给出时段。")


def join_grid(row_frame: Frame, grid: str, on: Expr | None = None) -> str:
    """Join the grid to a frame (every row × every period, or where ``on`` holds)."""
    return row_frame.join(grid, "p", lambda _: on, "inner")


def moment_of(row: Row, scope: Scope) -> Expr:
    """Return the moment in force at a row: its period's end, the span's end, or now."""
    engine = row.engine
    if row.period is not None:
        return _of_period(row, scope, "moment")
    if scope.time is None or scope.time.last is None:
        return lit(engine.as_of)
    if isinstance(scope.time.last, date):
        end = datetime.combine(scope.time.last, time(23, 59, 59))
        return lit(min(end, engine.as_of))
    return end_of_day(row_end(scope.time.last, row, scope), engine.as_of)


def start_of(row: Row, scope: Scope) -> Expr:
    """Return the first day in force at a row."""
    if row.period is not None:
        return _of_period(row, scope, "first_day")
    if scope.time is None or scope.time.first is None:
        return lit(date(1, 1, 1))
    if isinstance(scope.time.first, date):
        return lit(scope.time.first)
    return row_end(scope.time.first, row, scope)


def days_of(row: Row, scope: Scope) -> Expr:
    """Return the number of days that have passed of the row's period."""
    return _of_period(row, scope, "days")


def days_in_period(row: Row, scope: Scope) -> tuple[Expr, Expr]:
    """Return the first and the last day of the row's period."""
    return _of_period(row, scope, "first_day"), _of_period(row, scope, "last_day")


def _of_period(row: Row, scope: Scope, column: str) -> Expr:
    period = row.period
    assert period is not None and isinstance(period.key, PeriodKey)
    if isinstance(period.sql, exp.Column) and period.sql.table == "p":
        return col(column, "p")
    grid = period_grid(row.engine, period.key.grain, scope.time)
    alias = row.frame.attach(grid, [("period", period.sql)])
    return col(column, alias)


def period_binding(frame: Frame, grain: Grain, sql: Expr) -> Binding:
    """Return the binding of a period key."""
    return Binding(PeriodKey(grain), sql, frame)
