"""Counts that a whole question decides: 11个市的用水总量加起来, 有证无口的、有口无证的，各几个."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.rule_words import pattern_of
from knowledge_graph.semantics.model import SemanticModel

_COUNTED = pattern_of("counted")


def whole_sums(frame: Frame, model: SemanticModel) -> None:
    """Settle what is counted or summed."""
    sum_counted_groups(frame)
    sum_the_rest(frame, lambda name: model.metric(name).additive)
    count_each_so(frame)
    count_as_governed(frame, {m.entity: m.name for m in model.metrics if m.counts_plain})


def count_as_governed(frame: Frame, plain: Mapping[str | None, str]) -> None:
    """取水许可证有多少: counted by the governed metric, unless all of them or a state is said."""
    if "all" in frame.flags or frame.mods.states or frame.mods.preds or frame.when \
            or any(t.first != t.last for t in frame.times):  # 今年的证: of which day, or new?
        return
    if len(frame.measures) == 1 and not frame.nouns and frame.ranked is None:
        frame.measures = [_as_governed(frame.measures[0], plain)]
    if frame.ranked is not None and frame.ranked.by is not None \
            and all(n.options[0] in REGIONS for n in frame.nouns):
        frame.ranked = replace(frame.ranked, by=_as_governed(frame.ranked.by, plain))
    frame.nouns = [
        replace(n, ranked=replace(n.ranked, by=_as_governed(n.ranked.by, plain)))
        if n.options[0] in REGIONS and n.ranked is not None and n.ranked.by is not None else n
        for n in frame.nouns]


def _as_governed(measure: MeasurePhrase, plain: Mapping[str | None, str]) -> MeasurePhrase:
    noun = measure.noun
    if measure.kind != "count" or noun is None or len(noun.options) != 1:
        return measure
    name, mods = plain.get(noun.options[0]), noun.mods
    said = mods.states or mods.preds or noun.within or noun.ranked or noun.minus or noun.implied \
        or noun.number or measure.change or measure.distinct or measure.per
    return measure if name is None or said else MeasurePhrase(
        "metric", metrics=(name,), mods=mods, text=measure.text)


def sum_the_rest(frame: Frame, additive: Callable[[str], bool]) -> None:
    """除了南昌，剩下十个市发了多少本证: what is left of the places is one whole, not each of it."""
    rows = frame.nouns[0] if frame.nouns else None
    if rows is None or rows.options[0] not in REGIONS or rows.asked or rows.ranked \
            or not _only_left_out(rows.mods) or not any(map(_left_out, (
                *rows.mods.conds, *frame.mods.conds))):
        return
    asked = frame.flags & {"each", "apart", "parent"} or frame.extreme or frame.limit \
        or frame.order or frame.listed or frame.which or frame.groups or frame.ranked
    totals = all(m.change is None and not m.per and (
        m.kind == "count" or m.kind == "metric" and all(map(additive, m.metrics)))
        for m in frame.measures)
    if frame.measures and totals and not asked:
        frame.nouns = frame.nouns[1:]
        frame.mods = frame.mods.plus(rows.mods)


def _left_out(cond: Cond) -> bool:
    return cond.negated and cond.options[0][1] is None


def _only_left_out(mods: Mods) -> bool:
    return not (mods.states or mods.preds) and all(map(_left_out, mods.conds))


def count_each_so(frame: Frame) -> None:
    """有证没口的、有口没证的，两个县各几个: kinds of trouble that are states, each counted."""
    listed = next((c for c in frame.mods.conds if c.so), None)
    asked = frame.counted or "value" in frame.flags
    if listed is None or not asked or frame.measures or frame.nouns or frame.mods.states \
            or frame.mods.preds or frame.ranked is not None:
        return
    rest = tuple(c for c in frame.mods.conds if c is not listed)
    frame.mods, frame.counted = replace(frame.mods, conds=rest), False
    frame.measures = [MeasurePhrase("count", noun=SetPhrase(
        tuple(dict.fromkeys(u.entity for u in choice)), Mods(states=(choice,)), text=listed.text))
        for choice in listed.so]


def sum_counted_groups(frame: Frame) -> None:
    """11个市的用水总量加起来: groups that only say how many things are summed ask for none."""
    if not frame.summed or "each" in frame.flags or frame.ranked is not None:
        return
    frame.groups = [g for g in frame.groups if not _COUNTED.match(g.text)]
