"""挂了站的取水口: a thing told by the one it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.contracts.algebra import Has, Lacks
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.resolve import Resolver, belongs_to

if TYPE_CHECKING:
    from assistant.reading.measures import MeasureBuilder


def held_by(
    phrase: PredPhrase, base: str, measures: MeasureBuilder, resolver: Resolver
) -> Has | Lacks | None:
    """Return whether there is one, where the members of the base cannot have several."""
    noun = phrase.subject.noun if phrase.subject is not None else None
    if noun is None or not belongs_to(phrase, base, resolver) or any(
            resolver.graph.distance(o, base) is not None for o in noun.options):
        return None
    of = measures.members(noun, measures.entity_of(noun))
    bound = phrase.comparison
    none = bound is not None and bound.amount is not None and not bound.amount.value
    return Lacks(of=of) if none else Has(of=of)
