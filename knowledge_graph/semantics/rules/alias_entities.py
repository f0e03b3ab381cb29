"""Nicknames point to entities whose members can be named."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel


def alias_entities(model: SemanticModel) -> Iterator[Finding]:
    """Report nicknames of entities that cannot be named, or that name nothing."""
    named = {entity.name for entity in model.entities if entity.named}
    for alias in model.aliases:
        if alias.entity not in named:
            message = f"别名指向的对象「{alias.entity}」不能按名称提问"
            yield Finding("ERROR", "alias", alias.words[0], message, ("entity",))
        if not alias.names:
            yield Finding("ERROR", "alias", alias.words[0], "别名没有写对应的名称", ("names",))
