"""Whose a thing is: 哪一户的、谁家的、归哪家, asked of the rows that were ranked or picked."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.errors import NotRecorded
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import SetPhrase
from assistant.reading.resolve import Resolver


def owner_of(resolver: Resolver, entity: str, word: str) -> str:
    """Return the nearest thing the rows belong to that is counted as the asking word counts.

    Raises:
        NotRecorded: they belong to no such thing.
    """
    found = owners(resolver, entity, word[-1:])
    if not found:
        raise NotRecorded(f"{resolver.model.entity(entity).zh}没有登记“{word}”问的是谁。")
    return found[0]


def owners(resolver: Resolver, entity: str, counter: str) -> tuple[str, ...]:
    """Return what the members belong to and the counter counts, the nearest first."""
    ways = [(distance, place, e.name) for place, e in enumerate(resolver.model.entities)
            if e.kind == "thing" and counter in e.counters and e.name not in REGIONS
            and (distance := resolver.graph.distance(entity, e.name))]
    return tuple(name for _, _, name in sorted(ways))


def belongs_to(resolver: Resolver, rows: SetPhrase, noun: SetPhrase) -> bool:
    """取水最多的站属于哪个取水户: what is asked of the rows picked is what they belong to."""
    plain = noun.asked == "which" and not (noun.mods or noun.ranked or noun.within)
    above = any(resolver.graph.distance(r, n) for r in rows.options for n in noun.options)
    return rows.ranked is not None and plain and above


def asked_whose(rows: SetPhrase, word: str) -> SetPhrase:
    """Return the rows with the word that asks whose they are."""
    return replace(rows, asked=rows.asked or "which", owner=word)
