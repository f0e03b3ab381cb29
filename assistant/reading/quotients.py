"""Two figures, each in its own context → the query that shows both and their quotient."""

from __future__ import annotations

from assistant.contracts.algebra import At, MeasureObj, PredT, Ratio
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import Context, MetricQuery, Out


def quotient(one: MetricQuery, other: MetricQuery) -> MetricQuery:
    """Return one query of both figures: what their contexts share stays, the rest is each's own.

    Raises:
        AmbiguousQuestion: they are not one figure each, of the same groups.
    """
    plain = not (one.over or other.over or one.having or other.having or one.parts or other.parts)
    if not plain or one.by != other.by or not (one.measures and other.measures):
        raise AmbiguousQuestion("没有听出要算谁是谁的几倍，请说明是哪两个数。")
    shared = tuple(p for p in one.context.where if p in other.context.where)
    top, bottom = (_in_context(q, shared, one.context) for q in (one, other))
    told = [*(o for o in one.measures if o.expr != _figure(one)), Out(expr=top), Out(expr=bottom),
            Out(expr=Ratio(top=top, bottom=bottom))]
    context = one.context.model_copy(update={"where": shared})
    return one.model_copy(update={"measures": tuple(told), "context": context})


def _figure(query: MetricQuery) -> object:
    return query.measures[-1].expr


def _in_context(query: MetricQuery, shared: tuple[PredT, ...], main: Context) -> MeasureObj:
    """The figure, with what only its own context says."""
    measure: MeasureObj = _figure(query)  # type: ignore[assignment]
    own = tuple(p for p in query.context.where if p not in shared)
    time = query.context.time if query.context.time != main.time else None
    return At(measure=measure, time=time, where=own) if own or time is not None else measure
