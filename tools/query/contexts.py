"""Measures in another context: another time, other conditions, the level above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel

from assistant.contracts.algebra import (
    Ancestor,
    At,
    AttrPred,
    Has,
    InSet,
    Members,
    Metric,
    PredT,
    Prev,
)
from assistant.contracts.errors import ModelFixable
from assistant.contracts.time import Grain, Interval
from tools.query.conditions import is_lifted, lifted
from tools.query.defaults import default_span
from tools.query.frame import Binding, Row
from tools.query.graph import not_recorded
from tools.query.keys import EntityKey, PathKey, PeriodKey
from tools.query.scope import Scope
from tools.query.spans import Span, previous, span_of
from tools.query.sql import Expr, as_date, plus_interval, trunc

_BACK: dict[Grain, Interval] = {
    "hour": Interval(n=-1, unit="hour"),
    "day": Interval(n=-1, unit="day"),
    "week": Interval(n=-1, unit="week"),
    "tenday": Interval(n=-10, unit="day"),
    "month": Interval(n=-1, unit="month"),
    "bimonth": Interval(n=-2, unit="month"),
    "quarter": Interval(n=-3, unit="month"),
    "half": Interval(n=-6, unit="month"),
    "year": Interval(n=-1, unit="year"),
}


def prev(term: Prev, row: Row, scope: Scope) -> Expr:
    """Compile a measure on the comparison period; period keys move along.

    Raises:
        ModelFixable: there is neither a period nor a shift to compare with.
    """
    engine = row.engine
    shift = engine.interval(term.shift, scope) if term.shift is not None else None
    period = row.period
    if scope.time is None:
        # The period nobody named is moved too, so it is settled before it is.
        scope = scope.at(_default(term, row))
    if period is None:
        if scope.time is None:
            raise ModelFixable("没有时段，不能与上期比较。", detail="prev without time")
        time = previous(scope.time, term.basis, shift, engine.today)
        return engine.measure(term.measure, row, scope.at(time))
    assert isinstance(period.key, PeriodKey)
    if shift is not None:
        _check_step(shift, period.key.grain)
    interval = shift or _step(term.basis, period.key.grain)
    shifted = previous(scope.time, term.basis, interval, engine.today) if scope.time else None
    moved = tuple(
        replace(b, sql=_back(b, interval, term)) if isinstance(b.key, PeriodKey) else b
        for b in row.bindings
    )
    return engine.measure(term.measure, row.rebound(moved), scope.at(shifted))


def _default(term: Prev, row: Row) -> Span | None:
    """Return the one period that the metrics inside a measure are taken over by themselves."""
    engine = row.engine
    found = {default_span(engine.metric(name), engine.today) for name in _metrics(term.measure)}
    return found.pop() if len(found) == 1 else None


def _metrics(term: object) -> Iterator[str]:
    if isinstance(term, Metric):
        yield term.name
    elif isinstance(term, BaseModel):
        for field in type(term).model_fields:
            yield from _metrics(getattr(term, field))
    elif isinstance(term, tuple):
        for item in term:
            yield from _metrics(item)


def _step(basis: str, grain: Grain) -> Interval:
    if basis == "mom":
        return _BACK[grain]
    # A year of weeks, so that weeks meet weeks.
    return Interval(n=-52, unit="week") if grain == "week" else Interval(n=-1, unit="year")


def _check_step(interval: Interval, grain: Grain) -> None:
    """Refuse a step that leads from the first day of a period to no other's.

    Raises:
        ModelFixable: it does.
    """
    months = {"month": 1, "quarter": 3, "year": 12}.get(interval.unit)
    size = {"month": 1, "bimonth": 2, "quarter": 3, "half": 6, "year": 12}.get(grain)
    assert isinstance(interval.n, int)
    if size is not None:
        fits = months is not None and interval.n * months % size == 0
    elif grain == "week":
        fits = interval.unit == "week" or (interval.unit == "day" and interval.n % 7 == 0)
    elif grain == "tenday":
        fits = months is not None
    else:
        fits = True
    if not fits:
        raise ModelFixable(
            "这些时段不能按这个间隔与前面的时段相比。", detail=f"{grain} moved by {interval}")


def _back(binding: Binding, interval: Interval, term: Prev) -> Expr:
    assert isinstance(binding.key, PeriodKey) and isinstance(interval.n, int)
    grain = binding.key.grain
    if grain == "hour":
        return plus_interval(binding.sql, interval.n, interval.unit)
    if grain == "tenday" and term.basis == "mom" and term.shift is None:
        return trunc(plus_interval(binding.sql, -1, "day"), grain)
    return as_date(plus_interval(binding.sql, interval.n, interval.unit))


def at(term: At, row: Row, scope: Scope) -> Expr:
    """Compile a measure in another context."""
    bindings = row.bindings
    if term.time is not None:
        # Another time is taken as a whole: the row's own period no longer applies.
        scope = scope.at(span_of(term.time, scope.outer or row.entity()))
        scope = replace(scope, outer=scope.outer or row.entity())
        bindings = tuple(b for b in bindings if not isinstance(b.key, PeriodKey))
    if term.lift:
        scope = replace(
            scope,
            where=lifted(row, scope.where, term.lift),
            narrow=lifted(row, scope.narrow, term.lift),
            soft=lifted(row, scope.soft, term.lift),
        )
        bindings = tuple(b for b in bindings if not _key_lifted(b, term.lift))
    moved = row if bindings == row.bindings else row.rebound(bindings)
    return row.engine.measure(term.measure, moved, scope.narrowed(term.where))


def _key_lifted(binding: Binding, lift: tuple[str, ...]) -> bool:
    key = binding.key
    if "*" in lift:
        return True
    if isinstance(key, EntityKey):
        # The key may have been named by a longer path (county.city).
        return any(one.split(".")[-1] == key.entity for one in lift)
    if isinstance(key, PathKey):
        return is_lifted(key.path, lift)
    return isinstance(key, PeriodKey) and key.grain in lift


def ancestor(term: Ancestor, row: Row, scope: Scope) -> Expr:
    """Compile the measure of the row's own ancestor."""
    engine = row.engine
    bindings: list[Binding] = []
    found = False
    for binding in row.bindings:
        key = binding.key
        chain = engine.graph.chain(key.entity, term.level) if isinstance(key, EntityKey) else None
        if chain is None or found:
            bindings.append(binding)
            continue
        node = binding.node()
        assert node is not None
        bindings.append(Binding(EntityKey(term.level), node.key_at(chain), row.frame))
        found = True
    where = scope.where
    if found:
        where = tuple(p for p in where if below(row, p, term.level) is None)
    else:
        where = tuple(_raised(row, p, term.level) for p in where)
        if where == scope.where and not any(
            isinstance(p, AttrPred) and p.path.split(".")[0] == term.level for p in where
        ):
            raise not_recorded(engine.graph, row.entity() or term.level, term.level)
    soft = tuple(p for p in scope.soft if below(row, p, term.level) is None)
    return engine.measure(
        term.measure, row.rebound(tuple(bindings)), replace(scope, where=where, soft=soft)
    )


def below(row: Row, pred: PredT, level: str) -> str | None:
    """Return the entity below ``level`` of which a condition names members, if it does."""
    if not isinstance(pred, AttrPred):
        return None
    graph = row.engine.graph
    first, _, rest = pred.path.partition(".")
    entity = next((e for e in row.engine.model.entities if e.name == first), None)
    if entity is None or first == level or (rest and rest != entity.label):
        return None
    return first if graph.chain(first, level) else None


def _raised(row: Row, pred: PredT, level: str) -> PredT:
    """A condition on a county becomes one on the city that county lies in."""
    entity = below(row, pred, level)
    if entity is None:
        return pred
    inner = Members(entity=entity, where=(pred,), when="none")
    return InSet(path=level, of=Members(entity=level, where=(Has(of=inner),), when="none"))
