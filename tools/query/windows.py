"""Measures that look at other rows: rank, running total, runs, extremes."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import (
    AtExtreme,
    AttrPred,
    Extreme,
    Quantified,
    Rank,
    Run,
    Running,
)
from assistant.contracts.errors import ModelFixable
from tools.query.about import loose_conditions
from tools.query.attributes import value_at
from tools.query.frame import Row
from tools.query.keys import EntityKey, Key, PeriodKey
from tools.query.labels import label_of, period_text
from tools.query.order import ordered
from tools.query.quantified import checked, islands
from tools.query.scope import Scope
from tools.query.spine import population
from tools.query.sql import Expr, binary, col, func, lit, not_null
from tools.query.tables import Table, grouped, over_members, over_periods, window


def rank(term: Rank, row: Row, scope: Scope) -> Expr:
    """Compile the place of the row among its like in the context; ties share a place."""
    engine = row.engine
    keys: list[Key] = [b.key for b in row.bindings]
    outer = [(b.key.name, b.sql) for b in row.bindings]
    where = (*scope.where, *scope.soft)
    if not term.of_periods and not any(isinstance(k, EntityKey) for k in keys):
        named = _named_member(where, row)
        if named is not None:
            keys.append(EntityKey(named[0]))
            outer.append(named)
    if not keys:
        raise ModelFixable("没有可排名的对象。", detail="rank without rows")
    entities = [k.entity for k in keys if isinstance(k, EntityKey)]
    free = tuple(p for p in where if not _names_one_of(p, entities))
    inner_scope = Scope(time=scope.time, soft=free, narrow=scope.narrow, params=scope.params)
    inner = population(engine, keys, inner_scope, term.measure)
    value = engine.measure(term.measure, inner, inner_scope)
    inner.frame.where(not_null(value))
    parts = [b.sql for b in inner.bindings if isinstance(b.key, PeriodKey)]
    if len(parts) == len(keys):
        parts = []  # periods alone are ranked among themselves
    if term.within is not None:
        parts.append(value_at(inner, term.within).sql)
    place = window(exp.Anonymous(this="RANK"), parts, value, desc=term.direction == "desc")
    columns = [exp.alias_(b.sql.copy(), b.key.name) for b in inner.bindings]
    cte = engine.builder.add("ranked", inner.frame.select.select(
        *columns, exp.alias_(place, "place")))
    return col("place", row.frame.attach(cte, outer, loose=row.loose))


def _named_member(where: tuple[object, ...], row: Row) -> tuple[str, Expr] | None:
    """The one member that the context names (``county = 360122``): what is to be ranked."""
    names = {e.name: e for e in row.engine.model.entities}
    for pred in where:
        if isinstance(pred, AttrPred) and pred.cmp == "=" and pred.path in names:
            return pred.path, lit(str(pred.value))
    return None


def _names_one_of(pred: object, entities: list[str]) -> bool:
    return isinstance(pred, AttrPred) and pred.path.split(".")[0] in entities


def running(term: Running, row: Row, scope: Scope) -> Expr:
    """Compile the total up to the row's period."""
    engine = row.engine
    period = row.period
    if period is None:
        return engine.measure(term.measure, row, scope)
    inner = population(engine, [b.key for b in row.bindings], scope, term.measure)
    value = engine.measure(term.measure, inner, scope)
    others = [b.sql for b in inner.bindings if b.key != period.key]
    assert inner.period is not None
    total = window(func("SUM", value), others, inner.period.sql)
    columns = [exp.alias_(b.sql.copy(), b.key.name) for b in inner.bindings]
    cte = engine.builder.add("running_totals", inner.frame.select.select(
        *columns, exp.alias_(total, "total")))
    pairs = [(b.key.name, b.sql) for b in row.bindings]
    return col("total", row.frame.attach(cte, pairs, loose=row.loose))


def run(term: Run, row: Row, scope: Scope) -> Expr:
    """Compile the longest, or the still open, stretch of periods in which a predicate holds."""
    engine = row.engine
    table, cte = checked(
        Quantified(quantifier="running", over=term.grain, pred=term.pred), row, scope)
    runs = engine.builder.add("runs", islands(table, cte))
    source = runs
    if term.which == "open":
        still = binary(exp.EQ, col("last_point"), col("newest"))
        source = engine.builder.add("open_runs", exp.select("*").from_(runs).where(still))
    # Of equally long runs the first is told.
    best = exp.Window(
        this=exp.Anonymous(this="ROW_NUMBER"), partition_by=table.names() or None,
        order=exp.Order(expressions=[ordered("length", True), ordered("first_point", False)]),
    )
    given = {"length": "length", "start": "first_point", "end": "last_point"}[term.give]
    body = exp.select(*table.names(), exp.alias_(col(given), "value")).from_(source)
    body = body.qualify(binary(exp.EQ, best, lit(1)))
    if not table.names():  # one row, also where there was no run at all
        longest = exp.alias_(func("MAX", col("value")), "value")
        body = exp.select(longest).from_(body.subquery("one"))
    alias = table.attach(row, engine.builder.add(f"{term.which}_run", body))
    value = col("value", alias)
    return func("COALESCE", value, lit(0)) if term.give == "length" else value


def extreme(term: Extreme, row: Row, scope: Scope) -> Expr:
    """Compile the largest or smallest value over periods or related members."""
    table, cte = _values(term, row, scope)
    name = "MAX" if term.direction == "max" else "MIN"
    body = grouped(cte, table.names(), [exp.alias_(func(name, col("value")), "value")])
    return col("value", table.attach(row, row.engine.builder.add(f"{term.direction}_value", body)))


def _values(
    term: Extreme | AtExtreme, row: Row, scope: Scope
) -> tuple[Table, str]:
    """Return the CTE of the measure at each period or member, with what tells when or who."""
    engine = row.engine
    if isinstance(term.over, str):
        table = over_periods(row, scope, term.over, term.measure)
        inner = scope
    else:
        table = over_members(row, scope, term.over, narrowed=True)
        inner = scope.inside(scope.outer, loose_conditions(table.row, scope))
    value = engine.measure(term.measure, table.row, inner)
    columns = [*table.columns(), exp.alias_(value, "value")]
    if isinstance(term, AtExtreme):
        columns.append(exp.alias_(_given(term, table, inner), "given"))
    table.row.frame.where(not_null(value))
    stem = f"each_{term.over}" if isinstance(term.over, str) else "each_member"
    return table, engine.builder.add(f"{stem}_value", table.row.frame.select.select(*columns))


def _given(term: AtExtreme, table: Table, scope: Scope) -> Expr:
    if not isinstance(term.give, str):
        return table.row.engine.measure(term.give, table.row, scope)
    if isinstance(term.over, str):
        assert table.row.period is not None
        return period_text(table.row.period.sql, term.over)
    assert table.row.home is not None
    return label_of(table.row.home)


def at_extreme(term: AtExtreme, row: Row, scope: Scope) -> Expr:
    """Compile when, who, or another measure at the extreme; ties are joined by 、."""
    engine = row.engine
    table, cte = _values(term, row, scope)
    keys = table.names()
    place = window(exp.Anonymous(this="RANK"), keys, col("value"), desc=term.direction == "max")
    first = exp.select(*keys, col("given")).from_(cte).qualify(binary(exp.EQ, place, lit(1)))
    name = engine.builder.add(f"{term.direction}_rows", first)
    if isinstance(term.give, str):
        text = exp.cast(col("given"), "TEXT")
        ordered = exp.Order(this=text, expressions=[exp.Ordered(this=text.copy())])
        shown: Expr = exp.GroupConcat(this=ordered, separator=lit("、"))
    else:
        shown = func("MAX", col("given"))
    body = grouped(name, keys, [exp.alias_(shown, "given")])
    alias = table.attach(row, engine.builder.add(f"at_{term.direction}", body))
    return col("given", alias)
