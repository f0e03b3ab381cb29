"""The happening behind a state: the event whose existence makes it hold."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.contracts.algebra import AttrPred, Has, Members, PredT
from assistant.reading.nodes import StateUse
from knowledge_graph.semantics.model import SemanticModel


def find_has(term: BaseModel) -> Has | None:
    """Return the first ``has`` inside a predicate."""
    if isinstance(term, Has):
        return term
    for name in type(term).model_fields:
        value = getattr(term, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel) and (found := find_has(item)) is not None:
                return found
    return None


def behind(model: SemanticModel, use: StateUse) -> Has | None:
    """Return the happening behind a state, in a period if it can be said of one."""
    state = model.state(use.name)
    return find_has(state.during or state.pred)


def lasting_kinds(of: Members) -> tuple[PredT, ...]:
    """Return what kind of happenings they are, leaving out when they are so."""
    return tuple(p for p in of.where
                 if isinstance(p, AttrPred) and isinstance(p.value, str | bool))


def replace_has(term: Any, has: Has) -> Any:
    """Return the predicate with its first ``has`` replaced."""
    if isinstance(term, Has):
        return has
    for name in type(term).model_fields:
        value = getattr(term, name)
        for place, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, BaseModel) and find_has(item) is not None:
                new: object = replace_has(item, has)
                if isinstance(value, tuple):
                    new = (*value[:place], new, *value[place + 1:])
                return term.model_copy(update={name: new})
    return term
