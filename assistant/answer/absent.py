"""Caveat of answers about things of which nothing is held: none of them is not the same as no data.

An empty table gives a count of 0, and nobody lacks what is nowhere recorded; DESIGN: empty differs
from zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from assistant.contracts.algebra import Members, Metric, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from knowledge_graph.semantics.model import SemanticModel


def absent_caveats(
    query: MetricQuery, model: SemanticModel, rows: Mapping[str, int]
) -> tuple[str, ...]:
    """Return a caveat for each kind of thing in the query whose table holds no row.

    Args:
        query: the query that was answered.
        model: where its metrics and states are defined.
        rows: how many rows each table holds.
    """
    names = dict.fromkeys(_entities(query, model, set()))
    empty = [e.zh for e in (model.entity(name) for name in names) if rows.get(e.table) == 0]
    return tuple(f"{zh}还没有装载任何数据，与它有关的0不表示没有。" for zh in empty)


def _entities(term: BaseModel, model: SemanticModel, seen: set[str]) -> Iterator[str]:
    """Yield the entities a term is about, through the metrics and states it names."""
    for inner in terms_in(term):
        if isinstance(inner, Members):
            yield inner.entity
        named: tuple[str, BaseModel | None] | None = None
        if isinstance(inner, Metric):
            named = inner.name, model.metric(inner.name).formula
        elif isinstance(inner, StatePred):
            named = inner.name, model.state(inner.name).pred
        if named is not None and named[1] is not None and named[0] not in seen:
            seen.add(named[0])
            yield from _entities(named[1], model, seen)
