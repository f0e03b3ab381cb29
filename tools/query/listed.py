"""What a bare list shows beside the entity's own columns: what its members were chosen by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel

from assistant.contracts.algebra import And, AttrPred, Members, Not, Or, StatePred

if TYPE_CHECKING:
    from knowledge_graph.semantics.model import Entity
    from tools.query.engine import Engine


def tested_paths(engine: Engine, entity: Entity, over: BaseModel | None) -> tuple[str, ...]:
    """Return the entity's own attributes, other than its label, that the list's conditions test.

    A state also brings the columns its definition wants shown.
    """
    if not isinstance(over, Members):
        return ()
    own = {a.name for a in entity.attributes if not a.personal and a.name not in entity.key}
    found: dict[str, None] = {}
    for pred in over.where:
        for path in _paths(engine, entity, pred):
            name = path.removeprefix(f"{entity.name}.")
            if name in own or "." in name:
                found[name] = None
    return tuple(found)


def _paths(engine: Engine, entity: Entity, pred: BaseModel) -> Iterator[str]:
    if isinstance(pred, StatePred):
        state = engine.state(pred.name)
        if state.entity == entity.name:
            yield from (p for p in state.list_columns if "." not in p)
            yield from _paths(engine, entity, state.pred)
    elif isinstance(pred, AttrPred):
        if pred.path.split(".")[0] == entity.name or "." not in pred.path:
            yield pred.path
    elif isinstance(pred, And | Or):
        for inner in pred.preds:
            yield from _paths(engine, entity, inner)
    elif isinstance(pred, Not):
        yield from _paths(engine, entity, pred.pred)
