"""Leaves: aggregates of base rows, one CTE for all that share rows and keys.

A leaf keeps every group in which base rows exist; the conditions of one aggregate are its FILTER.
So a count is 0, and a sum unknown, where rows exist but none satisfies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlglot import exp

from assistant.contracts.algebra import (
    Agg,
    Count,
    Members,
    SetT,
)
from tools.query.aggregates import aggregate
from tools.query.bases import base_entity
from tools.query.conditions import base_conditions, retrace
from tools.query.frame import Binding, Frame, Node, Row
from tools.query.graph import one_key
from tools.query.key_leaves import key_set_value
from tools.query.keys import EntityKey, Key, PeriodKey
from tools.query.leaf_keys import LeafKey, map_key
from tools.query.periods import join_grid, period_grid
from tools.query.rollup import rolled_up
from tools.query.scope import Scope
from tools.query.sql import Expr, all_of, col, func, lit, trunc
from tools.query.states import member_tests
from tools.query.timing import (
    Rule,
    check_grain,
    in_time,
    period_value,
    rule_of,
    usable_span,
)


@dataclass
class Leaf:
    """One CTE of aggregates under construction."""

    name: str
    row: Row
    rule: Rule
    scope: Scope
    keys: list[tuple[Key, LeafKey, str]] = field(default_factory=list)
    made: dict[str, tuple[str, Expr, Expr | None]] = field(default_factory=dict)
    hoist: bool = False

    def add(self, value: Expr, test: Expr | None, stem: str) -> str:
        """Add an aggregate with its condition; return its column."""
        text = f"{value.sql()} | {test.sql() if test is not None else ''}"
        if text not in self.made:
            names = {name for name, _, _ in self.made.values()} | {a for _, _, a in self.keys}
            name, n = stem, 2
            while name in names:
                name, n = f"{stem}_{n}", n + 1
            self.made[text] = (name, value, test)
            self.row.engine.builder.put(self.name, self.body())
        return self.made[text][0]

    def body(self) -> exp.Select:
        """Return the SELECT as it stands."""
        select = self.row.frame.select.copy()
        tests = {t.sql() if t is not None else "" for _, _, t in self.made.values()}
        only = next(iter(self.made.values()))[2] if len(tests) == 1 else None
        lift = self.hoist and only is not None
        if lift and only is not None:
            select = select.where(only.copy())
        columns = [exp.alias_(k.inner.copy(), alias) for _, k, alias in self.keys]
        for name, value, test in self.made.values():
            shown = value.copy()
            if test is not None and not lift:
                shown = exp.Filter(this=shown, expression=exp.Where(this=test.copy()))
            columns.append(exp.alias_(shown, name))
        select = select.select(*columns)
        groups = [k.inner.copy() for _, k, _ in self.keys]
        return select.group_by(*groups) if groups else select


def related_count(term: Count, row: Row, scope: Scope, via: str | None) -> Expr:
    """Return how many members of a set are related to the row (null = none)."""
    if base_entity(row.engine, term.of) is None:
        return key_set_value(term, row, scope)
    leaf = _leaf(term.of, row, scope, related=term, via=via)
    return _read(leaf, term, row, scope)


def leaf_value(term: Count | Agg, row: Row, scope: Scope) -> Expr:
    """Return a count or an aggregate taken at a row."""
    engine = row.engine
    of = term.of if isinstance(term, Count) else term.over
    entity = base_entity(engine, of)
    if entity is None:
        return key_set_value(term, row, scope)
    rolled = rolled_up(engine, term, [b.key for b in row.bindings], scope)
    if rolled is not None and rolled.table is None:
        return leaf_value(rolled.term, row, scope)
    if rolled is not None and scope.time is not None:
        inner = scope.at(replace(scope.time, cut=True))
        return _read(_leaf(rolled.term.over, row, inner, table=rolled.table), rolled.term, row,
                     inner)
    leaf = _leaf(of, row, scope)
    value = _read(leaf, term, row, scope)
    if isinstance(term, Count) and engine.graph.entity(entity).kind != "fact":
        return func("COALESCE", value, lit(0))
    return value


def _read(leaf: Leaf, term: Count | Agg, row: Row, scope: Scope) -> Expr:
    of = term.of if isinstance(term, Count) else term.over
    with row.engine.growing(leaf.name):
        test, own = _membership(of, leaf, scope)
        value, stem = aggregate(term, leaf.row, scope)
    name = leaf.add(value, all_of([*test, *own]), stem)
    pairs = [(alias, k.outer) for _, k, alias in leaf.keys]
    alias = row.frame.attach(leaf.name, pairs, loose=row.loose and bool(pairs))
    if row.spine and len(pairs) == len(row.bindings) and not any(k.met for _, k, _ in leaf.keys):
        entry = (leaf.name, tuple(a for a, _ in pairs))
        if entry not in row.frame.spine:
            row.frame.spine.append(entry)
        row.frame.found.append(col(name, alias))
    return col(name, alias)


def _membership(of: SetT, leaf: Leaf, scope: Scope) -> tuple[list[Expr], list[Expr]]:
    engine = leaf.row.engine
    _, own = base_conditions(leaf.row, Scope(
        narrow=scope.narrow, time=leaf.scope.time, params=scope.params, outer=scope.outer))
    if isinstance(of, Members):
        at = scope.at(leaf.scope.time)
        return member_tests(of, leaf.row, at), own
    return [engine.member(of, leaf.row, scope)], own


def _leaf(
    of: SetT, row: Row, scope: Scope, related: Count | None = None, via: str | None = None,
    table: str | None = None,
) -> Leaf:
    """Return the leaf for a set's rows at a row's keys, made once."""
    engine = row.engine
    if row.home is not None and not any(isinstance(b.key, EntityKey) for b in row.bindings):
        one_key(row.home.entity)
    entity = engine.graph.entity(base_entity(engine, of) or "")
    plain = isinstance(of, Members)
    rule = rule_of(engine, entity, of) if plain else Rule("none")
    span = usable_span(engine, entity, rule, scope.time)
    narrowed = scope.at(span)
    key = (
        entity.name, rule, span, scope.where, scope.soft, scope.outer, related, via, row.spine,
        tuple(b.key for b in row.bindings),
        scope.params if related is not None else (), None if plain else of, table,
    )
    leaf, turn = engine.leaves.get(key), 0
    while isinstance(leaf, Leaf) and not engine.may_read(leaf.name):
        # Its own aggregate asks for it: the same rows are read once more, apart.
        turn += 1
        leaf = engine.leaves.get((key, turn))
    if not isinstance(leaf, Leaf):
        leaf = _build(of, row, narrowed, rule, related, via, table)
        engine.leaves[(key, turn) if turn else key] = leaf
        return leaf
    retrace(leaf.row, scope)
    return _reseated(leaf, row, related is not None, via)


def _build(
    of: SetT, row: Row, scope: Scope, rule: Rule, related: Count | None, via: str | None,
    table: str | None,
) -> Leaf:
    engine = row.engine
    entity = engine.graph.entity(base_entity(engine, of) or "")
    frame = Frame(engine)
    home = frame.start_entity(entity, table)
    periods = _periods(row, home, rule, scope, of, frame)
    bindings: tuple[Binding, ...] = ()
    if len(entity.key) == 1:
        bindings = (Binding(EntityKey(entity.name), home.key(), frame, home),)
    base = Row(frame, (*bindings, *periods.values()), home)
    stem = "_".join([entity.name, "by", *(b.key.name for b in row.bindings)]) \
        if row.bindings else f"{entity.name}_total"
    leaf = Leaf(engine.builder.reserve(stem), base, rule, scope)
    used: set[str] = set()
    for binding in row.bindings:
        mapped = map_key(binding, base, periods, scope, related=related is not None, via=via)
        if mapped is not None:
            alias, n = binding.key.name, 2
            while alias in used:
                alias, n = f"{binding.key.name}_{n}", n + 1
            used.add(alias)
            leaf.keys.append((binding.key, mapped, alias))
    keyed = bool(leaf.keys)
    leaf.hoist = related is not None or not keyed or (not row.spine and entity.kind != "fact")
    hard, _ = base_conditions(base, Scope(
        where=scope.where, soft=scope.soft, time=scope.time, params=scope.params,
        outer=scope.outer, outer_node=scope.outer_node))
    for condition in (in_time(home, rule, base, scope), *hard):
        frame.where(condition)
    for _, mapped, _ in leaf.keys:
        if mapped.required:
            frame.where(exp.not_(exp.Is(this=exp.paren(mapped.inner.copy()),
                                        expression=exp.null())))
    return leaf


def _reseated(leaf: Leaf, row: Row, related: bool, via: str | None) -> Leaf:
    """Return a shared leaf joined to another row: the outer sides of its keys are the row's."""
    by_key = {b.key: b for b in row.bindings}
    periods: dict[Key, Binding] = {
        b.key: b for b in leaf.row.bindings if isinstance(b.key, PeriodKey)
    }
    keys = []
    for key, mapped, alias in leaf.keys:
        fresh = map_key(by_key[key], leaf.row, periods, leaf.scope, related=related, via=via)
        keys.append((key, LeafKey(mapped.inner, fresh.outer if fresh else mapped.outer,
                                  mapped.met, mapped.required), alias))
    return Leaf(leaf.name, leaf.row, leaf.rule, leaf.scope, keys, leaf.made, leaf.hoist)


def _periods(
    row: Row, home: Node, rule: Rule, scope: Scope, of: SetT, frame: Frame
) -> dict[Key, Binding]:
    """Return the period keys inside the leaf: by its own dates, or by the grid of periods."""
    finest = row.period
    if finest is None:
        return {}
    found: dict[Key, Binding] = {}
    grid = None
    assert isinstance(finest.key, PeriodKey)
    if rule.kind != "column":
        cte = period_grid(row.engine, finest.key.grain, scope.time, of)
        grid = join_grid(frame, cte)
    for binding in row.bindings:
        if not isinstance(binding.key, PeriodKey):
            continue
        grain = binding.key.grain
        check_grain(home.entity, rule, grain)
        if grid is None:
            value = period_value(home, rule, grain)
        else:
            value = col("period", grid) if binding is finest else trunc(col("period", grid), grain)
        found[binding.key] = Binding(binding.key, value, frame)
    return found
