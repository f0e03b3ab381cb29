"""Units in SQL: stored values become base values; measures tell their unit."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import (
    Agg,
    Arith,
    Attr,
    Count,
    DaysIn,
    Duration,
    Growth,
    MeasureObj,
    Metric,
    Number,
    Per,
    Rank,
    Ratio,
    Run,
    Share,
    Target,
)
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.units import base_factor, base_unit
from tools.query.sql import Expr, binary, lit

# Units of plain numbers: they leave the unit of what they are multiplied with.
_WEIGHTLESS = ("fraction", "ratio", "coefficient", "count", "record")


def to_base(value: Expr, unit: str) -> Expr:
    """Return a stored number in its base unit."""
    factor = base_factor(unit)
    return value if factor == 1 else binary(exp.Mul, value, lit(factor))


def unit_of(term: MeasureObj, model: SemanticModel, row: str | None = None) -> str:
    """Return the base unit of a measure ("" when it has none).

    Args:
        term: the measure.
        model: names metrics and attributes.
        row: entity of the row, for attributes of the row.
    """
    if isinstance(term, Metric):
        return _metric_unit(term.name, model)
    if isinstance(term, Target):
        return _metric_unit(term.metric, model)
    if isinstance(term, Number):
        return term.unit
    if isinstance(term, Attr):
        return _attr_unit(term.path, row, model)
    if isinstance(term, Agg):
        return _agg_unit(term, model)
    if isinstance(term, Ratio | Per):
        return _quotient(term, model, row)
    fixed = _fixed_unit(term)
    if fixed is not None:
        return fixed
    if isinstance(term, Arith):
        return _arith_unit(term, model, row)
    inner = getattr(term, "measure", None)
    return unit_of(inner, model, row) if inner is not None else ""


def _fixed_unit(term: MeasureObj) -> str | None:
    if isinstance(term, Count):
        return "count"
    if isinstance(term, Share | Growth):
        return "fraction"
    if isinstance(term, Rank):
        return "rank"
    if isinstance(term, DaysIn):
        return term.unit
    if isinstance(term, Duration):
        return term.unit
    if isinstance(term, Run):
        return term.grain if term.give == "length" else ""
    return None


def _metric_unit(name: str, model: SemanticModel) -> str:
    try:
        return model.metric(name).unit
    except KeyError:
        return ""


def _attr_unit(path: str, row: str | None, model: SemanticModel) -> str:
    head, _, last = path.rpartition(".")
    names = [head.split(".")[-1]] if head else [row] if row else []
    for entity in model.entities:
        if entity.name in names:
            for attribute in entity.attributes:
                if attribute.name == last:
                    return base_unit(attribute.unit)
    return ""


def _agg_unit(term: Agg, model: SemanticModel) -> str:
    entity = getattr(term.over, "entity", None)
    if isinstance(term.of, str):
        return _attr_unit(term.of, entity, model)
    return unit_of(term.of, model, entity)


def _quotient(term: Ratio | Per, model: SemanticModel, row: str | None) -> str:
    if isinstance(term, Ratio):
        if term.unit is not None:
            return term.unit
        top, bottom = unit_of(term.top, model, row), unit_of(term.bottom, model, row)
        return "ratio" if top == bottom else f"{top}/{bottom}" if bottom else top
    top, bottom = unit_of(term.measure, model, row), unit_of(term.by, model, row)
    if top == bottom:
        # 1.5 of every hundred is not 1.5 times as many.
        return "ratio" if term.scale == 1 else ""
    if bottom in ("", "count") or term.scale != 1:
        return top
    return f"{top}/{bottom}"


def _arith_unit(term: Arith, model: SemanticModel, row: str | None) -> str:
    units = [unit_of(m, model, row) for m in term.of]
    named = [u for u in units if u]
    if term.op != "times":
        return named[0] if named else ""
    # A factor such as 0.8, a share or a number of things leaves the unit of the other side.
    weighty = [u for u in named if u not in _WEIGHTLESS]
    if weighty:
        return _product_unit(weighty)
    return named[0] if len(set(named)) == 1 else ""


def _product_unit(units: list[str]) -> str:
    """Return the unit of a product: what is over and under a line cancels (m3/mu × mu = m3)."""
    above: list[str] = []
    below: list[str] = []
    for unit in units:
        top, *under = unit.split("/")
        above.append(top)
        below += under
    for unit in tuple(below):
        if unit in above:
            above.remove(unit)
            below.remove(unit)
    return "/".join([above[0], *below]) if len(above) == 1 else ""
