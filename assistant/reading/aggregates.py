"""Aggregates of governed means: the median of what a metric averages, lengths between dates."""

from __future__ import annotations

from assistant.contracts.algebra import (
    Agg,
    Count,
    Duration,
    Known,
    MeasureObj,
    Members,
    Metric,
    Per,
    PredT,
    Ratio,
)
from assistant.contracts.errors import NotRecorded
from assistant.contracts.time import IntervalUnit
from assistant.reading.phrase_types import MeasurePhrase
from knowledge_graph.semantics.model import MetricDef, SemanticModel


def own_aggregate(
    model: SemanticModel, name: str, phrase: MeasurePhrase, where: tuple[PredT, ...]
) -> Agg | None:
    """Return another aggregate of what a metric averages (办理天数的中位数), or another unit."""
    formula = model.metric(name).formula
    each = each_of(model, formula)
    if each is None or not isinstance(each.over, Members):
        return None
    agg = phrase.agg if phrase.agg not in (None, "sum") else None
    length = each.of
    if isinstance(length, Duration):
        length = in_unit(model, each.over, length, phrase.unit)
    elif agg is None:
        return None
    if length == each.of and (agg is None or (each.fn == agg and each is formula)):
        return None
    over = each.over.model_copy(update={"where": (*each.over.where, *where)})
    if isinstance(length, str) and "." not in length:
        length = f"{over.entity}.{length}"
    return each.model_copy(update={"fn": agg or each.fn, "over": over, "of": length})


def in_unit(model: SemanticModel, over: Members, length: Duration, unit: IntervalUnit | None
            ) -> Duration:
    """Return a length in the unit asked for; dates are told in days alone."""
    types = {a.name: a.type for a in model.entity(over.entity).attributes}
    timed = types.get(length.start) == types.get(length.end) == "datetime"
    if unit is None or unit == length.unit or not timed:
        return length
    return length.model_copy(update={"unit": unit})


def is_mean(metric: MetricDef) -> bool:
    """Return whether a metric is a mean or a ratio, of which no further mean is meant."""
    formula = metric.formula
    return isinstance(formula, Ratio | Per) or (isinstance(formula, Agg) and formula.fn != "sum")


def each_of(model: SemanticModel, formula: MeasureObj) -> Agg | None:
    """Return what a formula averages or sums, one figure a thing."""
    return averaged(model, formula) or _one_each(model, formula)


def _one_each(model: SemanticModel, formula: MeasureObj) -> Agg | None:
    """Return a sum over happenings, each with its own figure (one report a unit)."""
    if isinstance(formula, Agg) and formula.fn == "sum" and isinstance(formula.over, Members) \
            and model.entity(formula.over.entity).kind == "event":
        return formula
    return None


def averaged(model: SemanticModel, formula: MeasureObj) -> Agg | None:
    """Return what a formula is the mean of: its own aggregate, or a sum over as many things."""
    if isinstance(formula, Agg):
        return formula if formula.fn != "sum" and isinstance(formula.over, Members) else None
    if not isinstance(formula, Ratio) or not isinstance(formula.bottom, Count):
        return None
    top = formula.top
    total = model.metric(top.name).formula if isinstance(top, Metric) else top
    counted = formula.bottom.of
    if not (isinstance(total, Agg) and total.fn == "sum" and isinstance(total.over, Members)
            and isinstance(counted, Members) and counted.entity == total.over.entity):
        return None
    return total.model_copy(update={"fn": "avg"})


def length_between(model: SemanticModel, phrase: MeasurePhrase) -> tuple[Members, Duration]:
    """Return the things a length is taken of and the length, governed where there is a metric.

    Raises:
        NotRecorded: no thing has both dates.
    """
    wanted = phrase.scope.options if phrase.scope is not None else ()
    pairs = [pair for pair in _pairs(model, phrase) if pair[0] in wanted] or _pairs(model, phrase)
    if not pairs:
        raise NotRecorded(f"“{phrase.text}”两头的时间没有登记在同一对象上，算不出间隔。")
    entity, start, end = pairs[0]
    for metric in model.metrics:
        formula = metric.formula
        if isinstance(formula, Agg) and isinstance(formula.over, Members) \
                and isinstance(formula.of, Duration) and formula.over.entity == entity \
                and (formula.of.start, formula.of.end) == (start, end):
            return formula.over, formula.of
    types = {a.name: a.type for a in model.entity(entity).attributes}
    unit: IntervalUnit = "hour" if types[start] == types[end] == "datetime" else "day"
    over = Members(entity=entity, where=(Known(path=start), Known(path=end)))
    return over, Duration(start=start, end=end, unit=unit)


def _pairs(model: SemanticModel, phrase: MeasurePhrase) -> list[tuple[str, str, str]]:
    starts, ends = phrase.points
    found: list[tuple[str, str, str]] = []
    for end in ends:
        time = model.entity(end.entity).time
        own = time.start if time is not None else None
        begins = [s.attribute for s in starts if s.entity == end.entity]
        if not starts and own is not None:
            begins = [own]
        found.extend((end.entity, start, end.attribute) for start in begins
                     if start != end.attribute)
    return found
