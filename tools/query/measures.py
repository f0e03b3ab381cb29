"""Measures that are one number from others: metrics, constants, quotients, differences."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from assistant.contracts.algebra import (
    Abs,
    Agg,
    Arith,
    Attr,
    Count,
    DaysIn,
    Duration,
    Growth,
    Metric,
    Number,
    Per,
    Project,
    Ratio,
    Share,
    Target,
)
from assistant.contracts.errors import ModelFixable, NotRecorded
from assistant.contracts.time import Grain, Param
from tools.query.attributes import date_at, number_at
from tools.query.defaults import default_span
from tools.query.frame import Row
from tools.query.keys import GRAIN_SIZE, PeriodKey
from tools.query.leaves import leaf_value
from tools.query.periods import days_of, moment_of, start_of
from tools.query.scope import Scope
from tools.query.spans import days_passed, grain_end, grain_start, months_passed, span_of
from tools.query.sql import Expr, as_date, binary, func, lit
from tools.query.workdays import workdays_between

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def metric(term: Metric, row: Row, scope: Scope) -> Expr:
    """Compile a governed metric: its formula, narrowed."""
    engine = row.engine
    definition = engine.metric(term.name)
    if scope.time is None:
        scope = scope.at(default_span(definition, engine.today))
    if definition.finer and _is_finer(definition.grain, row, scope):
        return metric(term.model_copy(update={"name": definition.finer}), row, scope)
    return engine.measure(
        definition.formula, row, scope.narrowed(term.where).with_params(term.params)
    )


def _is_finer(grain: Grain, row: Row, scope: Scope) -> bool:
    """Whether what is asked for cuts the periods that a metric makes sense for."""
    span, own = scope.time, row.period
    if span is not None and span.hours:
        return grain != "hour"
    if own is not None:
        assert isinstance(own.key, PeriodKey)
        return GRAIN_SIZE[own.key.grain] < GRAIN_SIZE[grain]
    if span is None or span.by_row:
        return False
    first, last = span.day_first(), span.day_last()
    begins = first is None or first == grain_start(first, grain)
    ends = last is None or last == grain_end(last, grain)
    return not (begins and ends)


def number(term: Number, row: Row, scope: Scope) -> Expr:
    """Compile a constant."""
    return lit(term.value)


def param(term: Param, row: Row, scope: Scope) -> Expr:
    """Compile a parameter that stands where a measure is due."""
    return lit(row.engine.bound(term, scope))


def target(term: Target, row: Row, scope: Scope) -> Expr:
    """Compile a metric's governed reference value.

    Raises:
        NotRecorded: the metric has none.
    """
    definition = row.engine.metric(term.metric)
    if definition.target is None:
        raise NotRecorded(f"{definition.zh}没有规定的目标值。")
    return lit(definition.target.value)


def attr(term: Attr, row: Row, scope: Scope) -> Expr:
    """Compile a number attribute of the row."""
    return number_at(row, term.path)


def aggregate(term: Count | Agg, row: Row, scope: Scope) -> Expr:
    """Compile a count or an aggregate."""
    return leaf_value(term, row, scope)


def divide(top: Expr, bottom: Expr) -> Expr:
    """Return a quotient; no data when the bottom is absent or zero."""
    safe = bottom if isinstance(bottom, exp.Literal) else func("NULLIF", bottom, lit(0))
    return binary(exp.Div, top, safe)


def ratio(term: Ratio, row: Row, scope: Scope) -> Expr:
    """Compile a ratio (of sums)."""
    measure = row.engine.measure
    return divide(measure(term.top, row, scope), measure(term.bottom, row, scope))


def share(term: Share, row: Row, scope: Scope) -> Expr:
    """Compile a part of a whole."""
    measure = row.engine.measure
    return divide(measure(term.part, row, scope), measure(term.whole, row, scope))


def per(term: Per, row: Row, scope: Scope) -> Expr:
    """Compile a measure per unit of another."""
    measure = row.engine.measure
    value = divide(measure(term.measure, row, scope), measure(term.by, row, scope))
    return value if term.scale == 1 else binary(exp.Mul, value, lit(term.scale))


def days_in(term: DaysIn, row: Row, scope: Scope) -> Expr:
    """Compile the number of days (months) of the period that have passed."""
    today = row.engine.today
    if row.period is not None:
        if term.unit == "day":
            return days_of(row, scope)
        first, last = start_of(row, scope), as_date(moment_of(row, scope))
        return binary(exp.Add, func("DATE_DIFF", lit("month"), first, last), lit(1))
    if scope.time is None:
        raise ModelFixable("没有时段，不能按天平均。", detail="days_in without time")
    if scope.time.by_row:
        first, last = start_of(row, scope), as_date(moment_of(row, scope))
        return binary(exp.Add, func("DATE_DIFF", lit(term.unit), first, last), lit(1))
    count = days_passed if term.unit == "day" else months_passed
    return lit(count(scope.time, today))


def arithmetic(term: Arith, row: Row, scope: Scope) -> Expr:
    """Compile a sum, difference or product."""
    kind = {"plus": exp.Add, "minus": exp.Sub, "times": exp.Mul}[term.op]
    values = [row.engine.measure(m, row, scope) for m in term.of]
    result = values[0]
    for value in values[1:]:
        result = binary(kind, result, value)
    return result


def growth(term: Growth, row: Row, scope: Scope) -> Expr:
    """Compile a relative change."""
    now = row.engine.measure(term.measure, row, scope)
    base = row.engine.measure(term.base, row, scope)
    return divide(binary(exp.Sub, now, base), base)


def absolute(term: Abs, row: Row, scope: Scope) -> Expr:
    """Compile an absolute value."""
    return func("ABS", row.engine.measure(term.measure, row, scope))


def duration(term: Duration, row: Row, scope: Scope) -> Expr:
    """Compile the time between two dates of the row; dates give whole days."""
    start, start_type = _point(term.start, row)
    end, end_type = _point(term.end, row)
    if term.unit == "workday":
        return workdays_between(row, start, end)
    if term.unit in ("month", "quarter", "year"):
        return func("DATE_DIFF", lit(term.unit), as_date(start), as_date(end))
    if "date" in (start_type, end_type) and term.unit in ("day", "week"):
        days = func("DATE_DIFF", lit("day"), as_date(start), as_date(end))
        return days if term.unit == "day" else binary(exp.Div, days, lit(7))
    moments = (exp.cast(v.copy(), "TIMESTAMP") for v in (end, start))
    seconds = func("EPOCH", binary(exp.Sub, *moments))
    return binary(exp.Div, seconds, lit(float(_SECONDS[term.unit])))


def _point(path: str, row: Row) -> tuple[Expr, str]:
    if path == "as_of":
        return lit(row.engine.as_of), "datetime"
    value = date_at(row, path)
    return value.sql, value.type


def project(term: Project, row: Row, scope: Scope) -> Expr:
    """Compile a linear projection: what is there so far, plus the pace for the days left."""
    engine = row.engine
    if scope.time is None or scope.time.by_row:
        raise ModelFixable("推算要先说明已有的时段。", detail="project without a span")
    pace = span_of(term.pace, scope.outer)
    days = days_passed(pace, engine.today)
    if not days:
        raise ModelFixable("推算所用的时段还没有开始。", detail="pace in the future")
    left = (term.until - scope.time.capped(engine.today)).days
    so_far = engine.measure(term.measure, row, scope)
    fixed = row.rebound(tuple(b for b in row.bindings if b is not row.period))
    speed = engine.measure(term.measure, fixed, replace(scope, time=pace))
    return binary(exp.Add, so_far, binary(exp.Mul, divide(speed, lit(days)), lit(max(left, 0))))
