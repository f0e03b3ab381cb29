"""Counts and aggregates over periods, values or pairs, taken at a row."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Agg, Count
from assistant.contracts.errors import ModelFixable
from tools.query.bases import in_periods, set_keys
from tools.query.frame import Row
from tools.query.keys import Key, PeriodKey
from tools.query.scope import Scope
from tools.query.spine import population
from tools.query.sql import Expr, col, func, lit, trunc


def key_set_value(term: Count | Agg, row: Row, scope: Scope) -> Expr:
    """Return a count or an aggregate over a set that is not made of an entity's rows.

    The row's own keys are crossed with the set's: months of each county.
    """
    engine = row.engine
    of = term.of if isinstance(term, Count) else term.over
    own, scope = set_keys(engine, of), in_periods(of, scope)
    outer: dict[Key, Key] = {}
    keys: list[Key] = list(own)
    for binding in row.bindings:
        inside = next((k for k in own if isinstance(k, PeriodKey)), None)
        if isinstance(binding.key, PeriodKey) and inside is not None:
            outer[binding.key] = inside
        else:
            keys.append(binding.key)
            outer[binding.key] = binding.key
    inner = population(engine, keys, scope, of)
    inner.frame.where(engine.member(of, inner, scope))
    values = {b.key: b.sql for b in inner.bindings}
    columns, groups = [], []
    for binding in row.bindings:
        value = values[outer[binding.key]]
        if isinstance(binding.key, PeriodKey) and outer[binding.key] != binding.key:
            value = trunc(value, binding.key.grain)
        columns.append(exp.alias_(value.copy(), binding.key.name))
        groups.append(value.copy())
    shown = exp.alias_(_aggregate(term, inner, scope), "value")
    body = inner.frame.select.select(*columns, shown)
    if groups:
        body = body.group_by(*groups)
    cte = engine.builder.add("_".join(["counted", *(k.name for k in own)]), body)
    alias = row.frame.attach(cte, [(b.key.name, b.sql) for b in row.bindings], loose=row.loose)
    value = col("value", alias)
    return func("COALESCE", value, lit(0)) if isinstance(term, Count) else value


def _aggregate(term: Count | Agg, row: Row, scope: Scope) -> Expr:
    if isinstance(term, Count):
        return exp.Count(this=exp.Star())
    if isinstance(term.of, str):
        raise ModelFixable("时段或类别没有可汇总的属性。", detail=f"agg of {term.of}")
    names = {"sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX", "median": "MEDIAN",
             "stdev": "STDDEV_SAMP"}
    with row.engine.complete():
        value = row.engine.measure(term.of, row, scope)
    if term.fn == "percentile" and term.p is not None:
        share = term.p / 100 if term.p > 1 else term.p
        return func("QUANTILE_CONT", value, lit(share))
    if term.fn not in names:
        raise ModelFixable("这里不能加权平均。", detail=f"{term.fn} over keys")
    return func(names[term.fn], value)
