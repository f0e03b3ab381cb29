"""今年清了多少，还剩多少没清: the period dates what was done; what is left is all there is now."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.nodes import StateUse
from assistant.reading.resolve import Resolver


def what_is_left(clause: Frame, earlier: Frame, resolver: Resolver) -> bool:
    """Return whether the clause counts what is not yet as the clause before says it became.

    A period said of the things themselves (今年的问题) or of their coming about (今年立案的) holds
    for what is left of them as well.
    """
    if clause.times or not earlier.times or earlier.flags & {"raised", "time_of", "now"}:
        return False
    done, left = _uses(earlier), _uses(clause)
    return any(
        resolver.model.state(one.name).during is not None and not one.negated
        and resolver.model.state(other.name).during is None
        and resolver.states.exclusive(one, other)
        for one in done for other in left)


def of_those_raised(clause: Frame, earlier: Frame) -> bool:
    """今年报了几起，现在没修复的还剩几起: of those that came about then, as they stand now."""
    parts = [m.noun for m in clause.measures if m.noun is not None and m.noun.within is not None]
    return "raised" in earlier.flags and bool(earlier.times) and bool(parts) \
        and len(parts) == len(clause.measures)


def _uses(frame: Frame) -> list[StateUse]:
    nouns = [m.noun for m in frame.measures if m.noun is not None]
    return [use for noun in nouns for choice in noun.mods.states for use in choice]
