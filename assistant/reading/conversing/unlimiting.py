"""级别不限, 不分水源, 不限督办了: a condition that was said is taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.reading.asked_again import absorbed, is_place
from assistant.reading.conversing.follow_words import match_of, says
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond, StateUse
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from knowledge_graph.semantics.model import SemanticModel


@dataclass(frozen=True)
class Unlimited:
    """The frames without the conditions, and what else the sentence says."""

    frames: tuple[Frame, ...]
    rest: str


def unlimited(text: str, frames: tuple[Frame, ...], model: SemanticModel) -> Unlimited | None:
    """Return the question without the condition that is named; None where none is."""
    found = match_of(text, "unlimited")
    if found is None:
        return None
    named = (found["after"] or found["before"] or "").strip("的了")
    if not named:
        return None
    freed = tuple(_Freeing(named, model).frame(frame) for frame in frames)
    if all(f.mods == g.mods and f.nouns == g.nouns and f.measures == g.measures
           for f, g in zip(frames, freed, strict=True)):
        return None
    rest = (text[: found.start()] + text[found.end() :]).strip("，,、。；; 了")
    return Unlimited(freed, rest)


class _Freeing:
    """Takes the conditions out that a word names."""

    def __init__(self, named: str, model: SemanticModel) -> None:
        self._named, self._model = named, model

    def frame(self, given: Frame) -> Frame:
        same = absorbed(Frame(), given)
        same.mods = self._mods(same.mods)
        same.nouns = [n for noun in same.nouns if (n := self._noun(noun)) is not None]
        same.measures = [self._measure(m) for m in same.measures]
        return same

    def _measure(self, given: MeasurePhrase) -> MeasurePhrase:
        return replace(given, mods=self._mods(given.mods), noun=self._noun(given.noun),
                       scope=self._noun(given.scope))

    def _noun(self, given: SetPhrase | None) -> SetPhrase | None:
        return replace(given, mods=self._mods(given.mods)) if given is not None else None

    def _mods(self, given: Mods) -> Mods:
        return replace(
            given, conds=tuple(c for c in given.conds if not self._cond(c)),
            states=tuple(s for s in given.states if not any(self._state(u) for u in s)))

    def _cond(self, cond: Cond) -> bool:
        if self._named in cond.text or is_place(cond) and says(self._named, "places"):
            return True
        return any(self._named in a.zh for entity, attribute, _ in cond.options
                   if attribute is not None
                   for a in self._model.entity(entity).attributes if a.name == attribute)

    def _state(self, use: StateUse) -> bool:
        return self._named in self._model.state(use.name).zh
