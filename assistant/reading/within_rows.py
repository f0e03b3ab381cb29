"""A question asked within the rows another one picks: 这三个市一共多少, 那个市哪个县最多."""

from __future__ import annotations

from assistant.contracts.algebra import InSet, Members, Rows, Top
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import MetricQuery
from assistant.reading.combining import Built
from assistant.reading.resolve import Resolver

_NAME = "picked"


def within_rows(asked: Built, picked: Built, resolver: Resolver) -> Built:
    """Return the question, narrowed to the rows that the other question picks.

    Raises:
        AmbiguousQuestion: what was picked are no things that could narrow it.
    """
    entity = _rows_of(picked.query, resolver)
    if entity is None:
        raise AmbiguousQuestion("没有听出后一问指的是前面的哪一个，请把对象说全。")
    context = asked.query.context
    only = InSet(of=Rows(name=_NAME), path=entity)
    narrowed = context.model_copy(update={"where": (*context.where, only)})
    query = asked.query.model_copy(update={
        "context": narrowed, "let": {**asked.query.let, _NAME: picked.query}})
    return Built(query, (*asked.assumptions, *picked.assumptions), (*asked.heard, *picked.heard))


def _rows_of(query: MetricQuery, resolver: Resolver) -> str | None:
    over = query.over.of if isinstance(query.over, Top) else query.over
    if isinstance(over, Members):
        return over.entity
    path = query.by[0].path if len(query.by) == 1 else None
    known = {e.name for e in resolver.model.entities}
    return path if path in known else None
