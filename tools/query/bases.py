"""What the rows of a set are: members of an entity, periods, values, or pairs of them."""

from __future__ import annotations

from assistant.contracts.algebra import (
    Intersect,
    Members,
    Minus,
    Periods,
    Product,
    Rows,
    SetT,
    Top,
    Union,
    Values,
)
from assistant.contracts.errors import ModelFixable
from tools.query.engine import Engine
from tools.query.keys import EntityKey, Key, PathKey, PeriodKey
from tools.query.scope import Scope
from tools.query.spans import Span, span_of


def base_entity(engine: Engine, term: SetT) -> str | None:
    """Return the entity whose rows a set is made of, or None (periods, values, pairs)."""
    if isinstance(term, Members):
        return term.entity
    if isinstance(term, Union | Intersect):
        return base_entity(engine, term.of[0])
    if isinstance(term, Minus | Top):
        return base_entity(engine, term.of)
    if isinstance(term, Rows):
        keys = engine.let_keys(term.name)
        return keys[0].entity if len(keys) == 1 and isinstance(keys[0], EntityKey) else None
    return None


def set_keys(engine: Engine, term: SetT) -> tuple[Key, ...]:
    """Return the keys of a set's rows."""
    entity = base_entity(engine, term)
    if entity is not None:
        return (EntityKey(entity),)
    if isinstance(term, Periods):
        return (PeriodKey(term.grain),)
    if isinstance(term, Values):
        return (value_key(engine, term.path),)
    if isinstance(term, Product):
        return tuple(k for t in term.of for k in set_keys(engine, t))
    if isinstance(term, Rows):
        return engine.let_keys(term.name)
    if isinstance(term, Union | Intersect):
        return set_keys(engine, term.of[0])
    assert isinstance(term, Minus | Top)
    return set_keys(engine, term.of)


def value_key(engine: Engine, path: str) -> PathKey:
    """Return the key for the values of an attribute; the path begins with an entity.

    Raises:
        ModelFixable: it does not.
    """
    first = path.split(".")[0]
    found = engine.graph.find(first, path) if any(
        e.name == first for e in engine.model.entities) else None
    if found is None or found.attribute is None:
        raise ModelFixable("不认识的类别。", detail=f"values of {path}")
    return PathKey(path, found.entity.name, found.attribute.name)


def periods_in(term: SetT) -> list[Periods]:
    """Return the periods that a set is made of, if it is."""
    if isinstance(term, Periods):
        return [term]
    if isinstance(term, Union | Product):
        return [p for t in term.of for p in periods_in(t)]
    if isinstance(term, Intersect):
        return periods_in(term.of[0])
    return periods_in(term.of) if isinstance(term, Minus | Top) else []


def in_periods(term: SetT, scope: Scope) -> Scope:
    """Return the scope at the periods that a set names itself; they stand in for the context's.

    Raises:
        ModelFixable: several such ranges cannot be taken as one.
    """
    found = periods_in(term)
    if all(p.time is None for p in found):
        return scope
    spans = [span_in(p, scope) or Span() for p in found]
    if len(set(spans)) == 1:
        return scope.at(spans[0])
    if any(s.by_row or s.hours or s.months or s.weekdays for s in spans):
        raise ModelFixable("这几段时间不能合在一起取。", detail="periods with windows or row dates")
    firsts, lasts = [s.day_first() for s in spans], [s.day_last() for s in spans]
    first = None if None in firsts else min(d for d in firsts if d is not None)
    last = None if None in lasts else max(d for d in lasts if d is not None)
    return scope.at(Span(first, last))


def span_in(term: Periods, scope: Scope) -> Span | None:
    """Return the span of a set of periods."""
    return span_of(term.time, scope.outer) if term.time is not None else scope.time
