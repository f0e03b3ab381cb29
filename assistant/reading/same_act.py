"""A verb said again of what was told of: 换过表的站有几个，换得最多的那个换了几次."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Ranked, SetPhrase
from assistant.reading.resolve import Resolver


def same_act(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Let the verb of a state said before stand for how often it came about."""
    found = {word: times for word in clause.unread if last is not None
             and (times := _times(word, last, resolver)) is not None}
    if not found:
        return
    times = next(iter(found.values()))
    clause.unread = [w for w in clause.unread if w not in found]
    asked = [c for c in clause.columns if c.kind == "times"]
    clause.columns = [c for c in clause.columns if c not in asked]
    nouns = clause.nouns
    clause.nouns = [_ranked(n, times) for n in nouns]
    picks = clause.nouns != nouns
    if clause.extreme is not None and not picks and not clause.measures:
        most = bool(clause.extreme.tags & {"most", "best"})
        clause.ranked = Ranked(times, 1, "most" if most else "least")
        clause.extreme, picks = None, True
    if asked and not picks:
        clause.measures.append(times)


def _ranked(noun: SetPhrase, times: MeasurePhrase) -> SetPhrase:
    ranked = noun.ranked
    if ranked is None or ranked.by is not None:
        return noun
    return replace(noun, ranked=replace(ranked, by=times), asked=noun.asked or "which")


def _times(word: str, last: Frame, resolver: Resolver) -> MeasurePhrase | None:
    nouns = [*(m.noun for m in reversed(last.measures) if m.noun is not None), *last.nouns]
    for noun in nouns:
        for choice in noun.mods.states:
            names = {use.name for use in choice}
            if any(word in act.verbs and names & {*act.done, *act.undone}
                   for act in resolver.model.acts):
                return MeasurePhrase("happenings", states=choice, text=word)
    return None
