"""Edits of what is measured: another measure takes the conditions of the old one."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed
from assistant.reading.conversing.ways import Ways
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Mods, PredPhrase, SetPhrase
from assistant.reading.shares import Shares


def remeasured(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Another measure takes the conditions of the old one; 也、加上 sets it beside."""
    if not said.measures:
        return old
    before = old.measures[0] if old.measures else None
    tested = _test_swapped(old, said) if "also" not in ways else None
    if tested is not None:
        return tested
    taken = []
    for measure in said.measures:
        mods = before.mods if before is not None and measure.kind == "metric" else Mods()
        if "also" in ways and mods and not shares.resolver.metrics_fitting(mods, measure.metrics):
            mods = Mods()  # 大型水库蓄水…，降水也加上: of what has no such value
        taken.append(replace(measure, mods=mods.plus(measure.mods)))
    named = {n for m in taken for n in m.metrics}
    narrowed = "only" in ways and old.measures and any(
        named & set(m.metrics) for m in old.measures)
    beside = "also" in ways and not narrowed
    old.measures = [*old.measures, *taken] if beside else taken
    if not beside:
        if old.ranked is not None and old.ranked.by is not None:
            old.ranked = replace(old.ranked, by=taken[-1])  # the three with the least of it
        old.metric_groups, old.nouns = [], [n for n in old.nouns if not n.asked]
        old.counted = False
    return old


def _test_swapped(old: Frame, said: Frame) -> Frame | None:
    """上传率低于90%的站有几个，完整率呢: those whose other rate is below it."""
    if len(said.measures) != 1 or said.measures[0].kind != "metric" or said.counted:
        return None
    found = False

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        nonlocal found
        if given is None or not any(_by_metric(p) for p in given.mods.preds):
            return given
        found = True
        preds = tuple(replace(p, subject=replace(p.subject, metrics=said.measures[0].metrics))
                      if p.subject is not None and _by_metric(p) else p for p in given.mods.preds)
        return replace(given, mods=replace(given.mods, preds=preds))

    same = absorbed(Frame(), old)
    same.nouns = [n for given in old.nouns if (n := noun(given)) is not None]
    same.measures = [replace(m, noun=noun(m.noun)) for m in old.measures]
    return same if found else None


def _by_metric(pred: PredPhrase) -> bool:
    return pred.subject is not None and pred.subject.kind == "metric"


