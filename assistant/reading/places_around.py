"""Places that only say where the ones named next lie: 九江的永修、湖口; 江西 of data of 江西."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

ParentOf = Callable[[str, str], tuple[str, str] | None]
_LYING_IN = words_of("lying_in")


def places_around(
    tokens: Sequence[Token], parent_of: ParentOf, held: Collection[str]
) -> set[int]:
    """Return where the names start that narrow nothing beside the places in the query.

    Args:
        tokens: the words of the question.
        parent_of: the (entity, key) a named place lies in.
        held: the strings of the query.
    """
    found: set[int] = set()
    for index, token in enumerate(tokens):
        names = _names(token)
        if any(entity == "province" for entity, _ in names):
            found.add(token.start)  # all the data are the province's
        elif names and set(_next_names(tokens, index)) & {
                (entity, key) for entity, key in _children(tokens, names, parent_of)
                if key in held}:
            found.add(token.start)
    return found


def _names(token: Token) -> list[tuple[str, str]]:
    return [(item.entity, str(key)) for item, _ in token.readings.get("name", ())
            for key in item.keys]


def _next_names(tokens: Sequence[Token], index: int) -> list[tuple[str, str]]:
    for follow in tokens[index + 1 :]:
        if not (follow.is_fn("de", "partitive") or follow.text in _LYING_IN):
            return _names(follow)
    return []


def _children(
    tokens: Sequence[Token], names: Sequence[tuple[str, str]], parent_of: ParentOf
) -> list[tuple[str, str]]:
    return [child for token in tokens for child in _names(token)
            if parent_of(*child) in names]
