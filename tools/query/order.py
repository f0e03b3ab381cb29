"""Order and limits: ties at a limit are shown, unknown values come last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assistant.contracts.errors import ModelFixable
from assistant.contracts.query import Order
from tools.query.attributes import value_at
from tools.query.frame import Row
from tools.query.keys import BinKey, EntityKey, GroupsKey, Key, PathKey
from tools.query.scope import Scope
from tools.query.sql import Expr, binary, col, func, lit, not_null


def natural_order(row: Row, key: Key, value: Expr) -> Expr:
    """Return what a key's values are sorted by when nothing else is asked."""
    engine = row.engine
    if isinstance(key, EntityKey):
        entity = engine.graph.entity(key.entity)
        if entity.order_by is not None:
            found = row.find(f"{key.entity}.{entity.order_by}")
            if found is not None:
                return found.sql
        return value
    if isinstance(key, PathKey):
        entity = engine.graph.entity(key.entity)
        attribute = next(a for a in entity.attributes if a.name == key.attribute)
        return _listed(value, tuple(attribute.values)) if attribute.type == "category" else value
    if isinstance(key, GroupsKey):
        names = [g.name for g in key.groups]
        return _listed(value, tuple(names))
    return value


def _listed(value: Expr, names: tuple[object, ...]) -> Expr:
    if not names:
        return value
    case = exp.Case(this=value.copy())
    for i, name in enumerate(names):
        case = case.when(lit(name), lit(i))  # type: ignore[arg-type]
    return case.else_(lit(len(names)))


def sort_value(order: Order, row: Row, scope: Scope, shown: list[Expr]) -> Expr:
    """Return the value a result is sorted by.

    Raises:
        ModelFixable: the column it names does not exist.
    """
    if isinstance(order.by, int):
        if not 0 <= order.by < len(shown):
            raise ModelFixable("排序用到了不存在的列。", detail=f"order by column {order.by}")
        value = shown[order.by]
    else:
        value = row.engine.measure(order.by, row, scope)  # type: ignore[arg-type]
    if order.absolute:
        value = func("ABS", value)
    return _listed(value, order.given) if order.given else value


def ordered(name: str, desc: bool) -> exp.Ordered:
    """Return a sort term; unknown values come last."""
    return exp.Ordered(this=col(name), desc=desc, nulls_first=False)


def limited(
    select: exp.Select, terms: list[exp.Ordered], n: int, parts: Sequence[Expr],
    added: Expr | None, *, known: bool = True,
) -> exp.Select:
    """Return the first ``n`` rows (of each part), all that tie with the last included.

    Added rows (a total) always stay. With ``known``, rows without a value to sort by are not
    among the first.
    """
    place = exp.Window(
        this=exp.Anonymous(this="RANK"), partition_by=[p.copy() for p in parts] or None,
        order=exp.Order(expressions=[t.copy() for t in terms]),
    )
    tests = [binary(exp.LTE, place, lit(n))]
    tests += [not_null(terms[0].this)] if known else []
    if added is not None:
        tests = [exp.or_(added.copy(), test) for test in tests]
    select = select.qualify(tests[0])
    return select.where(tests[1]) if known else select


def per_value(path: str, row: Row) -> Expr:
    """Return the value that a limit holds for each of."""
    for binding in row.bindings:
        if binding.key.name == path or getattr(binding.key, "path", None) == path:
            return binding.sql
    return value_at(row, path).sql


def bin_label(key: BinKey, i: int, unit: str) -> str:
    """Return the words for a bin: 不到10, 10～20, 20及以上."""
    shown = [_edge(e, unit) for e in key.edges]
    left = key.closed == "left"
    if i == 0:
        return f"不到{shown[0]}" if left else f"{shown[0]}及以下"
    if i == len(shown):
        return f"{shown[-1]}及以上" if left else f"{shown[-1]}以上"
    return f"{shown[i - 1]}～{shown[i]}"


def _edge(value: float, unit: str) -> str:
    if unit == "fraction":
        return f"{value * 100:g}%"
    if unit in ("m3", "yuan"):
        suffix = "方" if unit == "m3" else "元"
        for size, word in ((1e8, "亿"), (1e4, "万")):
            if abs(value) >= size:
                return f"{value / size:g}{word}{suffix}"
        return f"{value:g}{suffix}"
    return f"{value:g}"
