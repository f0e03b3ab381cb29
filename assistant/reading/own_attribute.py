"""A figure of each thing itself, whatever the metric of that name leaves out.

注销的证里年许可水量超过100万方的: the volume on the permit; the metric counts only valid ones.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Agg, Members
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.resolve import Resolver


def by_own_attribute(phrase: PredPhrase, base: str, resolver: Resolver) -> PredPhrase:
    """Return the test as one of the attribute that the metric sums, where it is the base's own."""
    subject = phrase.subject
    plain = subject is not None and subject.kind == "metric" and not (
        subject.mods or subject.scope or subject.time or subject.agg or subject.per
        or subject.divisor or subject.change or subject.since)
    if subject is None or not plain or not base or phrase.against or phrase.quantifier \
            or phrase.comparison is None or phrase.comparison.target:
        return phrase
    for name in subject.metrics[:1]:
        formula = resolver.model.metric(name).formula
        if isinstance(formula, Agg) and formula.fn == "sum" and isinstance(formula.of, str) \
                and isinstance(formula.over, Members) and formula.over.entity == base \
                and formula.over.where and resolver.model.entity(base).kind == "thing":
            return replace(phrase, subject=None, attr=(AttrUse(base, formula.of),))
    return phrase
