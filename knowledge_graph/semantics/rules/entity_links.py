"""Relations, parents, labels and list columns of an entity lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.errors import ModelFixable
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import Entity, SemanticModel
from knowledge_graph.semantics.rules.paths import reachable, resolve


def entity_links(model: SemanticModel) -> Iterator[Finding]:
    """Report links of entities that lead nowhere."""
    known = {entity.name for entity in model.entities}
    for entity in model.entities:
        for i, relation in enumerate(entity.relations):
            if relation.to not in known:
                message = f"关系「{relation.name}」指向不存在的对象「{relation.to}」"
                yield Finding("ERROR", "entity", entity.name, message, ("relations", i))
        near = reachable(model, entity.name)
        for i, parent in enumerate(entity.parents):
            if parent not in near:
                message = f"上级「{parent}」到不了"
                yield Finding("ERROR", "entity", entity.name, message, ("parents", i))
        yield from _columns(model, entity)
    for state in model.states:
        for i, path in enumerate(state.list_columns):
            if state.entity in known:
                message = _broken(model, state.entity, path)
                if message:
                    yield Finding("ERROR", "state", state.name, message, ("list_columns", i))


def _columns(model: SemanticModel, entity: Entity) -> Iterator[Finding]:
    names = {attribute.name for attribute in entity.attributes}
    for field, value in (("label", entity.label), ("order_by", entity.order_by)):
        if value is not None and value not in names:
            message = f"{field}「{value}」不是它的属性"
            yield Finding("ERROR", "entity", entity.name, message, (field,))
    if entity.named and entity.label is None:
        yield Finding("ERROR", "entity", entity.name, "可按名称提问（named）的对象要有 label")
    for i, path in enumerate(entity.list_columns):
        broken = _broken(model, entity.name, path)
        if broken:
            yield Finding("ERROR", "entity", entity.name, broken, ("list_columns", i))


def _broken(model: SemanticModel, entity: str, path: str) -> str:
    try:
        resolve(model, entity, path)
    except ModelFixable as exc:
        return f"列「{path}」：{exc}"
    return ""
