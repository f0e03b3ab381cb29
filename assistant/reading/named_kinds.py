"""Values that stand for the things of that kind: 国控|站, 工业|企业; and 水厂 alone for its units.

A cut of its own beside the best one: looked at only where the question is asked back as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.reading.nodes import Token, ValueUse

Nouns = Callable[[str], tuple[str, ...]]
_KINDS = ("kind", "industry")  # attributes whose values name things: 水厂, 电厂
_ASKED = ("ask_list", "ask_count", "ask_which", "how_many", "each_kind", "group")
_MEASURED = ("metric", "metric_group", "attr")


def kinds_with_nouns(
    tokens: Sequence[Token], nouns: Nouns, things: frozenset[str]
) -> list[Token] | None:
    """Return the tokens with such values cut into the value and its noun; None when none are.

    Args:
        tokens: the best cut.
        nouns: the entities that a word names.
        things: the entities whose members are things.
    """
    out = [part for token in tokens for part in _cut(token, nouns)]
    asked = any(t.is_fn(*_ASKED) for t in tokens)
    if len(out) == len(tokens) and asked \
            and not any(t.has("entity", *_MEASURED) for t in tokens):
        out = [part for token in tokens for part in _unsaid(token, things)]
    return out if len(out) > len(tokens) else None


def _cut(token: Token, nouns: Nouns) -> tuple[Token, ...]:
    for size in range(len(token.text) - 1, 0, -1):
        named = nouns(token.text[-size:])
        uses = tuple(use for use in token.readings.get("value", ()) if use.entity in named)
        if uses and "entity" not in token.readings:
            return _parted(token, size, uses)
    return (token,)


def _unsaid(token: Token, things: frozenset[str]) -> tuple[Token, ...]:
    """水厂名单: the noun is the last of the value's own characters."""
    uses = tuple(use for use in token.readings.get("value", ())
                 if use.entity in things and use.attribute in _KINDS)
    if not uses or token.has("name", "time") or len(token.text) == 1:
        return (token,)
    return _parted(token, 1, uses)


def _parted(token: Token, size: int, uses: tuple[ValueUse, ...]) -> tuple[Token, ...]:
    middle = token.end - size
    return (
        replace(token, end=middle, text=token.text[:-size], readings={"value": uses}),
        Token(middle, token.end, token.text[-size:],
              {"entity": tuple(dict.fromkeys(use.entity for use in uses))}),
    )
