"""Tests of the rows' own attributes: numbers, dates, lengths of time since a date."""

from __future__ import annotations

from assistant.contracts.algebra import And, AsOf, AttrPred, Moment, PathRef, PredT
from assistant.reading.amounts import negative
from assistant.reading.data_range import AHEAD
from assistant.reading.date_terms import start_of, time_left, within
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.thresholds import flipped


def attribute_test(phrase: PredPhrase, base: str, resolver: Resolver) -> PredT:
    """Return the test of an attribute: by an amount, by a period, or by how long ago it was."""
    def cost(entity: str) -> int:
        distance = resolver.graph.distance(base, entity)
        return 99 if distance is None else distance

    use = min(phrase.attr, key=lambda a: cost(a.entity))
    path = f"{use.entity}.{use.attribute}"
    if phrase.period is not None:
        exact = resolver.attr_type(use.entity, use.attribute) == "date"
        return within(path, phrase.period, exact=exact)
    comparison = phrase.comparison
    assert comparison is not None
    if comparison.amount is None:
        return AttrPred(path=path, cmp=comparison.cmp, value=Moment())
    kind = resolver.attr_type(use.entity, use.attribute)
    if kind in ("date", "datetime") and comparison.amount.interval is not None:
        start = start_of(resolver.model, use)
        if start is not None:  # 响应超过4小时: from when it was reported
            return AttrPred(path=path, cmp=comparison.cmp, value=PathRef(
                path=f"{use.entity}.{start}", plus=comparison.amount.interval))
        if use.attribute in AHEAD:
            return time_left(path, comparison)
        return AttrPred(path=path, cmp=flipped(comparison.cmp),
                        value=AsOf(plus=negative(comparison.amount.interval)))
    first = AttrPred(path=path, cmp=comparison.cmp, value=comparison.amount.value)
    if comparison.upper is None:
        return first
    return And(preds=(first, AttrPred(path=path, cmp="<=", value=comparison.upper.value)))
