"""The entities whose rows a term is taken from."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from assistant.contracts.algebra import Members, Metric, StatePred
from knowledge_graph.semantics.model import Entity
from tools.query.engine import Engine


def facts_of(engine: Engine, term: object) -> tuple[Entity, ...]:
    """Return the entities a term aggregates, those with a time column, in order of mention."""
    names = dict.fromkeys(_names(engine, term, 0))
    entities = (engine.graph.entity(name) for name in names)
    return tuple(e for e in entities if e.time is not None and e.time.column is not None)


def _names(engine: Engine, term: object, depth: int) -> Iterator[str]:
    if depth > 12:
        return
    if isinstance(term, Members):
        yield term.entity
    if isinstance(term, Metric):
        yield from _names(engine, engine.metric(term.name).formula, depth + 1)
    if isinstance(term, StatePred):
        yield from _names(engine, engine.state(term.name).pred, depth + 1)
    if isinstance(term, BaseModel):
        for field in type(term).model_fields:
            yield from _names(engine, getattr(term, field), depth + 1)
    elif isinstance(term, tuple):
        for item in term:
            yield from _names(engine, item, depth + 1)
