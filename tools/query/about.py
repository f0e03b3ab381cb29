"""What a condition is about, and whether a row answers for it."""

from __future__ import annotations

from assistant.contracts.algebra import And, AttrPred, InSet, Known, Not, Or, PredT, StatePred
from tools.query.frame import Row
from tools.query.scope import Scope


def answers(row: Row, pred: PredT) -> bool:
    """Whether a row leads to everything a condition is about."""
    starts = row.starts()
    graph = row.engine.graph
    return all(any(graph.find(s, path) for s in starts) for path in paths_of(row, pred))


def paths_of(row: Row, pred: PredT) -> list[str]:
    """Return the paths (or entities) that a condition is about."""
    if isinstance(pred, AttrPred | Known):
        return [pred.path]
    if isinstance(pred, InSet):
        return [pred.path] if pred.path else [getattr(pred.of, "entity", "")]
    if isinstance(pred, StatePred):
        return [row.engine.state(pred.name).entity]
    if isinstance(pred, Not):
        return paths_of(row, pred.pred)
    if isinstance(pred, And | Or):
        return [path for p in pred.preds for path in paths_of(row, p)]
    return []


def loose_conditions(row: Row, scope: Scope) -> tuple[PredT, ...]:
    """Return the context's conditions that the row itself does not answer for.

    A county cannot be 国控; a condition on the stations then still holds for a county's measures.
    """
    entity = row.entity()
    every = (*scope.where, *scope.soft, *scope.narrow)
    if entity is None:
        return every
    return tuple(p for p in every if not answers(row, p))
