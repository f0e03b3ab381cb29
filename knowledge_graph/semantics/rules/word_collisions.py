"""Words that two definitions of the same kind share: legal, but users will be asked which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel


def word_collisions(model: SemanticModel) -> Iterator[Finding]:
    """Report shared words of metrics, of the states of one entity, and words declared not held."""
    owners: dict[str, list[str]] = defaultdict(list)
    for metric in model.metrics:
        for word in dict.fromkeys((metric.zh, *metric.synonyms)):
            owners[word].append(metric.name)
    for word, names in owners.items():
        for name in names[1:]:
            message = f"词「{word}」也是指标「{names[0]}」的叫法"
            yield Finding("WARNING", "metric", name, message, ("synonyms",))
    for item in model.not_held:
        for word in item.words:
            if word in owners:
                message = f"词「{word}」又是指标「{owners[word][0]}」的叫法"
                yield Finding("ERROR", "not_held", item.words[0], message, ("words",))
    yield from _state_words(model)


def _state_words(model: SemanticModel) -> Iterator[Finding]:
    owners: dict[tuple[str, str], str] = {}
    for state in model.states:
        for word in dict.fromkeys((state.zh, *state.synonyms, *state.event_words)):
            first = owners.setdefault((state.entity, word), state.name)
            if first != state.name:
                message = f"词「{word}」也是状态「{first}」的叫法"
                yield Finding("WARNING", "state", state.name, message, ("synonyms",))
