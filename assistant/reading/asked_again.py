"""The same question asked again with what is said put where something of its kind stands."""

from __future__ import annotations

from dataclasses import fields, replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.rule_words import words_of
from assistant.reading.shares import Shares


def absorbed(frame: Frame, more: Frame) -> Frame:
    """Return both as one frame, what was said later after what was said first."""
    both = Frame()
    for field in fields(Frame):
        one, other = getattr(frame, field.name), getattr(more, field.name)
        value: object
        if isinstance(one, Mods):
            value = one.plus(other)
        elif isinstance(one, list):
            value = [*one, *(x for x in other if x not in one)]
        elif isinstance(one, set):
            value = one | other
        elif isinstance(one, bool):
            value = one or other
        else:
            value = other or one
        setattr(both, field.name, value)
    return both


def is_place(cond: Cond) -> bool:
    """Return whether a condition names a place."""
    return any(o[1] is None for o in cond.options[:1]) and not cond.negated


def _exchanged(frame: Frame, said: Mods, shares: Shares) -> Frame:
    """Return the frame with what was said put where something of its kind stands."""
    found = False

    def mods(given: Mods) -> Mods:
        nonlocal found
        kept = shares.without_alike(given, said)
        if kept == given:
            return given
        found = True
        return kept.plus(_in_their_sense(said, given))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        if given is None:
            return None
        return replace(given, mods=mods(given.mods), within=noun(given.within))

    def measure(given: MeasurePhrase) -> MeasurePhrase:
        return replace(
            given, mods=mods(given.mods), noun=noun(given.noun), scope=noun(given.scope),
            part=measure(given.part) if given.part is not None else None)

    same = absorbed(Frame(), frame)
    same.mods = mods(same.mods)
    same.nouns = [n for given in same.nouns if (n := noun(given)) is not None]
    same.measures = [measure(m) for m in same.measures]
    if not found:
        same.mods = same.mods.plus(said)
    return same


def _in_their_sense(said: Mods, given: Mods) -> Mods:
    """县级审核…，市级呢: of the senses of what is said, that of what it replaces."""
    kinds = {o[:2] for c in given.conds for o in c.options}
    conds = []
    for cond in said.conds:
        same = tuple(o for o in cond.options if o[:2] in kinds)
        conds.append(replace(cond, options=same or cond.options))
    return replace(said, conds=tuple(conds))


def _the_others(frame: Frame, change: Frame) -> Frame:
    """国控站几个离线，其他的呢: the same of all that the value does not hold of."""
    frame.unread = list(change.unread)
    for index, measure in enumerate(frame.measures):
        noun = measure.noun if measure.kind == "count" else measure.scope
        mods = noun.mods if noun is not None else measure.mods
        told = [c for c in mods.conds if not is_place(c)]
        if len(told) != 1 or told[0].negated:
            frame.unread += [c.text for c in change.mods.conds]
            return frame
        turned = replace(mods, conds=tuple(
            replace(c, negated=True) if c is told[0] else c for c in mods.conds))
        kept = replace(noun, mods=turned) if noun is not None else None
        frame.measures[index] = replace(measure, noun=kept) if measure.kind == "count" else \
            replace(measure, scope=kept) if kept is not None else replace(measure, mods=turned)
    frame.heard += [c.text for c in change.mods.conds]
    return frame


def asked_again(frame: Frame, change: Frame, shares: Shares) -> Frame:
    """Return the same question with the time or place that was said."""
    same = absorbed(Frame(), frame)
    if change.times:
        same.times = list(change.times)
    if any(c.text in words_of("the_others") for c in change.mods.conds):
        return _the_others(same, change)
    for cond in change.mods.conds:
        same = _exchanged(same, Mods(conds=(cond,)), shares)
    for choice in change.mods.states:
        same = _exchanged(same, Mods(states=(choice,)), shares)
    everywhere = change.whole or "parent" in change.flags
    if everywhere and not change.mods:  # 全省呢: the same of every place
        same.mods = replace(same.mods, conds=tuple(
            c for c in same.mods.conds if not is_place(c)))
        same.whole = True
    same.unread = list(change.unread)
    return same
