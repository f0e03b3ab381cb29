"""Predicates: sets related to the row, measures compared, and their combinations."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from assistant.contracts.algebra import (
    And,
    Count,
    Has,
    InSet,
    Lacks,
    MeasurePred,
    Members,
    Not,
    Or,
)
from tools.query.about import loose_conditions
from tools.query.attributes import COMPARE, value_at
from tools.query.entity_rows import entity_row, row_of
from tools.query.frame import Row
from tools.query.leaves import related_count
from tools.query.scope import Scope
from tools.query.sql import Expr, all_of, any_of, binary, func, lit, negate, not_null, paren


def conjunction(term: And, row: Row, scope: Scope) -> Expr:
    """Compile ``and``."""
    return all_of([paren(row.engine.pred(p, row, scope)) for p in term.preds]) or exp.true()


def disjunction(term: Or, row: Row, scope: Scope) -> Expr:
    """Compile ``or``."""
    return any_of([paren(row.engine.pred(p, row, scope)) for p in term.preds])


def complement(term: Not, row: Row, scope: Scope) -> Expr:
    """Compile ``not``: the complement within the population."""
    return negate(row.engine.pred(term.pred, row, scope))


def has(term: Has, row: Row, scope: Scope) -> Expr:
    """Compile ``has``: enough related members exist."""
    least = int(row.engine.bound(term.at_least, scope))
    inline = _inline(term, row, scope) if least == 1 and term.at_most is None else None
    if inline is not None:
        return inline
    count = _count(term, row, scope)
    parts = [binary(exp.GTE, count, lit(least))]
    if term.at_most is not None:
        parts.append(binary(exp.LTE, count, lit(term.at_most)))
    return all_of(parts) or exp.true()


def lacks(term: Lacks, row: Row, scope: Scope) -> Expr:
    """Compile ``lacks``: no related member exists."""
    inline = _inline(term, row, scope)
    if inline is not None:
        return negate(inline)
    return binary(exp.EQ, _count(term, row, scope), lit(0))


def _count(term: Has | Lacks, row: Row, scope: Scope) -> Expr:
    inner = scope.inside(row.entity())
    return func("COALESCE", related_count(Count(of=term.of), row, inner, term.via), lit(0))


def _inline(term: Has | Lacks, row: Row, scope: Scope) -> Expr | None:
    """A member above the row (its permit, its county) is tested where it stands."""
    if not isinstance(term.of, Members) or row.home is None:
        return None
    graph, start, target = row.engine.graph, row.home.entity.name, term.of.entity
    chain = graph.chain(start, target)
    if term.via is not None:
        relation = next((r for r in row.home.entity.relations if r.name == term.via), None)
        rest = graph.chain(relation.to, target) if relation is not None else None
        if relation is None or rest is None:
            return None
        chain = (relation, *rest)
    if not chain:
        return None
    node = row.home.chain(chain)
    inner = replace(scope.inside(start), outer_node=row.home)
    test = row.engine.member(term.of, entity_row(row, node), inner)
    return all_of([not_null(node.key()), paren(test)])


def measure_test(term: MeasurePred, row: Row, scope: Scope) -> Expr:
    """Compile a condition on a measure taken at the row."""
    inner = scope.inside(row.entity(), loose_conditions(row, scope))
    if row.home is None:
        # Groups are made in the context, so their measures are taken in it too.
        inner = replace(scope, outer=row.entity(), outer_node=None)
    with row.engine.complete():
        left = row.engine.measure(term.left, row, inner)
        right = row.engine.measure(term.right, row, inner)
    return binary(COMPARE[term.cmp], left, right)


def in_set(term: InSet, row: Row, scope: Scope) -> Expr:
    """Compile membership of the row, or of what a path leads to."""
    at = row
    if term.path is not None:
        value = value_at(row, term.path)
        if value.attribute is None:
            at = row_of(row, value.entity.name)
    inner = scope.inside(row.entity())
    return row.engine.member(term.of, at, inner)
