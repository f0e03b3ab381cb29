"""Spines: the rows of a set, and every combination of keys that exists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assistant.contracts.algebra import (
    Members,
    Minus,
    Product,
    Rows,
    SetT,
    Top,
    Values,
)
from assistant.contracts.errors import ModelFixable
from tools.query.about import answers
from tools.query.bases import base_entity, in_periods, periods_in, set_keys, value_key
from tools.query.conditions import base_conditions
from tools.query.engine import Engine
from tools.query.frame import Binding, Frame, Node, Row
from tools.query.keys import GRAIN_SIZE, BinKey, EntityKey, GroupsKey, Key, PathKey, PeriodKey
from tools.query.periods import period_grid
from tools.query.scope import Scope
from tools.query.sql import Expr, col, lit, not_null, trunc


def set_row(engine: Engine, term: SetT, scope: Scope) -> Row:
    """Return a new frame whose rows are the members of a set, narrowed by the context."""
    frame, scope = Frame(engine), in_periods(term, scope)
    row = _start(frame, term, scope)
    if base_entity(engine, term) is not None or not isinstance(term, Rows):
        frame.where(_test(term, row, _loose(scope)))
    narrow(row, scope)
    return row


def _test(term: SetT, row: Row, scope: Scope) -> Expr | None:
    test = row.engine.member(term, row, scope)
    return None if isinstance(test, exp.Boolean) and test.this else test


def _loose(scope: Scope) -> Scope:
    soft = (*scope.where, *scope.narrow, *scope.soft)
    return Scope(time=scope.time, soft=soft, params=scope.params, outer=scope.outer)


def narrow(row: Row, scope: Scope) -> None:
    """Keep the rows that satisfy those conditions of the context that they answer for."""
    loose = _loose(scope)
    for condition in base_conditions(row, loose)[0]:
        row.frame.where(condition)
    for pred in loose.soft:
        if answers(row, pred):
            row.engine.trail.taken.add(pred)


def _start(frame: Frame, term: SetT, scope: Scope) -> Row:
    engine = frame.engine
    entity = base_entity(engine, term)
    if entity is not None:
        node = frame.start_entity(engine.graph.entity(entity))
        return entity_home(node)
    bindings = _set_bindings(frame, term, scope)
    return Row(frame, tuple(bindings), None, loose=True)


def entity_home(node: Node) -> Row:
    """Return the row of an entity that a frame starts from."""
    if len(node.entity.key) != 1:
        return Row(node.frame, (), node)
    key = Binding(EntityKey(node.entity.name), node.key(), node.frame, node)
    return Row(node.frame, (key,), node)


def _set_bindings(frame: Frame, term: SetT, scope: Scope) -> list[Binding]:
    engine = frame.engine
    if isinstance(term, Product):
        return [b for t in term.of for b in _set_bindings(frame, t, scope)]
    keys = set_keys(engine, term)
    if len(keys) == 1 and isinstance(keys[0], PeriodKey) and periods_in(term):
        # One grid for all of its parts; which of the periods are members is tested.
        cte = period_grid(engine, keys[0].grain, in_periods(term, scope).time, term)
        return [Binding(keys[0], col("period", _enter(frame, cte, "p")), frame)]
    if isinstance(term, Values):
        return [_values(frame, value_key(engine, term.path), scope)]
    if isinstance(term, Rows):
        let = engine.let(term.name)
        alias = _enter(frame, let.cte, let.cte)
        return [Binding(k, col(c, alias), frame)
                for k, c in zip(let.keys, let.columns, strict=True)]
    entity = base_entity(engine, term)
    if entity is not None:
        found = engine.graph.entity(entity)
        alias = _enter(frame, engine.entity_table(found), found.name)
        node = Node(frame, found, alias)
        return [Binding(EntityKey(entity), node.key(), frame, node)]
    inner = term.of if isinstance(term, Minus | Top) else getattr(term, "of", (None,))[0]
    if inner is None or isinstance(inner, Members):
        raise ModelFixable("不认识的集合。", detail=type(term).__name__)
    return _set_bindings(frame, inner, scope)


def _enter(frame: Frame, cte: str, stem: str) -> str:
    if frame.started:
        return frame.join(cte, stem, lambda _: None, "cross")
    return frame.start(cte, stem)


def _values(frame: Frame, key: PathKey, scope: Scope) -> Binding:
    """The values of an attribute that exist in the context."""
    engine = frame.engine
    inner = Frame(engine)
    root = key.path.split(".")[0]
    row = entity_home(inner.start_entity(engine.graph.entity(root)))
    found = row.find(key.path)
    assert found is not None
    narrow(row, scope)
    inner.where(not_null(found.sql))
    body = inner.select.select(exp.alias_(found.sql.copy(), key.name)).distinct()
    cte = engine.builder.add(f"{key.name}_values", body)
    return Binding(key, col(key.name, _enter(frame, cte, cte)), frame)


def population(
    engine: Engine, keys: Sequence[Key], scope: Scope, term: object = None
) -> Row:
    """Return a new frame with a row for every combination of keys in the context.

    Keys of one hierarchy (a county and its city) are read together from the finest entity;
    unrelated ones are crossed.

    Raises:
        ModelFixable: a key is a bin, which only exists where its members are.
    """
    frame = Frame(engine)
    found: dict[Key, Binding] = {}
    periods = [k for k in keys if isinstance(k, PeriodKey)]
    for root, group in _families(engine, [k for k in keys if isinstance(k, EntityKey | PathKey)]):
        found |= _family(frame, root, group, scope)
    for key in keys:
        if isinstance(key, BinKey):
            raise ModelFixable("分段的行不能这样取数。", detail="population of bins")
        if isinstance(key, GroupsKey):
            found[key] = _named_groups(frame, key)
    if periods:
        finest = min(periods, key=lambda k: GRAIN_SIZE[k.grain])
        grid = _enter(frame, period_grid(engine, finest.grain, scope.time, term), "p")
        for key in periods:
            point = col("period", grid)
            found[key] = Binding(key, point if key is finest else trunc(point, key.grain), frame)
    home = next((b.home for b in found.values() if b.home is not None), None)
    return Row(frame, tuple(found[k] for k in keys), home, loose=home is None)


def _families(
    engine: Engine, keys: list[EntityKey | PathKey]
) -> list[tuple[str, list[EntityKey | PathKey]]]:
    """Group keys by the entity from which they can be read together."""
    families: list[tuple[str, list[EntityKey | PathKey]]] = []
    for key in keys:
        start = key.path.split(".")[0] if isinstance(key, PathKey) else key.entity
        for i, (root, group) in enumerate(families):
            if engine.graph.chain(root, start) is not None:
                families[i] = (root, [*group, key])
                break
            if engine.graph.chain(start, root) is not None:
                families[i] = (start, [*group, key])
                break
        else:
            families.append((start, [key]))
    return families


def _family(
    frame: Frame, root: str, keys: list[EntityKey | PathKey], scope: Scope
) -> dict[Key, Binding]:
    engine = frame.engine
    entity = engine.graph.entity(root)
    if not frame.started and keys == [EntityKey(root)]:
        row = entity_home(frame.start_entity(entity))
        narrow(row, scope)
        return {keys[0]: row.bindings[0]}
    inner = Frame(engine)
    row = entity_home(inner.start_entity(entity))
    narrow(row, scope)
    columns = []
    for key in keys:
        assert row.home is not None
        path = key.path if isinstance(key, PathKey) else key.entity
        value = row.home.at(engine.graph.resolve(root, path)).sql
        columns.append(exp.alias_(value.copy(), key.name))
    body = inner.select.select(*columns).distinct()
    cte = engine.builder.add(f"{root}_groups", body)
    alias = _enter(frame, cte, cte)
    return {k: Binding(k, col(k.name, alias), frame) for k in keys}


def _named_groups(frame: Frame, key: GroupsKey) -> Binding:
    names = [g.name for g in key.groups] + ([key.otherwise] if key.otherwise else [])
    source = exp.Unnest(expressions=[exp.Array(expressions=[lit(n) for n in names])])
    body = exp.select(exp.alias_(source, "group"))
    cte = frame.engine.builder.add("named_groups", body)
    return Binding(key, col("group", _enter(frame, cte, cte)), frame)
