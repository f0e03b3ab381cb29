"""Predicates on attributes: comparisons, known, and the operands they compare with."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite

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
DATES = ("date", "datetime")
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


def number_at(row: Row, path: str) -> Expr:
    """Return the number that a path leads to.

    Raises:
        ModelFixable: it leads to something that cannot be reckoned with.
    """
    return _typed(row, path, ("number",), "不是数字，不能计算").sql


def date_at(row: Row, path: str) -> Value:
    """Return the date or time that a path leads to.

    Raises:
        ModelFixable: it leads to something else.
    """
    return _typed(row, path, DATES, "不是日期，不能推算时间")


def ordered_at(row: Row, path: str) -> Expr:
    """Return the number, date or time that a path leads to: what has a least and a greatest.

    Raises:
        ModelFixable: it leads to something else.
    """
    return _typed(row, path, ("number", *DATES), "没有大小先后").sql


def _typed(row: Row, path: str, types: tuple[str, ...], words: str) -> Value:
    value = value_at(row, path)
    if value.type not in types:
        zh = value.attribute.zh if value.attribute is not None else value.entity.zh
        raise ModelFixable(f"{zh}{words}。", detail=f"{path} is of type {value.type}")
    return value


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
        if value.type not in _TEXT:
            raise _unlike(value, other)
        test = func("CONTAINS", value.sql, lit(str(other)))
        return exp.not_(test) if term.cmp == "not_contains" else test
    return _compare(value, term, other, row, scope)


def _compare(value: Value, term: AttrPred, other: object, row: Row, scope: Scope) -> Expr:
    kind = COMPARE[term.cmp]
    if isinstance(other, bool | int | float | str | date | datetime):
        literal = _literal(other, value)
        if value.type == "flag" and term.cmp == "=":
            return value.sql if literal == exp.true() else exp.not_(value.sql)
        left = value.sql
        if value.type == "datetime" and isinstance(other, date) and not isinstance(other, datetime):
            left = as_date(left)
        return binary(kind, left, literal)
    right, is_moment = operand(other, value, row, scope)
    left = value.sql
    if value.type == "date" and is_moment:
        right = as_date(right)
    return binary(kind, left, right)


def _literal(other: object, value: Value) -> Expr:
    if not isinstance(other, bool | int | float | str | date):
        raise _unlike(value, other)
    if value.type in _TEXT:
        return lit(str(other))
    try:
        return lit(_scalar(other, value.type))
    except ValueError as error:
        raise _unlike(value, other) from error


def _scalar(other: Scalar, kind: str) -> Scalar:
    """Return what a value is compared with, in the value's own type.

    Raises:
        ValueError: it is of another kind.
    """
    text = str(other)
    if kind == "flag" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind in DATES and isinstance(other, date):
        return other
    if kind in DATES:
        is_time = len(text) > len("2026-01-01")
        return datetime.fromisoformat(text) if is_time else date.fromisoformat(text)
    if kind == "number" and not isinstance(other, bool | date) and isfinite(float(other)):
        return float(other)
    raise ValueError(text)


def _sort(value: Value) -> str:
    """What may be compared with what: dates with times, texts with codes."""
    return "date" if value.type in DATES else "text" if value.type in _TEXT else value.type


def _unlike(value: Value, other: object) -> ModelFixable:
    zh = value.attribute.zh if value.attribute is not None else value.entity.zh
    return ModelFixable(f"{zh}不能与“{other}”相比。", detail=f"{value.type} and {other!r}")


def operand(term: object, value: Value, row: Row, scope: Scope) -> tuple[Expr, bool]:
    """Return an operand's SQL, and whether it is a point in time that dates are cut to."""
    plus = getattr(term, "plus", None)
    if isinstance(term, AsOf | Moment | Start) and value.type not in DATES:
        raise _unlike(value, "时间")
    if isinstance(term, AsOf):
        return _plus(lit(row.engine.as_of), plus, row, scope), not _by_hours(plus)
    if isinstance(term, Moment):
        return _plus(moment_of(row, scope), plus, row, scope), not _by_hours(plus)
    if isinstance(term, Start):
        return _plus(start_of(row, scope), plus, row, scope), not _by_hours(plus)
    if isinstance(term, PathRef):
        found = value_at(row, term.path)
        if _sort(found) != _sort(value):
            raise _unlike(value, row.engine.graph.words(term.path))
        sql = found.sql if term.times is None else binary(exp.Mul, found.sql, lit(term.times))
        return _plus(sql, plus, row, scope), False
    if isinstance(term, ParentRef):
        return _plus(_outer(term, value, row, scope), plus, row, scope), False
    if isinstance(term, Param):
        return lit(row.engine.bound(term, scope)), False
    raise ModelFixable("不认识的比较对象。", detail=type(term).__name__)


def _by_hours(plus: Interval | None) -> bool:
    return plus is not None and plus.unit in _TIME_UNITS


def _outer(term: ParentRef, value: Value, row: Row, scope: Scope) -> Expr:
    graph = row.engine.graph
    if scope.outer is None:
        raise ModelFixable("这里没有外层的行。", detail=f"outer {term.path}")
    node = scope.outer_node
    if node is None and row.home is not None:
        node = row.home.reach(scope.outer)
    if node is None:
        raise not_recorded(graph, row.entity() or scope.outer, scope.outer)
    found = node.at(graph.resolve(node.entity.name, term.path))
    if _sort(found) != _sort(value):
        raise _unlike(value, graph.words(term.path))
    return found.sql


def _plus(value: Expr, interval: Interval | None, row: Row, scope: Scope) -> Expr:
    if interval is None:
        return value
    bound = row.engine.interval(interval, scope)
    assert isinstance(bound.n, int)
    if bound.unit == "workday":
        return add_workdays(row, value, bound.n)
    return plus_interval(value, bound.n, bound.unit)
