"""Narrows a query to the rows of an earlier answer (这十只里头, 它们, 剩下的)."""

from __future__ import annotations

from assistant.contracts.algebra import InSet, Members, Rows, SetT, Top
from assistant.contracts.query import MetricQuery

_EARLIER = "earlier"


def among_rows(query: MetricQuery, earlier: MetricQuery) -> MetricQuery | None:
    """Return the query of the earlier rows alone; None where these are no things to be among."""
    entity = _entity(earlier)
    if entity is None or query.parts or earlier.parts:
        return None
    inside = InSet(of=Rows(name=_EARLIER), path=entity)
    context = query.context.model_copy(update={"where": (*query.context.where, inside)})
    let = {**earlier.let, _EARLIER: earlier.model_copy(update={"let": {}}), **query.let}
    return query.model_copy(update={"context": context, "let": let})


def _entity(query: MetricQuery) -> str | None:
    if query.over is not None:
        return _of(query.over)
    paths = [g.path for g in query.by if g.path is not None]
    return paths[0] if len(paths) == 1 and "." not in paths[0] else None


def _of(term: SetT) -> str | None:
    if isinstance(term, Members):
        return term.entity
    return _of(term.of) if isinstance(term, Top) else None
