"""Rows added to groups: their total, and the level above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from assistant.contracts.algebra import Agg, Attr, Duration, InSet, MeasureObj, Rank, Run
from tools.query.bases import base_entity
from tools.query.conditions import base_conditions, lifted
from tools.query.frame import Frame, Row
from tools.query.keys import EntityKey
from tools.query.labels import label_of
from tools.query.outputs import is_measure
from tools.query.scope import Scope
from tools.query.spine import entity_home
from tools.query.sql import Expr, col, func, lit
from tools.query.units import unit_of

if TYPE_CHECKING:
    from tools.query.result import Result

TOTAL = "合计"
# Units of attributes whose sum says something (of areas, not of longitudes or rates).
_SUMMED = ("m3", "yuan", "person", "mu", "km2", "km", "count", "record")


def added_rows(result: Result) -> list[exp.Select]:
    """Return the SELECTs of the added rows, with the columns of the result."""
    found = []
    if "total" in result.query.add:
        found.append(_row(result, _total_scope(result), lit(TOTAL), 1))
    if "parent" in result.query.add:
        scope, label = _parent(result)
        found.append(_row(result, scope, label, 2))
    return found


def _total_scope(result: Result) -> Scope:
    """The total of listed members is taken over just those members."""
    over = result.query.over
    if over is None:
        return result.scope
    entity = base_entity(result.engine, over)
    chosen = InSet(of=over, path=entity)
    return replace(result.scope, where=(*result.scope.where, chosen))


def _parent(result: Result) -> tuple[Scope, Expr]:
    """The level above the rows: their own conditions are lifted, its name is looked up."""
    engine = result.engine
    own = next((b.key.entity for b in result.row.bindings if isinstance(b.key, EntityKey)), None)
    if own is None:
        return result.scope, lit(TOTAL)
    scope = replace(result.scope, where=lifted(result.row, result.scope.where, (own,)))
    parents = engine.graph.entity(own).parents
    if not parents:
        return scope, lit(TOTAL)
    row = entity_home(Frame(engine).start_entity(engine.graph.entity(parents[0])))
    for condition in base_conditions(row, Scope(soft=scope.where, time=scope.time))[0]:
        row.frame.where(condition)
    assert row.home is not None
    name = label_of(row.home)
    one = exp.EQ(this=exp.Count(this=exp.Star()), expression=lit(1))
    shown = exp.Case().when(one, func("MIN", name)).else_(lit("全部"))
    cte = engine.builder.add("level_above", row.frame.select.select(exp.alias_(shown, "name")))
    return scope, exp.Subquery(this=exp.select(col("name")).from_(cte))


def _of_all(term: object, result: Result) -> MeasureObj | None:
    """Return a measure of all rows; None for what only single rows have (a place, a duration)."""
    if isinstance(term, Rank | Duration | Run):
        return None
    if not isinstance(term, Attr):
        return term  # type: ignore[return-value]
    over, unit = result.query.over, unit_of(term, result.engine.model, result.row.entity())
    if over is None or unit not in _SUMMED:
        return None
    return Agg(fn="sum", of=term.path, over=over)


def _row(result: Result, scope: Scope, label: Expr, rank: int) -> exp.Select:
    """Return one row without keys: the label stands in the first shown key column."""
    engine = result.engine
    row = Row(Frame(engine))
    values: dict[str, Expr] = {}
    outs = dict(zip((c.name for c in result.columns[result.key_count:]), result.outs, strict=True))
    for name, out in outs.items():
        term = _of_all(out.expr, result) if is_measure(out) else None
        if term is not None:
            values[name] = engine.measure(term, row, scope)
    named = next((c.name for c in result.columns[:result.key_count] if c.label), None)
    columns = []
    for name, _ in result.selected:
        if name == named:
            value = label
        else:
            value = values.get(name, exp.null())
        columns.append(exp.alias_(value.copy(), name))
    columns.append(exp.alias_(lit(rank), "added"))
    return row.frame.select.select(*columns)
