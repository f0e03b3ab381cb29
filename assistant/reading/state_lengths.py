"""离线时长 names a measure of all stations; of one of them it is how long the state has lasted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.reading.nodes import StateUse
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel


def state_lengths(model: SemanticModel, known: Collection[str]) -> Iterator[tuple[str, StateUse]]:
    """Yield the words known that are a state and a noun of length, each with the state."""
    for state in model.states:
        for word in (state.zh, *state.synonyms):
            for length in words_of("length_nouns"):
                if word + length in known:
                    yield word + length, StateUse(state.name, state.entity)
