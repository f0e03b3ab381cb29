"""Walks every term of a formula or predicate, knowing which entity's rows each part reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.contracts.algebra import (
    Agg,
    Collect,
    Has,
    Intersect,
    Lacks,
    Members,
    Minus,
    Quantified,
    Top,
    Union,
)
from knowledge_graph.semantics.issues import DefinitionKind
from knowledge_graph.semantics.model import SemanticModel


@dataclass(frozen=True)
class Visit:
    """One term met on the walk.

    Attributes:
        term: the term itself.
        row: entity whose row the term reads, None where there is none.
        outer: entity of the row outside the enclosing set (what ``ParentRef`` reads).
        inside: path from the definition to the term, as written in the file.
    """

    term: BaseModel
    row: str | None
    outer: str | None
    inside: tuple[str | int, ...]


def walk(
    term: BaseModel, row: str | None, inside: tuple[str | int, ...], outer: str | None = None
) -> Iterator[Visit]:
    """Yield ``term`` and every term inside it, outermost first."""
    yield Visit(term, row, outer, inside)
    for field in type(term).model_fields:
        value = getattr(term, field)
        child_row, child_outer = _scope(term, field, row, outer)
        if isinstance(value, BaseModel):
            yield from walk(value, child_row, (*inside, field), child_outer)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, child_row, (*inside, field, i), child_outer)


def _scope(
    term: BaseModel, field: str, row: str | None, outer: str | None
) -> tuple[str | None, str | None]:
    """Return row and outer entity for the terms under ``field``."""
    if isinstance(term, Members) and field == "where":
        return term.entity, row
    if isinstance(term, Has | Lacks):
        return row, outer
    if isinstance(term, Agg | Collect) and field == "of":
        return set_entity(term.over), row
    if isinstance(term, Quantified) and field == "pred" and isinstance(term.over, BaseModel):
        return set_entity(term.over), row
    if isinstance(term, Top) and field == "by":
        return set_entity(term.of), row
    return row, outer


def set_entity(term: object) -> str | None:
    """Return the entity a set's members belong to, None when it has none of its own."""
    if isinstance(term, Members):
        return term.entity
    if isinstance(term, Minus | Top):
        return set_entity(term.of)
    if isinstance(term, Union | Intersect):
        return set_entity(term.of[0]) if term.of else None
    return None


def definitions(model: SemanticModel) -> Iterator[tuple[DefinitionKind, str, Visit]]:
    """Yield kind, name and visit for every term of every metric, state and entity restriction."""
    for metric in model.metrics:
        for visit in walk(metric.formula, None, ("formula",)):
            yield "metric", metric.name, visit
    for state in model.states:
        for field in ("pred", "during", "measure"):
            term = getattr(state, field)
            if term is not None:
                for visit in walk(term, state.entity, (field,)):
                    yield "state", state.name, visit
    for entity in model.entities:
        for i, pred in enumerate(entity.where):
            for visit in walk(pred, entity.name, ("where", i)):
                yield "entity", entity.name, visit
