"""Predicates on attributes: comparisons, known, and the operands they compare with."""

from __future__ import annotations

from datetime import date, datetime

from sqlglot import exp

from assistant.contracts.algebra import (
    AsOf,
    AttrPred,
    Known,
    Moment,
    ParentRef,
    PathRef,
    Scalar,
    Start,
)
from assistant.contracts.errors import ModelFixable
from assistant.contracts.time import Interval, Param
from tools.query.frame import Row, Value
from tools.query.graph import not_recorded
from tools.query.periods import moment_of, start_of
from tools.query.scope import Scope
from tools.query.sql import Expr, as_date, binary, func, lit, not_null, plus_interval
from tools.query.workdays import add_workdays

COMPARE: dict[str, type[exp.Binary]] = {
    "=": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}
_TEXT = ("category", "text", "name", "code")
_TIME_UNITS = ("minute", "hour")


def value_at(row: Row, path: str) -> Value:
    """Return the value of a path at a row.

    Raises:
        NotRecorded: the row does not lead there.
    """
    found = row.find(path)
    if found is None:
        entity = row.entity()
        if entity is None:
            raise ModelFixable("这里没有可取属性的行。", detail=f"path {path} without a row")
        raise not_recorded(row.engine.graph, entity, path)
    return found


def known(term: Known, row: Row, scope: Scope) -> Expr:
    """Compile ``known``."""
    return not_null(value_at(row, term.path).sql)


def attribute_test(term: AttrPred, row: Row, scope: Scope) -> Expr:
    """Compile a comparison of an attribute."""
    value = value_at(row, term.path)
    other = row.engine.bound(term.value, scope)
    if term.cmp in ("in", "not_in") or isinstance(other, tuple):
        items = other if isinstance(other, tuple) else (other,)
        if term.cmp not in ("in", "not_in", "=", "!="):
            raise ModelFixable("不能与一组值比大小。", detail=f"{term.path} {term.cmp} tuple")
        test: Expr = exp.In(this=value.sql, expressions=[_literal(i, value) for i in items])
        return exp.not_(test) if term.cmp in ("not_in", "!=") else test
    if term.cmp in ("contains", "not_contains"):
        test = func("CONTAINS", value.sql, lit(str(other)))
        return exp.not_(test) if term.cmp == "not_contains" else test
    return _compare(value, term, other, row, scope)


def _compare(value: Value, term: AttrPred, other: object, row: Row, scope: Scope) -> Expr:
    kind = COMPARE[term.cmp]
    if isinstance(other, bool | int | float | str | date | datetime):
        if value.type == "flag" and term.cmp == "=":
            flag = other if isinstance(other, bool) else str(other).lower() == "true"
            return value.sql if flag else exp.not_(value.sql)
        literal = _literal(other, value)
        left = value.sql
        if value.type == "datetime" and isinstance(other, date) and not isinstance(other, datetime):
            left = as_date(left)
        return binary(kind, left, literal)
    right, is_moment = operand(other, value, row, scope)
    left = value.sql
    if value.type == "date" and is_moment:
        right = as_date(right)
    return binary(kind, left, right)


def _literal(other: Scalar, value: Value) -> Expr:
    if value.type == "flag":
        return lit(other if isinstance(other, bool) else str(other).lower() == "true")
    if value.type in _TEXT:
        return lit(str(other))
    if value.type in ("date", "datetime") and isinstance(other, str):
        return lit(datetime.fromisoformat(other) if len(other) > 10 else date.fromisoformat(other))
    return lit(other)


def operand(term: object, value: Value | None, row: Row, scope: Scope) -> tuple[Expr, bool]:
    """Return an operand's SQL, and whether it is a point in time that dates are cut to."""
    plus = getattr(term, "plus", None)
    if isinstance(term, AsOf):
        return _plus(lit(row.engine.as_of), plus, row, scope), not _by_hours(plus)
    if isinstance(term, Moment):
        return _plus(moment_of(row, scope), plus, row, scope), not _by_hours(plus)
    if isinstance(term, Start):
        return _plus(start_of(row, scope), plus, row, scope), not _by_hours(plus)
    if isinstance(term, PathRef):
        found = value_at(row, term.path)
        sql = found.sql if term.times is None else binary(exp.Mul, found.sql, lit(term.times))
        return _plus(sql, plus, row, scope), False
    if isinstance(term, ParentRef):
        return _plus(_outer(term, row, scope), plus, row, scope), False
    if isinstance(term, Param):
        return lit(row.engine.bound(term, scope)), False
    raise ModelFixable("不认识的比较对象。", detail=type(term).__name__)


def _by_hours(plus: Interval | None) -> bool:
    return plus is not None and plus.unit in _TIME_UNITS


def _outer(term: ParentRef, row: Row, scope: Scope) -> Expr:
    graph = row.engine.graph
    if scope.outer is None:
        raise ModelFixable("这里没有外层的行。", detail=f"outer {term.path}")
    node = scope.outer_node
    if node is None and row.home is not None:
        node = row.home.reach(scope.outer)
    if node is None:
        raise not_recorded(graph, row.entity() or scope.outer, scope.outer)
    return node.at(graph.resolve(node.entity.name, term.path)).sql


def _plus(value: Expr, interval: Interval | None, row: Row, scope: Scope) -> Expr:
    if interval is None:
        return value
    bound = row.engine.interval(interval, scope)
    assert isinstance(bound.n, int)
    if bound.unit == "workday":
        return add_workdays(row, value, bound.n)
    return plus_interval(value, bound.n, bound.unit)
