"""What the whole has tells which records the part was tested by.

一张不落按时报了的县几个，占有季报任务的县几成: of those forms, in both figures.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase


def of_the_same_records(frame: Frame) -> None:
    """Narrow the tests of every count of the same things by what the whole is said to have."""
    wholes = [m.whole.noun for m in frame.measures
              if m.kind == "share" and m.whole is not None and m.whole.noun is not None]
    for whole in wholes:
        held = [p.subject.noun for p in whole.mods.preds if p.subject is not None
                and p.subject.kind == "count" and p.subject.noun is not None]
        for noun in held:
            frame.measures = [_narrowed(m, whole, noun) for m in frame.measures]


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
