"""Periods that pass a test: how many there were, how long a run of them, when a total passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.contracts.algebra import And, Count, Periods, PredT, Run
from assistant.contracts.time import Grain
from assistant.reading.changes import change_predicate
from assistant.reading.frame import Frame
from assistant.reading.loose import as_measure
from assistant.reading.nodes import AttrUse
from assistant.reading.period_asks import PeriodsAsked
from assistant.reading.phrase_types import BasisPhrase, Item, MeasurePhrase, Mods, PredPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of


def pass_periods(frame: Frame, resolver: Resolver) -> None:
    """Let the tests of a frame pick the periods it asks about."""
    _dates_as_periods(frame, resolver)
    _peaks_of_attributes(frame, resolver)
    _cumulated(frame, resolver)
    _moves_of_each(frame)
    asked = frame.periods
    if asked is None:
        return
    tests = _tests(frame)
    if not tests or frame.nouns:
        frame.unread.append(frame.periods_text)
        return
    frame.periods = None
    frame.mods = replace(frame.mods, preds=())
    frame.bare, frame.bare_texts = [], []
    listed = frame.which or frame.listed or frame.when is not None
    if asked.give == "count" and listed and not frame.groups:
        frame.when = asked.grain  # 有几年，分别是哪些: the years themselves
        frame.which = frame.listed = frame.counted = False
        frame.mods = replace(frame.mods, preds=tests)
        return
    frame.counted = False
    frame.measures.append(MeasurePhrase(
        "periods", mods=Mods(preds=tests), asked=asked, text=frame.periods_text))


def _dates_as_periods(frame: Frame, resolver: Resolver) -> None:
    """取水量最大的日期: of what is kept day by day, the day."""
    ends = frame.ranked or frame.extreme or frame.limit
    if frame.when is not None or not ends or frame.nouns or frame.groups:
        return
    named = [c for c in frame.columns if c.kind == "attr"]
    for options in (*(c.value for c in named), *frame.attrs):
        grain = next((g for use in options if (g := _grain_kept(use, resolver))), None)
        if grain is not None:
            frame.when = grain
            frame.columns = [c for c in frame.columns if c.value != options]
            frame.attrs = [a for a in frame.attrs if a != options]
            frame.heard += [c.text for c in named if c.value == options]
            return


def _grain_kept(use: AttrUse, resolver: Resolver) -> Grain | None:
    entity = resolver.model.entity(use.entity)
    dates = entity.kind == "fact" and entity.time is not None \
        and entity.time.column == use.attribute
    return entity.time.grain if dates and entity.time is not None else None


def _peaks_of_attributes(frame: Frame, resolver: Resolver) -> None:
    """日取水量的峰值在哪天: what is kept of each day stands for its measure."""
    if frame.when is None or frame.measures or not {"max", "min"} & set(frame.aggs):
        return
    found = [(a, m) for a in frame.attrs
             if (m := as_measure(Item("attr", a, 0, 0, 0.0, ""), resolver)) is not None]
    if len(found) == 1 and len(frame.aggs) == 1:
        attr, measure = found[0]
        frame.attrs = [a for a in frame.attrs if a is not attr]
        frame.measures = [replace(measure, agg=frame.aggs.pop())]


def _tests(frame: Frame) -> tuple[PredPhrase, ...]:
    """Take what is said of the periods out of the frame; a figure held to nothing is asked."""
    tests = [p for p in frame.mods.preds if p.subject is not None and not p.quantifier]
    if len(tests) < len(frame.mods.preds):
        return ()
    moved = [m for m in frame.measures if m.change is not None and not m.change.how
             and m.change.sign in ("up", "down")]
    tests += [change_predicate(m, m.text) for m in moved]
    frame.measures = [m for m in frame.measures if m not in moved]
    subjects = [m for m in frame.measures if m.kind == "metric"]
    if frame.bare and len(subjects) == 1:
        tests += [PredPhrase(subjects[0], comparison=c) for c in frame.bare]
    told = [p.subject for p in tests]
    frame.measures = [m for m in frame.measures if m not in told]
    return tuple(tests)


def _cumulated(frame: Frame, resolver: Resolver) -> None:
    """累计哪天过的一亿方、按月累计: added up from the first period to each."""
    stepwise = any(g.grain and g.text[:1] in words_of("step_by_step") for g in frame.groups)
    whole = frame.when is not None or stepwise
    said = "cumulated" in frame.flags or frame.summed and whole
    if not said or not (whole or any(g.grain for g in frame.groups)):
        return

    def added(measure: MeasurePhrase) -> MeasurePhrase:
        sums = measure.kind == "metric" and measure.change is None and any(
            resolver.model.metric(name).additive for name in measure.metrics)
        return replace(measure, running=True) if sums else measure

    frame.measures = [added(m) for m in frame.measures]
    frame.mods = replace(frame.mods, preds=tuple(
        replace(p, subject=added(p.subject)) if p.subject is not None else p
        for p in frame.mods.preds))
    if frame.when is not None and any(p.subject is not None and p.subject.running
                                      for p in frame.mods.preds):
        frame.flags.add("earliest")


def _moves_of_each(frame: Frame) -> None:
    """每年涨多少: how far each period moved from the one before it."""
    grain = next((g.grain for g in frame.groups if g.grain), None)
    told = frame.change or frame.basis or frame.ranked or frame.extreme or frame.mods.preds
    if grain is None or told or not frame.flags & {"up", "down"} or "value" not in frame.flags:
        return
    frame.measures = [
        replace(m, change=BasisPhrase("mom", "both")) if m.kind == "metric" and m.change is None
        else m for m in frame.measures]
    frame.flags -= {"up", "down"}


def periods_passing(phrase: MeasurePhrase, tests: Sequence[PredT]) -> Count | Run:
    """Return how many periods pass, or how long the run of them was."""
    asked: PeriodsAsked | None = phrase.asked
    assert asked is not None
    if asked.give == "count":
        return Count(of=Periods(grain=asked.grain, where=tuple(tests)))
    pred = tests[0] if len(tests) == 1 else And(preds=tuple(tests))
    return Run(pred=pred, grain=asked.grain, which=asked.give)
