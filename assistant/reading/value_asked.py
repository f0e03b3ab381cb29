"""有多少 after a measure asks for its value: 设计灌溉面积加起来有多少, 供水有多少."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_HOW_MUCH = words_of("how_much_there_is")
_ASKED = frozenset({"ask_value", "how_many"})


def value_asked(tokens: Sequence[Token], index: int) -> Token | None:
    """Return the token as asking how much, where what stands before it is no thing to count."""
    if tokens[index].text not in _HOW_MUCH or not tokens[index].is_fn("ask_count"):
        return None
    before = [t for t in tokens[max(0, index - 3) : index]
              if not t.is_fn("summed") and t.readings.keys() != {"filler"}]
    measured = bool(before) and before[-1].has("metric") and not before[-1].has(
        "entity", "state", "spoken")
    return replace(tokens[index], readings={"fn": _ASKED}) if measured else None
