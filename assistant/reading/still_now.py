"""六月份查出的问题到现在还有几个没销号: found in that month, looked at now.

A period that dates when things came about is no time at which their state is looked at; it is
told as a test of their own date, and the state is taken as it stands.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.contracts.algebra import AttrPred, Members, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.frame import Frame
from knowledge_graph.semantics.model import SemanticModel


def as_it_stands(query: MetricQuery, frame: Frame, model: SemanticModel) -> MetricQuery:
    """Return the query with its period as a test of the things' own date, if it dates only that."""
    time = query.context.time
    said = "now" in frame.flags or "raised" in frame.flags
    if time is None or not said or len(frame.times) != 1 or any(g.grain for g in query.by):
        return query
    found = [m for m in _members(query)]
    entities = {m.entity for m in found}
    if len(entities) != 1 or not any(_is_open(p, model) for m in found for p in m.where):
        return query
    entity = model.entity(entities.pop())
    if entity.kind != "event" or entity.time is None or entity.time.column is None \
            or any(m.when != "default" for m in found):
        return query
    column = entity.time.column
    dated = (AttrPred(path=column, cmp=">=", value=str(time.first)),
             AttrPred(path=column, cmp="<=", value=str(time.last)))
    moved: MetricQuery = _dated(query, dated)
    context = moved.context.model_copy(update={"time": None})
    return moved.model_copy(update={"context": context})


def _is_open(pred: BaseModel, model: SemanticModel) -> bool:
    """Whether it is a state that can end: it looks at a moment."""
    return any(isinstance(p, StatePred)
               and '"moment"' in model.state(p.name).pred.model_dump_json() for p in terms_in(pred))


def _members(term: BaseModel) -> list[Members]:
    return [found for found in terms_in(term) if isinstance(found, Members)]


def _dated(term: Any, tests: tuple[AttrPred, ...]) -> Any:
    if isinstance(term, tuple):
        return tuple(_dated(item, tests) for item in term)
    if not isinstance(term, BaseModel):
        return term
    changed = {name: _dated(getattr(term, name), tests) for name in type(term).model_fields}
    if isinstance(term, Members):
        changed |= {"where": (*tests, *changed["where"])}
    return term.model_copy(update=changed)
