"""Predicates over periods or related members: every, some, none, at least k, k running; trends."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Quantified, Trend
from tools.query.about import loose_conditions
from tools.query.attributes import COMPARE
from tools.query.frame import Row
from tools.query.scope import Scope
from tools.query.sql import Expr, all_of, binary, col, func, is_null, lit
from tools.query.tables import Table, grouped, over_members, over_periods, window
from tools.query.timing import rule_of, time_value


def quantified(term: Quantified, row: Row, scope: Scope) -> Expr:
    """Compile a quantifier.

    A period without data fails ``every`` and ``running``, and is no pass for ``none``.
    """
    table, cte = checked(term, row, scope)
    result = _verdict(term, table, cte)
    alias = table.attach(row, row.engine.builder.add(f"{cte}_verdict", result))
    return func("COALESCE", col("holds", alias), lit(_when_nothing(term)))


def _when_nothing(term: Quantified) -> bool:
    """No related member at all is none of them; no period at all tells nothing."""
    return term.quantifier == "none" and not isinstance(term.over, str)


def checked(term: Quantified, row: Row, scope: Scope) -> tuple[Table, str]:
    """Return the CTE with one row a period (or member): the keys, a point in order, ok."""
    engine = row.engine
    inner = scope.inside(scope.outer, loose_conditions(row, scope))
    if isinstance(term.over, str):
        table = over_periods(row, inner, term.over, term.pred)
        assert table.row.period is not None
        point = table.row.period.sql.copy()
        stem = f"each_{term.over}"
    else:
        table = over_members(row, scope, term.over)
        point, stem = _member_order(table, term), "each_member"
    ok = engine.pred(term.pred, table.row, inner)
    body = table.row.frame.select.select(
        *table.columns(), exp.alias_(point, "point"), exp.alias_(ok, "ok"))
    return table, engine.builder.add(stem, body)


def _member_order(table: Table, term: Quantified) -> Expr:
    """Return the place of a member among its like: in time, those of one moment by their keys."""
    home = table.row.home
    assert home is not None
    rule = rule_of(table.row.engine, home.entity, None if isinstance(term.over, str) else term.over)
    order = [home.column(name) for name in home.entity.key]
    if rule.kind == "column":
        order.insert(0, time_value(home, rule))
    elif home.entity.time is not None and home.entity.time.start is not None:
        order.insert(0, home.column(home.entity.time.start))
    terms = [exp.Ordered(this=value, nulls_first=False) for value in order]
    return exp.Window(
        this=exp.Anonymous(this="ROW_NUMBER"),
        partition_by=[k.inner.copy() for _, k in table.keys] or None,
        order=exp.Order(expressions=terms),
    )


def _verdict(term: Quantified, table: Table, cte: str) -> Expr:
    ok = func("COALESCE", col("ok"), exp.false())
    if term.quantifier == "every":
        holds: Expr = func("BOOL_AND", ok)
    elif term.quantifier == "some":
        holds = func("BOOL_OR", ok)
    elif term.quantifier == "none":
        unknown = exp.false() if isinstance(term.over, str) else exp.true()
        holds = func("BOOL_AND", func("COALESCE", exp.not_(col("ok")), unknown))
    elif term.quantifier == "at_least":
        holds = binary(exp.GTE, func("COUNT_IF", col("ok")), lit(term.k))
    else:
        runs = islands(table, cte)
        return grouped_runs(table, runs, binary(exp.GTE, func("MAX", col("length")), lit(term.k)))
    return grouped(cte, table.names(), [exp.alias_(holds, "holds")])


def grouped_runs(table: Table, runs: exp.Select, holds: Expr) -> exp.Select:
    """Return one row for each key from its runs."""
    name = table.row.engine.builder.add("runs", runs)
    return grouped(name, table.names(), [exp.alias_(holds, "holds")])


def islands(table: Table, cte: str) -> exp.Select:
    """Return the unbroken stretches of ok: keys, length, first and last point, and the very last.

    Two row numbers differ by a constant inside one stretch.
    """
    engine, keys = table.row.engine, table.names()
    ok = func("COALESCE", col("ok"), exp.false())
    row_number = exp.Anonymous(this="ROW_NUMBER")
    every = window(row_number.copy(), keys, col("point"))
    same = window(row_number.copy(), [*keys, ok], col("point"))
    last = exp.Window(this=func("MAX", col("point")), partition_by=[k.copy() for k in keys] or None)
    marked = exp.select(
        *(k.copy() for k in keys), col("point"), exp.alias_(ok.copy(), "ok"),
        exp.alias_(binary(exp.Sub, every, same), "island"), exp.alias_(last, "newest"),
    ).from_(cte)
    name = engine.builder.add(f"{cte}_islands", marked)
    groups = [*keys, col("island")]
    return exp.select(
        *(k.copy() for k in keys),
        exp.alias_(exp.Count(this=exp.Star()), "length"),
        exp.alias_(func("MIN", col("point")), "first_point"),
        exp.alias_(func("MAX", col("point")), "last_point"),
        exp.alias_(func("MAX", col("newest")), "newest"),
    ).from_(name).where(col("ok")).group_by(*(g.copy() for g in groups))


def trend(term: Trend, row: Row, scope: Scope) -> Expr:
    """Compile a measure that moves one way from each period to the next."""
    engine = row.engine
    inner = scope.inside(scope.outer, loose_conditions(row, scope))
    table = over_periods(row, inner, term.grain, term.measure)
    assert table.row.period is not None
    with engine.complete():
        value = engine.measure(term.measure, table.row, inner)
    body = table.row.frame.select.select(
        *table.columns(), exp.alias_(table.row.period.sql.copy(), "point"),
        exp.alias_(value, "value"))
    cte = engine.builder.add(f"{term.grain}_values", body)
    before = window(func("LAG", col("value")), table.names(), col("point"))
    place = window(exp.Anonymous(this="ROW_NUMBER"), table.names(), col("point"))
    steps = exp.select(
        *table.names(), col("value"), exp.alias_(before, "before"), exp.alias_(place, "place"),
    ).from_(cte)
    name = engine.builder.add(f"{term.grain}_steps", steps)
    compare = {"up": ">", "down": "<", "not_up": "<=", "not_down": ">=", "same": "="}
    step = func("COALESCE", binary(COMPARE[compare[term.direction]], col("value"), col("before")),
                exp.false())
    first = all_of([binary(exp.EQ, col("place"), lit(1)), exp.not_(is_null(col("value")))])
    passes = exp.or_(first, step)
    holds = all_of([func("BOOL_AND", passes),
                    binary(exp.GTE, exp.Count(this=exp.Star()), lit(2))])
    assert holds is not None
    result = grouped(name, table.names(), [exp.alias_(holds, "holds")])
    alias = table.attach(row, engine.builder.add(f"{term.grain}_trend", result))
    return func("COALESCE", col("holds", alias), exp.false())
