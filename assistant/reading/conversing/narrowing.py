"""Edits of where and which: another place or value stands in the place of its like."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed, asked_again, is_place
from assistant.reading.conversing.ways import Ways
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import (
    GroupPhrase,
    Mods,
    PredPhrase,
    SetPhrase,
    StateChoice,
)
from assistant.reading.shares import Shares

_PLACES = frozenset({"city", "county"})


def places_and_values(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Another place or value stands in the place of its like; 也 adds, 不要 takes away."""
    conds = said.mods.conds
    if "drop" in ways:
        conds = tuple(replace(c, negated=True) for c in conds if not c.negated)
        old.mods = old.mods.plus(Mods(conds=conds, states=tuple(
            tuple(replace(use, negated=not use.negated) for use in choice)
            for choice in said.mods.states)))
        return old
    denied = [c for c in conds if c.negated]
    kept = tuple(c for c in conds if not c.negated)
    if denied and kept:  # 不是新余，是信丰
        conds = kept
    old = _of_one(old, conds)
    for cond in conds:
        if "also" in ways and _joined(old, cond):
            continue
        change = Frame(mods=Mods(conds=(cond,)))
        old = asked_again(_without_places(old) if is_place(cond) else old, change, shares)
    for choice in said.mods.states:
        if "also" in ways and _either_state(old, choice, shares):
            continue
        old = asked_again(old, Frame(mods=Mods(states=(choice,))), shares)
    old.mods = replace(old.mods, preds=(*old.mods.preds, *said.mods.preds))
    if said.whole or "parent" in said.flags and not old.groups:
        old = asked_again(old, Frame(whole=True), shares)
    if said.whole and not said.groups and any(_of_places(g) for g in old.groups):
        old.groups = [g for g in old.groups if not _of_places(g)]  # 各市…，全省的: of all of them
        old.limit = old.ranked = old.extreme = None
        old.order, old.basis = "", [b for b in old.basis if not b.parent]
    return old


def _of_one(old: Frame, conds: tuple[Cond, ...]) -> Frame:
    """各市…，那赣州呢: of the one that is named; nothing is left to be ranked."""
    named = {c.options[0][0] for c in conds if is_place(c) and len(c.options[0][2]) == 1}
    kept = [g for g in old.groups if not named & {*g.entities, *g.paths}]
    if len(kept) < len(old.groups):
        old.groups = kept
        old.limit = old.ranked = old.extreme = None
        old.order, old.which = "", False
    return old


def _of_places(group: GroupPhrase) -> bool:
    return bool({*group.entities, *group.paths} & _PLACES)


def _joined(old: Frame, cond: Cond) -> bool:
    """赣州也算上, 县级的也要: beside what was said of its kind; both are told one by one."""
    if not cond.options:
        return False
    kind = cond.options[0][:2]
    held = [c for c in old.mods.conds if not c.negated and kind in {o[:2] for o in c.options}]
    if len(held) != 1 or cond in held:
        return False
    first = next(o for o in held[0].options if o[:2] == kind)
    both = replace(held[0], options=((*kind, (*first[2], *cond.options[0][2])),),
                   listed=2, text=f"{held[0].text}、{cond.text}")
    old.mods = replace(old.mods, conds=tuple(both if c is held[0] else c for c in old.mods.conds))
    return True


def _either_state(old: Frame, choice: StateChoice, shares: Shares) -> bool:
    """暂停的也算上: those in either state; where it is not of the old one's kind, both hold."""
    for place, measure in enumerate(old.measures):
        noun = measure.noun
        if noun is None:
            continue
        kept = shares.without_alike(noun.mods, Mods(states=(choice,)))
        other = tuple(s for s in noun.mods.states if s not in kept.states)
        if len(other) != 1:
            continue
        either = PredPhrase(any_of=(Mods(states=other), Mods(states=(choice,))))
        mods = replace(kept, preds=(*kept.preds, either))
        old.measures[place] = replace(measure, noun=replace(noun, mods=mods))
        return True
    return False


def _without_places(frame: Frame) -> Frame:
    """The frame without the places it names: a county said next does not lie in the old city."""

    def mods(given: Mods) -> Mods:
        return replace(given, conds=tuple(c for c in given.conds if not is_place(c)))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        return replace(given, mods=mods(given.mods)) if given is not None else None

    same = absorbed(Frame(), frame)
    same.mods = mods(same.mods)
    same.nouns = [n for given in same.nouns if (n := noun(given)) is not None]
    same.measures = [replace(m, mods=mods(m.mods), noun=noun(m.noun), scope=noun(m.scope))
                     for m in same.measures]
    return same


