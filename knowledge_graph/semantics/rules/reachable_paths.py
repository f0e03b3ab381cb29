"""Every attribute path in a formula or predicate can be read from the row it is used on."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.algebra import (
    Agg,
    Attr,
    AttrPred,
    Count,
    Duration,
    InSet,
    Known,
    ParentRef,
    PathRef,
)
from assistant.contracts.errors import ModelFixable
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.rules.paths import resolve
from knowledge_graph.semantics.rules.walk import Visit, definitions, set_entity

_NOW = "as_of"


def reachable_paths(model: SemanticModel) -> Iterator[Finding]:
    """Report paths that lead nowhere from the entity they are read on."""
    known = {entity.name for entity in model.entities}
    for kind, name, visit in definitions(model):
        for entity, path in _paths(visit):
            if entity is None or entity not in known:
                continue
            try:
                resolve(model, entity, path)
            except ModelFixable as exc:
                message = f"路径「{path}」：{exc}"
                yield Finding("ERROR", kind, name, message, visit.inside)


def _paths(visit: Visit) -> Iterator[tuple[str | None, str]]:
    term = visit.term
    if isinstance(term, AttrPred | Known | PathRef | Attr):
        yield visit.row, term.path
    elif isinstance(term, ParentRef):
        yield visit.outer, term.path
    elif isinstance(term, InSet) and term.path is not None:
        yield visit.row, term.path
    elif isinstance(term, Duration):
        yield from ((visit.row, end) for end in (term.start, term.end) if end != _NOW)
    elif isinstance(term, Count) and term.distinct is not None:
        yield set_entity(term.of), term.distinct
    elif isinstance(term, Agg):
        over = set_entity(term.over)
        if isinstance(term.of, str):
            yield over, term.of
        if term.weight is not None:
            yield over, term.weight
