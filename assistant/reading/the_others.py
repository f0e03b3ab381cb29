"""The same asked of all the rest: 换过两回表的站异常率多少，其他站呢."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed, is_place
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase


def of_the_others(clause: Frame, last: Frame) -> Frame | None:
    """Return what was asked last of the things that what was said of them does not hold of.

    None where the rest is not asked for, or more than one thing was said and any may be denied.
    """
    noun = clause.nouns[0] if len(clause.nouns) == 1 else None
    asks = bool({"again", "value"} & clause.flags) or clause.counted
    if "others" not in clause.flags or noun is None or noun.mods or noun.asked or not asks \
            or clause.measures or clause.times or clause.groups or clause.mods:
        return None
    same = absorbed(Frame(), last)
    same.nouns = [_turned_noun(n, noun) for n in last.nouns]
    same.measures = [_turned_measure(m, noun) for m in last.measures]
    said = [m for m in (last.mods, *(n.mods for n in last.nouns), *(
        x for m in last.measures for x in _mods_of(m, noun)))]
    if len({c for m in said for c in _conditions(m)}) != 1 \
            or any(_conditions(m) for m in (last.mods,)):
        return None
    same.unread = list(clause.unread)
    return same


def _conditions(mods: Mods) -> tuple[object, ...]:
    conds = tuple(c for c in mods.conds if not is_place(c))
    return (*conds, *mods.states, *mods.preds)


def _mods_of(measure: MeasurePhrase, noun: SetPhrase) -> list[Mods]:
    counted = measure.noun if measure.kind == "count" else measure.scope
    return [measure.mods, *([counted.mods] if counted is not None else [])]


def _turned_noun(given: SetPhrase, noun: SetPhrase) -> SetPhrase:
    shared = set(given.options) & set(noun.options)
    return replace(given, mods=_turned(given.mods)) if shared and not given.asked else given


def _turned_measure(measure: MeasurePhrase, noun: SetPhrase) -> MeasurePhrase:
    counted = measure.noun
    if counted is not None:
        counted = _turned_noun(counted, noun)
    scope = _turned_noun(measure.scope, noun) if measure.scope is not None else None
    mods = _turned(measure.mods) if measure.scope is None and measure.kind == "metric" \
        else measure.mods
    return replace(measure, noun=counted, scope=scope, mods=mods)


def _turned(mods: Mods) -> Mods:
    return Mods(
        tuple(c if is_place(c) else replace(c, negated=not c.negated) for c in mods.conds),
        tuple(tuple(replace(u, negated=not u.negated) for u in choice) for choice in mods.states),
        tuple(replace(p, negated=not p.negated) for p in mods.preds), mods.join)
