"""What was said of the first figure holds for the later ones, until one names its own set.

建筑业今年进名录几家、移出几家，净增多少: the topic with its conditions spans the figures.
A later figure that names another value of an attribute keeps the rest (没销号的有证无口几个，
有口无证几个); one that names another thing, or the same thing bare (一共几个站), speaks of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver


def carry_on(measures: Sequence[MeasurePhrase], resolver: Resolver) -> list[MeasurePhrase]:
    """Return the figures of one clause, each with what was said of the one before.

    A value right before a metric's name may be of that name alone (火电用水量、人均用水量).
    """
    out: list[MeasurePhrase] = []
    for measure in measures:
        alone = bool(out) and measure.kind == out[-1].kind == "metric"
        out.append(carried(measure, out[-1], resolver) if out and not alone else measure)
    return out


def carry_from(clause: Frame, earlier: Frame, resolver: Resolver) -> None:
    """火电厂取了多少水，许可用到几成: the figures are of the same ones."""
    if not earlier.measures or clause.whole or clause.nouns:
        return
    *beside, before = earlier.measures
    clause.measures = [carried(m, before, resolver, beside) for m in clause.measures]


def carried(
    measure: MeasurePhrase, before: MeasurePhrase, resolver: Resolver,
    beside: Sequence[MeasurePhrase] = (),
) -> MeasurePhrase:
    """Return a figure narrowed by what was said of the one before it.

    Args:
        measure: the later figure.
        before: the figure before it.
        resolver: tells what can narrow what.
        beside: more figures asked beside the one before: only what was said of all is the topic.
    """
    topic = _common(_topic(before), beside)
    if topic is None or not topic.mods:
        return measure
    if measure.kind == "count":
        return _count(measure, topic, before, resolver)
    if measure.kind == "metric" and measure.scope is None and not measure.mods \
            and (measure.metrics != before.metrics or measure.per is not None):
        return _metric(measure, topic, resolver)
    return measure


def _topic(before: MeasurePhrase) -> SetPhrase | None:
    """Return the set a figure is of, its places apart: those are the whole question's."""
    if before.kind == "metric":
        scope = before.scope
        options = scope.options if scope is not None else ()
        own = before.mods.plus(scope.mods) if scope is not None else before.mods
        noun = SetPhrase(options, own)
    elif before.kind == "count" and before.noun is not None and not before.distinct:
        noun = before.noun.within or before.noun
    else:
        return None
    conds = tuple(c for c in noun.mods.conds if not _is_place(c) and c.listed < 2)
    return replace(noun, mods=replace(noun.mods, conds=conds), asked="", number=None)


def _common(topic: SetPhrase | None, beside: Sequence[MeasurePhrase]) -> SetPhrase | None:
    """进名录几家、移出几家: neither of the two states is what the next figure is of."""
    for measure in beside:
        other = _topic(measure)
        if topic is None or other is None:
            continue
        mine, theirs = topic.mods, other.mods
        topic = replace(topic, mods=Mods(
            tuple(c for c in mine.conds if c in theirs.conds),
            tuple(s for s in mine.states if s in theirs.states),
            tuple(p for p in mine.preds if p in theirs.preds)))
    return topic


def _is_place(cond: Cond) -> bool:
    return cond.options[0][1] is None


def _count(
    measure: MeasurePhrase, topic: SetPhrase, before: MeasurePhrase, resolver: Resolver
) -> MeasurePhrase:
    """按时上报数: of the forms said before; 有口无证几个: as far along as the others."""
    noun = measure.noun
    if noun is None or noun.within is not None or noun.mods.preds or noun.ranked \
            or not noun.options or not (noun.mods or noun.implied) \
            or before.kind == "count" and noun.implied:
        return measure
    mine = {o[:2] for c in noun.mods.conds for o in c.options}
    theirs = {o[:2] for c in topic.mods.conds for o in c.options}
    kept = tuple(c for c in topic.mods.conds if not mine & {o[:2] for o in c.options})
    if noun.mods.conds and not mine & theirs:
        return measure  # 离线的几个，国控的几个: side by side
    more = Mods(conds=kept)
    if mine & theirs and not noun.mods.states and set(noun.options) & set(topic.options):
        more = replace(more, states=topic.mods.states)
    options = tuple(o for o in noun.options if resolver.fits(more.plus(noun.mods), o))
    if not more or not options:
        return measure
    return replace(measure, noun=replace(noun, options=options).narrowed(more))


def _metric(measure: MeasurePhrase, topic: SetPhrase, resolver: Resolver) -> MeasurePhrase:
    """Of those things: their values narrow the facts, a state or a test picks the things."""
    bases = {b for name in measure.metrics for b in resolver.graph.metric_bases(name)}
    if _is_count(measure, resolver) and bases & set(topic.options):
        topic = replace(topic, mods=Mods(conds=topic.mods.conds))  # 移出几家，净增几家
    if not topic.mods:
        return measure
    if topic.mods.states or topic.mods.preds or topic.ranked is not None:
        if _is_rate(measure, resolver) and not topic.mods.preds:
            return measure  # 无效站几个，完整率多少: the rate is of all of them
        fitting = resolver.metrics_fitting(Mods(), measure.metrics, topic.options)
        if not fitting:
            return measure
        among = measure.per_noun
        if among is not None and not among.mods and set(among.options) & set(topic.options):
            measure = replace(measure, per_noun=topic)  # 平均每户超多少: of those holders
        return replace(measure, metrics=fitting, scope=topic)
    fitting = resolver.metrics_fitting(topic.mods, measure.metrics)
    if not fitting:
        return measure
    if any(resolver.below(o[0], b) for c in topic.mods.conds for o in c.options for b in bases):
        scope = replace(topic, options=tuple(bases), implied=False)  # 新发几本: the permits of it
        return replace(measure, metrics=fitting, scope=scope)
    return replace(measure, metrics=fitting, mods=topic.mods)


def _is_count(measure: MeasurePhrase, resolver: Resolver) -> bool:
    return all(resolver.model.metric(name).unit == "count" for name in measure.metrics)


def _is_rate(measure: MeasurePhrase, resolver: Resolver) -> bool:
    return all(resolver.model.metric(name).unit == "fraction" for name in measure.metrics)
