"""Finds the turn that a sentence points at (刚才那个取水量，…; 回到第一个问题)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.reading.conversing.follow_words import says, without
from assistant.reading.conversing.told import Told

# 刚才那个，…; 取水那个也分市
_CLAUSE = re.compile(r"[，,：:]|(?<=[一-鿿]{2}那[个张条份])(?=也|换|改|按|再|分|要)")
_LEAST = 2  # characters that a turn shares with what points at it


@dataclass(frozen=True)
class Pointed:
    """The turn pointed at, and the sentence without the words that do so."""

    turn: Told
    rest: str


def pointed(text: str, before: Sequence[Told]) -> Pointed | None:
    """Return the earlier turn that the first clause points at, if it does."""
    turns = [turn for turn in before if turn.answered]
    clause, *rest = _CLAUSE.split(text, maxsplit=1)
    if not turns or not says(clause, "pointer") or says(clause, "these"):
        return None
    named = without(clause, "pointed_filler")
    left = rest[0] if rest else ""
    if says(clause, "first"):
        first = turns[0]
        # 最开始那张各县上传率 names the turn; 最开始那个总数的工业 asks for less of it
        told = not named or _shared(named, first.question) >= _LEAST
        return Pointed(first, left if told else f"{named}，{left}" if left else named)
    if not rest or len(named) < _LEAST:
        return None
    by_words = max(turns[::-1], key=lambda turn: _shared(named, turn.question))
    if _shared(named, by_words.question) >= _LEAST:
        return Pointed(by_words, left)
    by_reading = max(turns[::-1], key=lambda turn: _shared(named, turn.plan.reading))
    return Pointed(by_reading, left) if _shared(named, by_reading.plan.reading) >= _LEAST else None


def _shared(one: str, other: str) -> int:
    """The longest stretch of characters that both hold."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
