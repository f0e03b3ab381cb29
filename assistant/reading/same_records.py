"""Which records a condition is said of: 年报都没按时报 is of the annual forms, in every test.

What the whole has tells which records the part was tested by (一张不落按时报了的县几个，占有季报
任务的县几成); a kind of record said beside a state of records goes where the state goes.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver


def of_the_same_records(frame: Frame) -> None:
    """Narrow the tests of every count of the same things by what the whole is said to have."""
    frame.nouns = [_with_records(frame, n) for n in frame.nouns]
    frame.measures = [replace(m, noun=_with_records(frame, m.noun))
                      if m.kind == "count" and m.noun is not None else m for m in frame.measures]
    wholes = [m.whole.noun for m in frame.measures
              if m.kind == "share" and m.whole is not None and m.whole.noun is not None]
    for whole in wholes:
        held = [p.subject.noun for p in whole.mods.preds if p.subject is not None
                and p.subject.kind == "count" and p.subject.noun is not None]
        for noun in held:
            frame.measures = [_narrowed(m, whole, noun) for m in frame.measures]


def _with_records(frame: Frame, noun: SetPhrase) -> SetPhrase:
    """年报都没按时报的单位: the kind was said apart from the states that the noun has."""
    return replace(noun, mods=with_their_records(frame, noun.mods, noun))


def with_their_records(frame: Frame, mods: Mods, noun: SetPhrase) -> Mods:
    """Take the kinds of records that states, about to narrow a noun, are said of."""
    owners = _owners(mods)
    if not owners or owners & set(noun.options):
        return mods
    own = tuple(c for c in frame.mods.conds if c.listed < 2 and any(  # noqa: PLR2004
        o[1] is not None and o[0] in owners for o in c.options))
    frame.mods = replace(frame.mods, conds=tuple(c for c in frame.mods.conds if c not in own))
    return mods.plus(Mods(conds=own))


def in_each_alternative(mods: Mods, base: str, resolver: Resolver) -> Mods:
    """年报迟报或没报的单位: late or missing annual forms, not the one or the other of any."""
    taken: list[Cond] = []
    preds: list[PredPhrase] = []
    for pred in mods.preds:
        owners = {next(iter(o), "") if len(o := _owners(m)) == 1 else "" for m in pred.any_of}
        entity = owners.pop() if len(owners) == 1 else ""
        own = tuple(c for c in mods.conds if entity and not c.negated
                    and resolver.nearest(c, (base,))[:1] == (entity,)
                    and resolver.below(entity, base)) if base else ()
        taken.extend(own)
        preds.append(replace(pred, any_of=tuple(
            m if m.conds else m.plus(Mods(conds=own)) for m in pred.any_of)))
    left = mods.conds if mods.states else tuple(c for c in mods.conds if c not in taken)
    return replace(mods, conds=left, preds=tuple(preds))


def _owners(mods: Mods) -> set[str]:
    """Return what the states, alone or as alternatives, are states of."""
    uses = {u.entity for choice in mods.states for u in choice}
    return uses | {e for p in mods.preds for m in p.any_of for e in _owners(m)}


def _narrowed(measure: MeasurePhrase, whole: SetPhrase, held: SetPhrase) -> MeasurePhrase:
    part = _narrowed(measure.part, whole, held) if measure.part is not None else None
    noun = measure.noun
    if noun is None or measure.kind != "count" or not set(noun.options) & set(whole.options):
        return replace(measure, part=part)
    tested = {s.entity for p in noun.mods.preds if p.quantifier for s in p.states}
    if not tested & set(held.options):
        return replace(measure, part=part)
    own = {o[:2] for c in noun.mods.conds for o in c.options}
    more = tuple(c for c in held.mods.conds if _of(c, tested) and not own & {
        o[:2] for o in c.options})
    return replace(measure, part=part, noun=replace(
        noun, mods=replace(noun.mods, conds=(*noun.mods.conds, *more))))


def _of(cond: Cond, tested: set[str]) -> bool:
    """Whether a value is one of the records themselves."""
    return all(o[1] is not None and o[0] in tested for o in cond.options)
