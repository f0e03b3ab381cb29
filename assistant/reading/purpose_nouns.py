"""Nouns with a word of the purpose they serve anyway: 取水计量站点, 用水统计调查表."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from knowledge_graph.semantics.model import SemanticModel


def purpose_nouns(model: SemanticModel, known: Container[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (word of the purpose, noun, entity) for each noun where it narrows nothing.

    Args:
        model: the semantic model.
        known: words that mean something else or the same already (取水点, 统计表).
    """
    named = Counter(noun for entity in model.entities for noun in {entity.zh, *entity.nouns})
    for entity in model.entities:
        for noun in dict.fromkeys((entity.zh, *entity.nouns)):
            if len(noun) == 1 and named[noun] > 1:
                continue  # 用水表 may be a form or a meter
            for word in entity.implied:
                if word + noun not in known and not noun.startswith(word):
                    yield word, noun, entity.name
