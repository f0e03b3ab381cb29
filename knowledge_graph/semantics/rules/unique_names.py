"""Code names are unique across entities, metrics and states; Chinese names within a kind."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import DefinitionKind, Finding
from knowledge_graph.semantics.model import SemanticModel


def unique_names(model: SemanticModel) -> Iterator[Finding]:
    """Report names that two definitions share."""
    named: list[tuple[DefinitionKind, str]] = [
        *(("entity", e.name) for e in model.entities),
        *(("metric", m.name) for m in model.metrics),
        *(("state", s.name) for s in model.states),
    ]
    yield from _repeated(named, {})
    yield from _repeated([("dimension", d.name) for d in model.dimensions], {})
    yield from _repeated([("metric", m.zh) for m in model.metrics], _codes(model, "metric"))
    yield from _repeated([("entity", e.zh) for e in model.entities], _codes(model, "entity"))
    yield from _shared_attributes(model)
    yield from _shared_states(model)


def _codes(model: SemanticModel, kind: str) -> dict[str, str]:
    terms = model.metrics if kind == "metric" else model.entities
    return {term.zh: term.name for term in terms}


def _repeated(
    named: list[tuple[DefinitionKind, str]], codes: dict[str, str]
) -> Iterator[Finding]:
    seen: set[str] = set()
    for kind, name in named:
        if name in seen:
            yield Finding("ERROR", kind, codes.get(name, name), f"名字「{name}」重复")
        seen.add(name)


def _shared_attributes(model: SemanticModel) -> Iterator[Finding]:
    for entity in model.entities:
        seen: set[str] = {relation.name for relation in entity.relations}
        for i, attribute in enumerate(entity.attributes):
            if attribute.name in seen:
                message = f"「{entity.name}」的属性或关系「{attribute.name}」重复"
                yield Finding("ERROR", "entity", entity.name, message, ("attributes", i))
            seen.add(attribute.name)


def _shared_states(model: SemanticModel) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for state in model.states:
        if (state.entity, state.zh) in seen:
            message = f"「{state.entity}」有两个叫「{state.zh}」的状态"
            yield Finding("ERROR", "state", state.name, message, ("zh",))
        seen.add((state.entity, state.zh))
