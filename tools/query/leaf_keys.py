"""Keys of a row found again in base rows: how a group's rows are told from the others'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from tools.query.attributes import number_at
from tools.query.conditions import refuse_path
from tools.query.frame import Binding, Node, Row
from tools.query.keys import BinKey, EntityKey, GroupsKey, Key, PathKey, PeriodKey
from tools.query.scope import Scope
from tools.query.sql import Expr, all_of, binary, is_null, lit


@dataclass(frozen=True)
class LeafKey:
    """A key in the base rows, and what it is joined to.

    Attributes:
        inner: value in the base rows.
        outer: value in the outer row.
        met: joined at a third entity that both lead to, so base rows may serve several groups.
        required: rows without a value belong to no group.
    """

    inner: Expr
    outer: Expr
    met: bool = False
    required: bool = False


def map_key(
    binding: Binding, base: Row, periods: Mapping[Key, Binding], scope: Scope, *,
    related: bool, via: str | None,
) -> LeafKey | None:
    """Return a row's key in base rows, or None when the base is the same for all its values.

    Raises:
        NotRecorded: the base rows do not tell this key.
    """
    key = binding.key
    if isinstance(key, PeriodKey):
        base.engine.trail.taken.add(key)
        return LeafKey(periods[key].sql, binding.sql)
    if isinstance(key, EntityKey):
        return _entity_key(binding, key, base, related=related, via=via)
    if isinstance(key, PathKey):
        return _path_key(binding, key, base)
    value = group_value(key, base, scope)
    return LeafKey(value, binding.sql, required=isinstance(key, GroupsKey) and not key.otherwise)


def _entity_key(
    binding: Binding, key: EntityKey, base: Row, *, related: bool, via: str | None
) -> LeafKey | None:
    graph, home = base.engine.graph, base.home
    assert home is not None
    base.engine.trail.taken.add(key)
    if via is not None:
        named = _via(binding, key, home, via)
        if named is not None:
            return named
    chain = graph.chain(home.entity.name, key.entity)
    if chain is not None:
        return LeafKey(home.key_at(chain), binding.sql)
    met = graph.meeting(key.entity, home.entity.name, near=not related)
    if met is not None:
        ours, theirs = graph.chain(key.entity, met), graph.chain(home.entity.name, met)
        node = binding.node()
        if ours is not None and theirs is not None and node is not None:
            return LeafKey(home.key_at(theirs), node.key_at(ours), met=True)
    base.engine.trail.taken.discard(key)
    refuse_path(base, key, key.entity)
    return None


def _via(binding: Binding, key: EntityKey, home: Node, via: str) -> LeafKey | None:
    """The relation that is named, whichever side declares it."""
    graph = home.frame.engine.graph
    relation = next((r for r in home.entity.relations if r.name == via), None)
    if relation is not None:
        rest = graph.chain(relation.to, key.entity)
        if rest is not None:
            return LeafKey(home.key_at((relation, *rest)), binding.sql)
    ours = next((r for r in graph.entity(key.entity).relations if r.name == via), None)
    node = binding.node()
    if ours is not None and node is not None:
        theirs = graph.chain(home.entity.name, ours.to)
        if theirs is not None:
            return LeafKey(home.key_at(theirs), node.key_at((ours,)), met=True)
    return None


def _path_key(binding: Binding, key: PathKey, base: Row) -> LeafKey | None:
    home = base.home
    assert home is not None
    found = base.engine.graph.find(home.entity.name, key.path)
    if found is None:
        refuse_path(base, key, key.path)
        return None
    base.engine.trail.taken.add(key)
    return LeafKey(home.at(found).sql, binding.sql)


def group_value(key: GroupsKey | BinKey, row: Row, scope: Scope) -> Expr:
    """Return the named group or bin of a row (null = none)."""
    engine = row.engine
    case = exp.Case()
    if isinstance(key, GroupsKey):
        for group in key.groups:
            tests = [engine.pred(p, row, scope) for p in group.where]
            case = case.when(all_of(tests) or exp.true(), lit(group.name))
        return case.else_(lit(key.otherwise)) if key.otherwise else case
    if key.measure is not None:
        inner = scope.inside(row.entity(), (*scope.where, *scope.soft))
        value = engine.measure(key.measure, row, inner)
    else:
        value = number_at(row, key.path or "")
    below: type[exp.Binary] = exp.LT if key.closed == "left" else exp.LTE
    case = case.when(is_null(value), exp.null())
    for i, edge in enumerate(key.edges):
        case = case.when(binary(below, value, lit(edge)), lit(i))
    return case.else_(lit(len(key.edges)))

