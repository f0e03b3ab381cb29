"""A change over several years, as a condition: 2020到2024年用水总量下降的市.

With nothing said to hold it against, the last of the years is held against the first, as the change
itself is told; never against as many years before them.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Period
from assistant.reading.frame import Frame
from assistant.reading.periods import first_and_last_year
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver


def test_over_years(frame: Frame, resolver: Resolver) -> None:
    """Hold the last year against the first in the conditions that tell no basis of their own."""
    ends = first_and_last_year(frame.times[0]) if len(frame.times) == 1 else None
    if ends is None or frame.basis or any(g.grain for g in frame.groups) or frame.when:
        return

    def mods(given: Mods) -> Mods:
        preds = tuple(_between(p, ends, resolver) for p in given.preds)
        return replace(given, preds=preds) if preds != given.preds else given

    def noun(given: SetPhrase) -> SetPhrase:
        return replace(given, mods=mods(given.mods))

    frame.mods = mods(frame.mods)
    frame.nouns = [noun(n) for n in frame.nouns]
    frame.measures = [replace(m, noun=noun(m.noun)) if m.noun is not None else m
                      for m in frame.measures]


def _between(pred: PredPhrase, ends: tuple[Period, Period], resolver: Resolver) -> PredPhrase:
    subject, against = pred.subject, pred.against
    if subject is None or against is None or against.kind != "change" or pred.quantifier \
            or pred.every or against.basis is not None or subject.time is not None \
            or not _yearly(subject, resolver):
        return pred
    first, last = ends
    return replace(pred, subject=replace(subject, time=last),
                   against=replace(against, basis=first))


def _yearly(measure: MeasurePhrase, resolver: Resolver) -> bool:
    return measure.kind == "metric" and all(
        resolver.model.metric(m).grain == "year" for m in measure.metrics)
