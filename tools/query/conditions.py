"""Conditions of the context: which of them narrow a base set, and which are lifted."""

from __future__ import annotations

from assistant.contracts.algebra import And, PredT
from tools.query.about import answers, paths_of
from tools.query.frame import Row
from tools.query.graph import not_recorded
from tools.query.scope import Scope
from tools.query.sql import Expr


def base_conditions(row: Row, scope: Scope) -> tuple[list[Expr], list[Expr]]:
    """Return the SQL of what narrows a base set: conditions of the context, and of the measure.

    A condition on another fact's own attributes passes this base by (the population has no
    sector); a condition on a thing that the base does not lead to is refused.
    """
    inner = scope.inside(scope.outer)
    hard = [e for p in (*scope.where, *scope.soft) if (e := _take(p, row, inner, p in scope.where))]
    own = [e for p in scope.narrow if (e := _take(p, row, inner, True))]
    return hard, own


def retrace(row: Row, scope: Scope) -> None:
    """Note again what a shared base set was narrowed by."""
    for pred in scope.where:
        if answers(row, pred):
            row.engine.trail.taken.add(pred)
        else:
            refuse(row, pred)


def _take(pred: PredT, row: Row, scope: Scope, needed: bool) -> Expr | None:
    engine = row.engine
    if answers(row, pred):
        engine.trail.taken.add(pred)
        return engine.pred(pred, row, scope)
    if needed:
        refuse(row, pred)
    return None


def refuse(row: Row, pred: PredT) -> None:
    """Pass a condition over, unless it is on a thing that every part must be narrowed by.

    Raises:
        NotRecorded: it is.
    """
    engine, start = row.engine, row.entity() or ""
    for path in paths_of(row, pred):
        if engine.graph.find(start, path) is not None:
            continue
        refuse_path(row, pred, path)


def refuse_path(row: Row, what: object, path: str) -> None:
    """Pass over what depends on another fact; refuse what depends on a thing.

    Raises:
        NotRecorded: the path begins with a thing that the rows do not lead to.
    """
    engine, start = row.engine, row.entity() or ""
    owner = next((e for e in engine.model.entities if e.name == path.split(".")[0]), None)
    if owner is None or owner.kind == "thing":
        raise not_recorded(engine.graph, start, path)
    engine.trail.refuse(what, start, path)


def lifted(row: Row, preds: tuple[PredT, ...], lift: tuple[str, ...]) -> tuple[PredT, ...]:
    """Return the conditions that stay when those on the lifted paths go."""
    if "*" in lift:
        return ()
    kept: list[PredT] = []
    for pred in preds:
        if isinstance(pred, And):
            kept.extend(lifted(row, pred.preds, lift))
        elif not any(is_lifted(path, lift) for path in paths_of(row, pred)):
            kept.append(pred)
    return tuple(kept)


def is_lifted(path: str, lift: tuple[str, ...]) -> bool:
    """Whether a path is one of the lifted, leads through one (station.city), or lies under one."""
    return any(f".{one}." in f".{path}." for one in lift)
