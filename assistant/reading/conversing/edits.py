"""Edits of a question asked before: another time, place, condition, grouping, measure, number.

Each edit takes from the new sentence what is of its kind and puts it where something of that kind
stands in the old one. What no edit takes stays unread, so that it is asked back.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import AttrPred
from assistant.contracts.terms import terms_in
from assistant.reading.asked_again import absorbed
from assistant.reading.conversing.narrowing import places_and_values
from assistant.reading.conversing.picking import picked
from assistant.reading.conversing.regrouping import listed, regrouped
from assistant.reading.conversing.remeasuring import remeasured
from assistant.reading.conversing.testing import tested, tests_of
from assistant.reading.conversing.ways import Edit, Ways
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, Ranked
from assistant.reading.same_stretch import compare_same_stretch
from assistant.reading.shares import Shares


def edited(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Return the old question with what was said put into it; neither is changed."""
    fresh = absorbed(Frame(), old)
    said = _own(absorbed(Frame(), said), old, shares)
    tests = tests_of(said, old)
    for edit in _FIRST:
        fresh = edit(fresh, said, ways, shares)
    fresh = tested(fresh, said, tests)
    for edit in _LAST:
        fresh = edit(fresh, said, ways, shares)
    fresh.flags |= said.flags & {"explain", "yesno", "difference", "total", "parent", "crosstab"}
    fresh.unread = [*said.unread]
    if said.summed and not said.measures:  # 一共多少
        plain = fresh.measures and fresh.ranked is None and fresh.limit is None
        fresh.groups = [] if plain else fresh.groups
        fresh.unread += [] if plain else ["一共"]
    return fresh


def _own(said: Frame, old: Frame, shares: Shares) -> Frame:
    """What the sentence itself says: a measure that only a value implied is none (工业的)."""
    implied = [m for m in said.measures if not m.text and m.kind == "metric"]
    said.measures = [m for m in said.measures if m not in implied]
    for measure in implied:
        if _told_by_name(old, measure.mods, shares):  # 农业用水量, 工业的呢: the metric itself
            said.measures.append(measure)
        else:
            said.mods = said.mods.plus(measure.mods)
    for cond in said.mods.conds:
        alone = Frame(mods=Mods(conds=(cond,)), flags={"value"})
        if not cond.negated and _told_by_name(old, alone.mods, shares):
            other = _of_other_value(old, cond, shares)
            if other is not None:
                alone.measures = [other]
            else:
                shares.imply(alone)
            said.measures += alone.measures
            said.mods = replace(said.mods, conds=tuple(
                c for c in said.mods.conds if c is not cond or not alone.measures))
    for kind in said.nouns:  # 自来水厂的: things of a kind, said for the kind
        if kind.mods and kind.asked in ("", "list") and kind.ranked is None:
            said.mods = said.mods.plus(kind.mods)
    counted = [m for m in said.measures if m.kind in ("count", "share") and _nothing_named(m)]
    for measure in counted:  # 灌区占几家, 工业的几本: a part, counted
        noun = measure.noun or (measure.part.noun if measure.part is not None else None)
        if noun is not None:
            said.mods = said.mods.plus(noun.mods)
            said.measures.remove(measure)
    return said


def _told_by_name(old: Frame, mods: Mods, shares: Shares) -> bool:
    """Whether the old metric holds by its name a value of what is said now."""
    said = {f"{entity}.{attribute}" for c in mods.conds for entity, attribute, _ in c.options}
    model = shares.resolver.model
    return any(isinstance(term, AttrPred) and (term.path in said or any(
        path.endswith(f".{term.path}") for path in said))
        for m in (*old.measures, *_subjects(old)) for name in m.metrics[:1] for term in terms_in(
            model.metric(name).formula))


def _of_other_value(old: Frame, cond: Cond, shares: Shares) -> MeasurePhrase | None:
    """证照转名录完成率, 看名录数据治理: the metric made like the old one, of the other value."""
    model = shares.resolver.model
    for measure in (*old.measures, *_subjects(old)):
        name = next(iter(measure.metrics), "")
        if not name:
            continue
        formula = model.metric(name).formula.model_dump_json()
        for entity, attribute, values in cond.options:
            known = [a for a in model.entity(entity).attributes if a.name == attribute]
            held = [v for a in known for v in a.values if f'"{v}"' in formula]
            if len(held) != 1 or len(values) != 1:
                continue
            wanted = formula.replace(f'"{held[0]}"', f'"{values[0]}"')
            for metric in model.metrics:
                if metric.formula.model_dump_json() == wanted and metric.name != name:
                    return replace(measure, metrics=(metric.name,), text=cond.text)
    return None


def _subjects(old: Frame) -> list[MeasurePhrase]:
    """What things were tested by."""
    return [p.subject for n in old.nouns for p in n.mods.preds if p.subject is not None]


def _nothing_named(measure: MeasurePhrase) -> bool:
    noun = measure.noun or (measure.part.noun if measure.part is not None else None)
    return noun is not None and (noun.implied or not noun.options)


def _times(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    if said.times and "also" in ways and old.times and not said.measures:
        old.times = [*old.times, *said.times]  # 前年的也放一起
    elif said.times:
        old.times, old.vague_times = list(said.times), []
        old.basis = [b for b in old.basis if isinstance(b.basis, str)]  # 同比 moves along
    elif said.vague_times:
        old.vague_times, old.times = list(said.vague_times), []
    if said.hours is not None:
        old.hours = said.hours
    return old


def _compared(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    if said.basis:
        old.basis = list(said.basis)
        old.measures = [replace(m, change=None) for m in old.measures]
        if old.limit is not None and len(old.measures) == 1:
            # 最低的三个，去年同期呢: still the three, with what they were
            least = old.limit.direction == "least"
            old.ranked = old.ranked or Ranked(old.measures[0], old.limit.n,
                                              "least" if least else "most")
        compare_same_stretch(old)
    if said.change is not None:
        old.change = said.change
    return old




_FIRST: tuple[Edit, ...] = (_times, _compared, places_and_values, remeasured, regrouped)
_LAST: tuple[Edit, ...] = (picked, listed)
