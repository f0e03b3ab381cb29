"""A state said without its noun, after a noun that can have it: 抽查几次，查出问题的几次."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.contracts.algebra import Members
from assistant.reading.frame import Frame
from assistant.reading.happenings import behind
from assistant.reading.phrase_types import MeasurePhrase
from knowledge_graph.semantics.model import SemanticModel


def of_the_same(frames: Sequence[Frame], model: SemanticModel) -> Sequence[Frame]:
    """Return the frames, their ambiguous states kept as those of what was counted before."""
    counted: set[str] = set()
    for frame in frames:
        for place, measure in enumerate(frame.measures):
            frame.measures[place] = measure = _of(measure, counted)
            if measure.kind == "count" and measure.noun is not None:
                counted |= {*measure.noun.options}
            counted |= {h.of.entity for h in (behind(model, use) for use in measure.states)
                        if h is not None and isinstance(h.of, Members)}
    return frames


def _of(measure: MeasurePhrase, counted: set[str]) -> MeasurePhrase:
    if measure.kind == "happenings":
        same = tuple(use for use in measure.states if use.entity in counted)
        return replace(measure, states=same) if same else measure
    noun = measure.noun
    if measure.kind != "count" or noun is None or noun.options or not counted:
        return measure
    states = tuple(tuple(u for u in choice if u.entity in counted) or choice
                   for choice in noun.mods.states)
    return replace(measure, noun=replace(noun, mods=replace(noun.mods, states=states)))
