"""What each factor of a product brought about: the rate at the old size, the size at the old rate.

What both together changed is small and told with the rest, so that the parts add up.
"""

from __future__ import annotations

from assistant.contracts.algebra import Arith, Cmp, MeasureObj, MeasurePred, Metric, PredT
from assistant.contracts.query import MetricQuery, Out
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder


def by_factors(query: MetricQuery, frame: Frame, measures: MeasureBuilder) -> MetricQuery:
    """Show the change of the measure, then the part that each of its factors brought."""
    if frame.factors is None:
        return query
    phrase = frame.measures[0]
    product = measures.best_metric(phrase)
    where = tuple(getattr(measures.build(phrase), "where", ()))

    def pair(name: str) -> tuple[MeasureObj, MeasureObj]:
        now = Metric(name=name, where=where)
        return now, measures.previous(now, phrase.change, product)

    whole, rate, size = pair(product), pair(frame.factors[0]), pair(frame.factors[1])
    zh = [measures.name_of(name) for name in frame.factors]
    unit = measures.unit_of(product)
    parts = [_brought(rate, size[1]), _brought(size, rate[1])]
    both = Arith(op="times", of=(Arith(op="minus", of=rate), Arith(op="minus", of=size)))
    outs = (
        Out(expr=whole[0]), Out(expr=whole[1]), Out(expr=Arith(op="minus", of=whole)),
        *(Out(expr=part, label=f"{name}变化带来的增减量", unit=unit)
          for part, name in zip(parts, zh, strict=True)),
        Out(expr=both, label="两者共同带来的增减量", unit=unit),
        *(Out(expr=each) for each in (*rate, *size)),
    )
    return query.model_copy(update={
        "shape": "explain", "measures": outs, "by": (), "order": (), "limit": None,
        "focus": "factors"})


def said_to_move(frame: Frame, measures: MeasureBuilder) -> PredT | None:
    """为什么降了 takes for granted that it fell."""
    ways = frame.said_ways
    if frame.moved is None or len(ways) != 1:
        return None
    metric = measures.best_metric(frame.moved) if frame.moved.metrics else None
    now = measures.build(frame.moved)
    before = measures.previous(now, frame.moved.change, metric)
    cmp: Cmp = ">" if "up" in ways else "<"
    return MeasurePred(left=now, cmp=cmp, right=before)


def _brought(moved: tuple[MeasureObj, MeasureObj], held: MeasureObj) -> Arith:
    return Arith(op="times", of=(Arith(op="minus", of=moved), held))
