"""Things tied to the rows by a record of their own: the holders of a permit, those of a meter."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.phrase_types import PredPhrase
from assistant.reading.resolve import Resolver


def tied(phrase: PredPhrase, base: str, resolver: Resolver) -> PredPhrase:
    """一本证挂了两户以上: of things that do not belong to the base, count those tied to it."""
    noun = phrase.subject.noun if phrase.subject is not None else None
    if not base or phrase.subject is None or noun is None or noun.mods or any(
            resolver.graph.distance(o, base) is not None for o in noun.options):
        return phrase
    links = tuple(t for o in noun.options if (t := resolver.link(o, base)) is not None)
    if not links:
        return phrase
    subject = replace(phrase.subject, noun=replace(noun, options=links), distinct=noun.options[0])
    return replace(phrase, subject=subject)
