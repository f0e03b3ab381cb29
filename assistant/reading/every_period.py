"""Conditions that 都 puts on each of several periods: 近三年人均水资源量都低于两千方的市."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.contracts.time import Grain, Period
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.rule_words import senses_of


def test_each_period(frame: Frame) -> None:
    """Let the conditions said with 都 hold in each period, where the question names several."""
    grain = grain_of(frame.times)
    if grain is None:
        return
    frame.mods = _mods(frame.mods, grain)
    frame.nouns = [_noun(n, grain) for n in frame.nouns]
    frame.measures = [_measure(m, grain) for m in frame.measures]


def each_period(pred: PredPhrase, grain: Grain | None) -> PredPhrase:
    """Return the condition, tested in each period if 都 was said of it."""
    if grain is None or not pred.every or pred.quantifier:
        return pred
    return replace(pred, quantifier="every", grain=grain)


def grain_of(times: Sequence[Period]) -> Grain | None:
    """Return the grain of the periods that one stretch of time holds several of."""
    if len(times) != 1:
        return None
    first, last, label = times[0].first, times[0].last, times[0].label
    if not (isinstance(first, date) and isinstance(last, date)):
        return None
    days = (last - first).days + 1
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    lengths: dict[Grain, int] = {"quarter": 170, "month": 56, "week": 14, "day": 2}
    said = {g for g in lengths if any(m in label for m, s in senses_of("grain").items() if s == g)}
    if whole and first.year < last.year and not said:
        return "year"
    return next((g for g, least in lengths.items() if g in said and days >= least), None)


def _mods(mods: Mods, grain: Grain) -> Mods:
    return replace(mods, preds=tuple(each_period(p, grain) for p in mods.preds))


def _noun(noun: SetPhrase, grain: Grain) -> SetPhrase:
    within = _noun(noun.within, grain) if noun.within is not None else None
    return replace(noun, mods=_mods(noun.mods, grain), within=within)


def _measure(measure: MeasurePhrase, grain: Grain) -> MeasurePhrase:
    noun = _noun(measure.noun, grain) if measure.noun is not None else None
    part = _measure(measure.part, grain) if measure.part is not None else None
    return replace(measure, noun=noun, part=part, mods=_mods(measure.mods, grain))
