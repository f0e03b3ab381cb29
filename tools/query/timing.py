"""How the time in force applies to the rows of an entity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from assistant.contracts.algebra import Members, SetT, StatePred
from assistant.contracts.errors import BadTimeRange, ModelFixable, NotRecorded
from assistant.contracts.time import Grain
from knowledge_graph.semantics.model import Entity
from tools.query.engine import Engine
from tools.query.frame import Node, Row
from tools.query.keys import GRAIN_SIZE
from tools.query.periods import days_in_period, moment_of, start_of
from tools.query.row_dates import row_end
from tools.query.scope import Scope
from tools.query.spans import RowEnd, Span, whole_periods
from tools.query.sql import (
    Expr,
    all_of,
    as_date,
    binary,
    func,
    is_null,
    lit,
    plus_interval,
    trunc,
)


@dataclass(frozen=True)
class Rule:
    """How time applies: by a column, by overlap, at the moment, or not at all."""

    kind: str
    column: str | None = None
    grain: Grain = "day"
    type: str = "date"
    closing: bool = False


def finer(one: Grain, other: Grain) -> bool:
    """Whether a period of ``one`` is shorter than one of ``other``."""
    return GRAIN_SIZE[one] < GRAIN_SIZE[other]


def rule_of(engine: Engine, entity: Entity, term: SetT | None) -> Rule:
    """Return the rule of a set's rows.

    Raises:
        ModelFixable: the set names a time rule that its entity has not.
    """
    when = "default"
    if isinstance(term, Members):
        when = term.when
        if when == "default":
            states = (engine.state(p.name) for p in term.where if isinstance(p, StatePred))
            own = (s.when for s in states if s.entity == entity.name)
            when = next((w for w in own if w != "default"), "default")
    time = entity.time
    if when == "default":
        when = time.default if time is not None else "none"
    if when in ("none", "overlap", "at_moment"):
        return Rule(when)
    if when == "column" and time is not None and time.column is not None:
        return Rule("column", time.column, time.grain, time.kind, time.closing)
    if when == "column":
        return Rule("none")
    name = {"start": time.start, "end": time.end}.get(when, when) if time is not None else when
    if time is not None and time.column is not None and name == time.column:
        return Rule("column", time.column, time.grain, time.kind, time.closing)
    attribute = next((a for a in entity.attributes if name in (a.name, a.column)), None)
    if attribute is None or attribute.type not in ("date", "datetime"):
        raise ModelFixable("时间条件用到了不认识的日期。", detail=f"{entity.name} when {when}")
    kind = "timestamp" if attribute.type == "datetime" else "date"
    return Rule("column", attribute.column or attribute.name, "day", kind)


def usable_span(engine: Engine, entity: Entity, rule: Rule, span: Span | None) -> Span | None:
    """Return the span as the entity's rows can take it.

    Raises:
        BadTimeRange: the rows are kept by longer periods than the span needs.
        NotRecorded: hours are asked of rows kept by the day.
    """
    if span is None or rule.kind != "column":
        return span
    if span.hours and rule.grain != "hour" and rule.type != "timestamp":
        raise NotRecorded(f"{entity.zh}没有按小时的记录，不能按钟点来问。")
    if rule.grain in ("month", "quarter", "year"):
        if span.by_row:
            raise BadTimeRange(f"{entity.zh}不是按日统计的数据，不能按各行自己的日期取数。")
        return whole_periods(span, rule.grain, entity.zh, engine.today)
    return span


def check_grain(entity: Entity, rule: Rule, grain: Grain) -> None:
    """Refuse periods finer than the rows are kept.

    Raises:
        BadTimeRange: they are.
    """
    if rule.kind == "column" and finer(grain, rule.grain) and rule.grain != "day":
        kept = {"month": "月", "quarter": "季度", "year": "年"}.get(rule.grain, rule.grain)
        raise BadTimeRange(f"{entity.zh}是按{kept}统计的数据，不能再细分。")
    if rule.kind == "column" and grain == "hour" and rule.type != "timestamp":
        raise BadTimeRange(f"{entity.zh}是按日统计的数据，不能按小时细分。")


def time_value(node: Node, rule: Rule) -> Expr:
    """Return the date or time that a row lies at."""
    assert rule.column is not None
    value = node.column(rule.column)
    if rule.type == "year":
        return func("MAKE_DATE", value, lit(1), lit(1))
    if rule.closing:
        # A reading stamped 24:00 belongs to the hour, and the day, that it ends.
        return plus_interval(value, -1, "hour")
    return value


def period_value(node: Node, rule: Rule, grain: Grain) -> Expr:
    """Return the first day of the row's period."""
    return trunc(time_value(node, rule), grain)


def in_time(node: Node, rule: Rule, row: Row, scope: Scope) -> Expr | None:
    """Return the condition that a row lies in the time in force, or None when all do."""
    if rule.kind == "none":
        return None
    if rule.kind == "at_moment":
        return _alive(node, moment_of(row, scope), moment_of(row, scope), closed=False)
    if rule.kind == "overlap":
        if scope.time is None and row.period is None:
            return None
        # A day is a whole; an instant at which it ended, at the very start, is none of the period.
        closed = node.entity.time is None or node.entity.time.kind != "timestamp"
        return _alive(node, start_of(row, scope), moment_of(row, scope), closed=closed)
    return _in_span(node, rule, scope.time, row, scope)


def in_period(node: Node, rule: Rule, row: Row, scope: Scope) -> Expr | None:
    """Return the condition that a row lies in its period, where the period is not its own."""
    if rule.kind != "column" or row.period is None:
        return None
    first, last = days_in_period(row, scope)
    return exp.Between(this=as_date(time_value(node, rule)), low=first, high=last)


def _alive(node: Node, low: Expr, high: Expr, *, closed: bool) -> Expr | None:
    time = node.entity.time
    if time is None or time.start is None or time.end is None:
        raise ModelFixable("这个对象没有起止时间。", detail=f"{node.entity.name} has no span")
    start, end = node.column(time.start), node.column(time.end)
    ends_after = binary(exp.GTE if closed else exp.GT, end, low)
    open_end = exp.or_(is_null(end), ends_after)
    return all_of([binary(exp.LTE, start, high), exp.paren(open_end)])


def _in_span(node: Node, rule: Rule, span: Span | None, row: Row, scope: Scope) -> Expr | None:
    if span is None:
        return None
    parts: list[Expr] = []
    value = node.column(rule.column or "")
    parts += _bounds(value, rule, span, row, scope)
    at = time_value(node, rule)
    if span.months:
        parts.append(exp.In(this=func("MONTH", at), expressions=[lit(m) for m in span.months]))
    if span.weekdays:
        days = [lit(d) for d in span.weekdays]
        parts.append(exp.In(this=func("ISODOW", at), expressions=days))
    if span.hours:
        hour = func("HOUR", at)
        parts.append(exp.Between(this=hour, low=lit(span.hours[0]), high=lit(span.hours[1] - 1)))
    return all_of(parts)


def _bounds(value: Expr, rule: Rule, span: Span, row: Row, scope: Scope) -> list[Expr]:
    first, last = span.first, span.last
    if rule.type == "year":
        parts: list[Expr] = []
        if first is not None and last is not None and not span.by_row \
                and span.day_first().year == span.day_last().year:  # type: ignore[union-attr]
            return [binary(exp.EQ, value, lit(span.day_first().year))]  # type: ignore[union-attr]
        if first is not None:
            parts.append(binary(exp.GTE, value, lit(span.day_first().year)))  # type: ignore[union-attr]
        if last is not None:
            parts.append(binary(exp.LTE, value, lit(span.day_last().year)))  # type: ignore[union-attr]
        return parts
    low = None if first is None else _end(first, row, scope)
    high = None if last is None else _end(last, row, scope)
    if rule.type == "timestamp":
        return _time_bounds(value, rule, low, high)
    if low is not None and high is not None:
        if low == high:
            return [binary(exp.EQ, value, low)]
        return [exp.Between(this=value, low=low, high=high)]
    parts = [binary(exp.GTE, value, low)] if low is not None else []
    return parts + ([binary(exp.LTE, value, high)] if high is not None else [])


def _time_bounds(value: Expr, rule: Rule, low: Expr | None, high: Expr | None) -> list[Expr]:
    after, before = (exp.GT, exp.LTE) if rule.closing else (exp.GTE, exp.LT)
    parts = [binary(after, value, low)] if low is not None else []
    if high is not None:
        parts.append(binary(before, value, _next_day(high)))
    return parts


def _next_day(day: Expr) -> Expr:
    if isinstance(day, exp.Cast) and isinstance(day.this, exp.Literal):
        return lit(date.fromisoformat(day.this.name) + timedelta(days=1))
    return plus_interval(day, 1, "day")


def _end(end: object, row: Row, scope: Scope) -> Expr:
    return row_end(end, row, scope) if isinstance(end, RowEnd) else lit(end)  # type: ignore[arg-type]
