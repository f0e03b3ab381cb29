"""Things told by what they have: 有有效证的县, 挂了站的取水口."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Node
from assistant.reading.rule_words import words_of

_HAS = words_of("has_things")


def is_having(clause: Sequence[Node], index: int) -> bool:
    """Whether the node is the 有 of 有X的Y, X and Y being different things."""
    if clause[index].text not in _HAS or clause[index].kind != "token":
        return False
    held = _thing(clause, index + 1)
    if held is None or held + 1 >= len(clause) or not clause[held + 1].is_fn("de"):
        return False
    owner = _thing(clause, held + 2)
    if owner is None:
        return False
    return not set(clause[held].reading("entity")) & set(clause[owner].reading("entity"))


def _thing(clause: Sequence[Node], index: int) -> int | None:
    """Return the place of the thing that begins here, with its values and states."""
    while index < len(clause) and (clause[index].kind in ("cond", "state")
                                   and not clause[index].has_reading("entity")):
        index += 1
    thing = index < len(clause) and clause[index].kind in ("entity", "cond", "state") \
        and clause[index].has_reading("entity")
    return index if thing else None
