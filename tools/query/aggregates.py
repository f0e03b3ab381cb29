"""The aggregate functions."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Agg, Count
from assistant.contracts.errors import ModelFixable
from tools.query.attributes import number_at, ordered_at, value_at
from tools.query.frame import Row
from tools.query.scope import Scope
from tools.query.sql import Expr, binary, func, lit

_PLAIN = {"sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX", "median": "MEDIAN",
          "stdev": "STDDEV_SAMP"}


def aggregate(term: Count | Agg, row: Row, scope: Scope) -> tuple[Expr, str]:
    """Return the aggregate over base rows, and a stem for its column name."""
    if isinstance(term, Count):
        if term.distinct is None:
            return exp.Count(this=exp.Star()), "n"
        value = value_at(row, term.distinct).sql
        name = term.distinct.replace(".", "_")
        return exp.Count(this=exp.Distinct(expressions=[value])), f"{name}_n"
    value, name = _operand(term, row, scope)
    if term.fn == "percentile":
        if term.p is None:
            raise ModelFixable("没有说明是第几百分位。", detail="percentile without p")
        share = term.p / 100 if term.p > 1 else term.p
        return func("QUANTILE_CONT", value, lit(share)), f"{name}_p"
    if term.fn == "wavg":
        return _weighted(term, value, row), f"{name}_wavg"
    return func(_PLAIN[term.fn], value), f"{name}_{term.fn}"


def _operand(term: Agg, row: Row, scope: Scope) -> tuple[Expr, str]:
    if isinstance(term.of, str):
        read = ordered_at if term.fn in ("min", "max") else number_at
        return read(row, term.of), term.of.replace(".", "_")
    inner = scope.inside(row.entity(), (*scope.where, *scope.soft))
    inner = inner.with_params(dict(scope.params))
    name = getattr(term.of, "name", None) or term.of.op
    with row.engine.complete():
        return row.engine.measure(term.of, row, inner), str(name)


def _weighted(term: Agg, value: Expr, row: Row) -> Expr:
    if term.weight is None:
        raise ModelFixable("加权平均没有说明权重。", detail="wavg without weight")
    weight = number_at(row, term.weight)
    # Only rows that have both a value and a weight count.
    both = exp.Case().when(exp.not_(exp.Is(this=exp.paren(value.copy()), expression=exp.null())),
                           weight)
    top = func("SUM", binary(exp.Mul, value, weight))
    return binary(exp.Div, top, func("NULLIF", func("SUM", both), lit(0)))
