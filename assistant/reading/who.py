"""Who happenings are of: 责令整改了几家 counts holders, not orders."""

from __future__ import annotations

from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of


def who(resolver: Resolver, entity: str) -> str | None:
    """Return the nearest things counted in 家 or 户 that a happening is of."""
    found = [(d, e.name) for e in resolver.model.entities if e.kind == "thing"
             and set(e.counters) & words_of("asked_as_who")
             and (d := resolver.graph.distance(entity, e.name)) is not None]
    return min(found)[1] if found else None
