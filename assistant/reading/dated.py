"""States said of a period: 去年销号的 came about in it, 离线的 now merely holds."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from knowledge_graph.semantics.model import SemanticModel


def date_states(frame: Frame, model: SemanticModel) -> None:
    """Let states that can come about do so in the period named, if it is longer than a day."""
    if not frame.times or any(p.first == p.last for p in frame.times):
        return
    dated = {s.name for s in model.states if s.during is not None}

    def mods(given: Mods) -> Mods:
        states = tuple(
            tuple(replace(u, during=True) if u.name in dated and not u.negated
                  and u.lasting is None else u for u in choice)
            for choice in given.states
        )
        return replace(given, states=states)

    def noun(given: SetPhrase) -> SetPhrase:
        within = noun(given.within) if given.within is not None else None
        return replace(given, mods=mods(given.mods), within=within)

    def measure(given: MeasurePhrase) -> MeasurePhrase:
        return replace(
            given, mods=mods(given.mods),
            noun=noun(given.noun) if given.noun is not None else None,
            scope=noun(given.scope) if given.scope is not None else None,
            part=measure(given.part) if given.part is not None else None,
        )

    frame.mods = mods(frame.mods)
    frame.nouns = [noun(n) for n in frame.nouns]
    frame.measures = [measure(m) for m in frame.measures]
