"""The happening behind a state: the event whose existence makes it hold."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.contracts.algebra import AttrPred, Has, Members, PredT
from assistant.contracts.time import Param
from assistant.reading.nodes import StateUse
from knowledge_graph.semantics.model import SemanticModel, State


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


def of_a_moment(pred: PredT) -> bool:
    """Return whether a condition looks at one moment or at the start of the period."""
    text = pred.model_dump_json()
    return '"moment"' in text or '"as_of"' in text or '"start"' in text.replace('"start_at"', "")


def at_least_as_said(during: PredT, use: StateUse, definition: State) -> PredT:
    """去年退过两回以上: the number of times said, else what the state itself asks for."""
    has = find_has(during)
    if has is None or not isinstance(has.at_least, Param):
        return during
    default = next(p.default for p in definition.params if p.name == has.at_least.name)
    times = float(dict(use.params).get(has.at_least.name, default))  # type: ignore[arg-type]
    found: PredT = replace_has(during, has.model_copy(update={"at_least": int(times or 1)}))
    return found
