"""Words that a number beside them decides: 连续离线超过7天, 装了两只表以上的站."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_ON = words_of("going_on")
_REACHED = words_of("reaching")
_FITTED = words_of("fitted")


def so_for_long(tokens: Sequence[Token], index: int) -> Token | None:
    """连续离线超过7天: the length says that it went on without a break."""
    if tokens[index].text not in _ON or index + 2 >= len(tokens) \
            or not tokens[index + 1].has("state", "value", "entity"):
        return None
    after = [t for t in tokens[index + 2 : index + 5] if t.text not in ("了", "的")]
    long = [t for t in after if t.has("number")
            and t.readings["number"][0].dimension == "duration"]
    return replace(tokens[index], readings={"filler": True}) if long else None


def holds_so_many(tokens: Sequence[Token], index: int) -> Token | None:
    """装了两只表以上的站: with a number after it, only what one thing has of another."""
    if tokens[index].text not in _FITTED or index + 2 >= len(tokens):
        return None
    number, noun = tokens[index + 1], tokens[index + 2]
    counted = number.has("number") and number.readings["number"][0].dimension == "count"
    if not counted or not noun.has("entity"):
        return None
    return replace(tokens[index], readings={"fn": frozenset({"having"})})


def reaches(tokens: Sequence[Token], index: int) -> Token | None:
    """上传率到95%的: at least so much."""
    if tokens[index].text not in _REACHED or not 0 < index < len(tokens) - 1:
        return None
    before, number = tokens[index - 1], tokens[index + 1]
    part = number.has("number") and number.readings["number"][0].dimension == "fraction"
    if not part or not before.has("metric", "attr") or before.has("number", "time"):
        return None
    return replace(tokens[index], readings={"fn": frozenset({"cmp_ge"})})


BESIDE_NUMBERS = (so_for_long, holds_so_many, reaches)
