"""Nicknames that several things go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.reading.nodes import Cond, Node
from assistant.reading.resolve import Ambiguity, Resolver
from knowledge_graph.semantics.model import SemanticModel


def ambiguous_nicknames(model: SemanticModel) -> dict[str, tuple[str, ...]]:
    """Return the nicknames that several things go by: 鄱阳 → 鄱阳县, 鄱阳湖环湖区, 鄱阳湖."""
    found: dict[str, tuple[str, ...]] = {}
    for alias in model.aliases:
        for word in alias.words if alias.ambiguous_with else ():
            names = (*alias.names[:1], *alias.ambiguous_with)
            if f"{word}市" in names:
                continue  # a city and its namesake: the city is meant unless 县 or 区 is said
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *names)))
    return {word: names for word, names in found.items() if len(names) > 1}


def ambiguity(
    nodes: Sequence[Node], nicknames: Mapping[str, tuple[str, ...]], resolver: Resolver
) -> Ambiguity | None:
    """Return the first name that is several things, with what they are."""
    for node in nodes:
        names = nicknames.get(node.text) if node.kind == "cond" else None
        if names is not None and node.has_reading("name"):
            return Ambiguity(node.text, tuple((n, ()) for n in names))
        if node.kind == "cond" and isinstance(node.value, Cond):
            found = resolver.ambiguity(node.value)
            if found is not None:
                return found
    return None
