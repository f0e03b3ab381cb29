"""The rows of a query: members of a set, groups, or a single one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from assistant.contracts.algebra import Count, InSet, Periods
from assistant.contracts.errors import ModelFixable
from assistant.contracts.query import Group, MetricQuery, Out
from tools.query.attributes import value_at
from tools.query.bases import base_entity
from tools.query.engine import Engine
from tools.query.frame import Binding, Frame, Row
from tools.query.keys import GRAIN_SIZE, BinKey, EntityKey, GroupsKey, Key, PathKey, PeriodKey
from tools.query.leaf_keys import group_value
from tools.query.periods import join_grid, period_grid
from tools.query.scope import Scope
from tools.query.spine import population, set_row
from tools.query.sql import col, lit, trunc


def group_key(engine: Engine, group: Group) -> Key:
    """Return the key of a dimension.

    Raises:
        ModelFixable: it is none, or names nothing.
    """
    if group.grain is not None:
        return PeriodKey(group.grain)
    if group.groups:
        return GroupsKey(group.groups, group.otherwise)
    if group.edges:
        return BinKey(group.edges, group.closed, group.path, group.measure)
    if group.path is None:
        raise ModelFixable("分组没有说明按什么分。", detail="empty group")
    first = group.path.split(".")[0]
    if not any(e.name == first for e in engine.model.entities):
        raise ModelFixable("分组用到了不认识的对象。", detail=f"group by {group.path}")
    found = engine.graph.resolve(first, group.path)
    if found.attribute is None:
        return EntityKey(found.entity.name)
    return PathKey(group.path, found.entity.name, found.attribute.name)


def member_row(engine: Engine, query: MetricQuery, scope: Scope) -> Row:
    """Return a row for each member of ``over``, with the dimensions in front.

    A dimension is read from the member itself; by periods, there is a row for each period of each
    member.
    """
    assert query.over is not None
    row = set_row(engine, query.over, scope)
    # The members have been found; what was asked of them holds for their measures by itself.
    keys = [group_key(engine, g) for g in query.by]
    front: list[Binding] = []
    periods = [k for k in keys if isinstance(k, PeriodKey)]
    if periods and not isinstance(query.over, Periods):
        finest = min(periods, key=lambda k: GRAIN_SIZE[k.grain])
        term = tuple(o.expr for o in query.measures)
        grid = join_grid(row.frame, period_grid(engine, finest.grain, scope.time, term))
        for key in periods:
            point = col("period", grid)
            front.append(Binding(key, point if key is finest else trunc(point, key.grain),
                                 row.frame))
    return replace(row, bindings=(*row.bindings, *front))


def group_rows(engine: Engine, query: MetricQuery, scope: Scope) -> Row:
    """Return a row for each group; which groups there are is settled by ``close_groups``."""
    frame = Frame(engine)
    keys = [group_key(engine, g) for g in query.by]
    if "zero" in query.add and not _bins_only(keys):
        term = tuple(o.expr for o in query.measures)
        row = population(engine, keys, scope, term)
        return replace(row, home=None, loose=True)
    frame.groups = engine.builder.reserve("groups")
    alias = frame.start(frame.groups)
    names = key_columns(keys)
    bindings = tuple(
        Binding(key, col(name, alias), frame) for key, name in zip(keys, names, strict=True)
    )
    return Row(frame, bindings, None, loose=True, spine=True)


def key_columns(keys: list[Key]) -> list[str]:
    """Return a column name for each key."""
    names: list[str] = []
    for key in keys:
        name, n = key.name, 2
        while name in names:
            name, n = f"{key.name}_{n}", n + 1
        names.append(name)
    return names


def _bins_only(keys: Sequence[Key]) -> bool:
    return len(keys) == 1 and isinstance(keys[0], BinKey)


def _every_bin(key: BinKey, name: str) -> exp.Expr:
    """One row for each bin, in order; a bin in which nothing lies is one too."""
    rows = [exp.select(exp.alias_(lit(i), name)) for i in range(len(key.edges) + 1)]
    body: exp.Expr = rows[0]
    for row in rows[1:]:
        body = exp.union(body, row, distinct=False)
    return body


def close_groups(row: Row, query: MetricQuery, scope: Scope) -> None:
    """Fill in the groups: those in which any measure has rows, else all there are."""
    if not row.spine:
        return
    engine, frame = row.engine, row.frame
    keys = [b.key for b in row.bindings]
    names = key_columns(keys)
    if "zero" in query.add and _bins_only(keys):
        assert isinstance(keys[0], BinKey)
        engine.builder.put(frame.groups, _every_bin(keys[0], names[0]))
        return
    parts = []
    for leaf, columns in frame.spine:
        picked = [exp.alias_(col(c), n) if c != n else col(c)
                  for c, n in zip(columns, names, strict=True)]
        parts.append(exp.select(*picked).from_(leaf))
    if not parts:
        inner = population(engine, [b.key for b in row.bindings], scope,
                           tuple(o.expr for o in query.measures))
        parts.append(inner.frame.select.select(
            *(exp.alias_(b.sql.copy(), n) for b, n in zip(inner.bindings, names, strict=True))))
    body: exp.Expr = parts[0]
    for part in parts[1:]:
        body = exp.union(body, part, distinct=True)
    engine.builder.put(frame.groups, body)


def binned(query: MetricQuery) -> MetricQuery:
    """Return a query for bins (or groups) of the members of a set: they are counted by group."""
    over = query.over
    assert over is not None
    entity = getattr(over, "entity", None)
    where = (*query.context.where, InSet(of=over, path=entity))
    measures = query.measures or (Out(expr=Count(of=over)),)
    return query.model_copy(update={
        "over": None, "measures": measures,
        "context": query.context.model_copy(update={"where": where}),
    })


def member_groups(row: Row, query: MetricQuery, scope: Scope) -> list[Binding]:
    """Return the dimensions that are read from the member itself."""
    found = []
    for group in query.by:
        key = group_key(row.engine, group)
        if isinstance(key, PeriodKey):
            continue
        if isinstance(key, GroupsKey | BinKey):
            found.append(Binding(key, group_value(key, row, scope), row.frame))
            continue
        path = key.path if isinstance(key, PathKey) else key.entity
        found.append(Binding(key, value_at(row, path).sql, row.frame))
    return found


def is_binned(query: MetricQuery, engine: Engine) -> bool:
    """Whether the members of ``over`` are to be counted by group instead of listed."""
    if query.over is None or not query.by or base_entity(engine, query.over) is None:
        return False
    return query.shape in ("bins", "table", "crosstab", "series") and (
        query.shape == "bins" or any(g.edges or g.groups for g in query.by)
    )
