"""Resolves dotted paths of the query algebra over the semantic model."""

from __future__ import annotations

from collections import deque

from assistant.contracts.errors import ModelFixable
from knowledge_graph.semantics.model import Attribute, Entity, SemanticModel


def resolve(model: SemanticModel, entity: str, path: str) -> Attribute | Entity:
    """Return the attribute, or the entity (its key), that ``path`` names from ``entity``.

    Raises:
        ModelFixable: a segment is no attribute, relation or reachable entity.
    """
    current = model.entity(entity)
    *steps, last = path.split(".")
    for step in steps:
        current = _step(model, current, step)
    for attribute in current.attributes:
        if attribute.name == last:
            return attribute
    return _step(model, current, last)


def _step(model: SemanticModel, entity: Entity, step: str) -> Entity:
    known = reachable(model, entity.name)
    for relation in entity.relations:
        if relation.name == step and relation.to in known:
            return model.entity(relation.to)
    if step in known:
        return model.entity(step)
    raise ModelFixable(f"「{entity.name}」没有名为「{step}」的属性或关系，也到不了这个对象")


def reachable(model: SemanticModel, start: str) -> frozenset[str]:
    """Return the entities reached from ``start`` by many-to-one relations, itself included."""
    known = {entity.name for entity in model.entities}
    seen = {start}
    queue = deque([start])
    while queue:
        for relation in model.entity(queue.popleft()).relations:
            if relation.to in known and relation.to not in seen:
                seen.add(relation.to)
                queue.append(relation.to)
    return frozenset(seen)
