"""Where the clause of a token begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_SOFT = words_of("soft_endings")


def ends_clause(tokens: Sequence[Token], index: int) -> bool:
    """Return whether nothing that counts follows in the clause."""
    follow = index + 1
    while follow < len(tokens) and tokens[follow].text in _SOFT:
        follow += 1
    return follow >= len(tokens) or tokens[follow].has("punct")


def clause_before(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """Return the tokens of the clause that stand before one of it."""
    start = index
    while start and not tokens[start - 1].has("punct"):
        start -= 1
    return tokens[start:index]
