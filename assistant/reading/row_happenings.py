"""Rows told happening by happening: 每次的日期和事由, 谁改的、改前改后 of forms."""

from __future__ import annotations

from assistant.contracts.algebra import InSet, Members
from assistant.reading.happenings import behind, lasting_kinds
from assistant.reading.phrase_types import SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles

_SEVERAL = 2  # one attribute of several happenings is collected into one cell


def as_happenings(over: Members, roles: Roles, resolver: Resolver) -> Members | None:
    """Return the happenings of the set, when each of them, or several things of each, is asked."""
    rows = roles.rows
    each = any(c.kind == "each" for c in roles.columns)
    below = [_event_of(c.value, over.entity, resolver) for c in roles.columns if c.kind == "attr"]
    asked = [e for e in below if e is not None]
    if rows is None or not each and (len(asked) < _SEVERAL or len(set(asked)) > 1):
        return None
    behind = _behind(rows, over.entity, resolver)
    event = behind.entity if behind is not None and (
        not asked or behind.entity in asked) else next(iter(asked), None)
    if event is None:
        return None
    kinds = behind.where if behind is not None and behind.entity == event else ()
    dated = resolver.model.entity(over.entity).time is not None
    return Members(entity=event, where=(*kinds, InSet(of=over, path=over.entity)),
                   when="none" if dated and resolver.model.entity(event).dated else "default")


def _event_of(options: tuple, entity: str, resolver: Resolver) -> str | None:  # type: ignore[type-arg]
    """Return the happening below the rows an attribute is of, if it is none of their own."""
    if any(resolver.graph.distance(entity, u.entity) is not None for u in options):
        return None
    return next((u.entity for u in options if resolver.model.entity(u.entity).kind == "event"
                 and resolver.graph.distance(u.entity, entity) is not None), None)


def _behind(rows: SetPhrase, entity: str, resolver: Resolver) -> Members | None:
    """Return the happenings that put the rows into their state."""
    for choice in rows.mods.states:
        for use in choice:
            has = behind(resolver.model, use)
            if has is not None and isinstance(has.of, Members) \
                    and resolver.model.entity(has.of.entity).kind == "event" \
                    and resolver.graph.distance(has.of.entity, entity) is not None:
                return Members(entity=has.of.entity, where=lasting_kinds(has.of))
    return None
