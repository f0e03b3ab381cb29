"""Words that two definitions of the same kind share: legal, but users will be asked which.

Two metrics of different facts may share a word (用水量 of a city, of a unit), and so may two of
different grains (of a year, of a quarter): what is said around it tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel


def word_collisions(model: SemanticModel) -> Iterator[Finding]:
    """Report shared words of metrics, of the states of one entity, and words declared not held."""
    owners: dict[str, list[str]] = defaultdict(list)
    for metric in model.metrics:
        for word in dict.fromkeys((metric.zh, *metric.synonyms)):
            owners[word].append(metric.name)
    for word, names in owners.items():
        for place, name in enumerate(names[1:], 1):
            if not any(_alike(model, name, other) for other in names[:place]):
                continue
            message = f"词「{word}」也是指标「{names[0]}」的叫法"
            yield Finding("WARNING", "metric", name, message, ("synonyms",))
    for item in model.not_held:
        for word in item.words:
            if word in owners:
                message = f"词「{word}」又是指标「{owners[word][0]}」的叫法"
                yield Finding("ERROR", "not_held", item.words[0], message, ("words",))
    yield from _state_words(model)


def _alike(model: SemanticModel, one: str, other: str) -> bool:
    if model.metric(one).grain != model.metric(other).grain:
        return False
    try:
        graph = EntityGraph(model)
    except KeyError:  # a formula names what does not exist; another rule says so
        return True
    return bool(graph.metric_bases(one) & graph.metric_bases(other))


def _state_words(model: SemanticModel) -> Iterator[Finding]:
    owners: dict[tuple[str, str], str] = {}
    for state in model.states:
        for word in dict.fromkeys((state.zh, *state.synonyms, *state.event_words)):
            first = owners.setdefault((state.entity, word), state.name)
            if first != state.name:
                message = f"词「{word}」也是状态「{first}」的叫法"
                yield Finding("WARNING", "state", state.name, message, ("synonyms",))
