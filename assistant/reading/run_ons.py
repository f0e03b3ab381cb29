"""Questions run together without a stop: …多少占全省几成, …几本哪个县压得最多."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Token

_ASKED = ("ask_count", "ask_value", "share_ask", "ask_length", "ask_times")
_BEGINNING = ("of_which", "ask_which", "each_kind", "share", "besides")
_NOT_BEGINNING = ("asks_fraction", "every")
_COMPARING = frozenset({"比"})


def parted(text: str, tokens: Sequence[Token]) -> str:
    """Return the text with a comma where one question ends and the next begins."""
    out, end = [], 0
    for before, one, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if _ends(before, one) and _begins(after):
            out += [text[end : one.end], "，"]
            end = one.end
    return "".join([*out, text[end:]])


def _ends(before: Token, one: Token) -> bool:
    """What is asked for has been said: 上传率多少, 水力发电的几本."""
    alone = one.tags() & {"ask_which", "ask_list", "compare", "than"}
    return one.is_fn(*_ASKED) and not alone and len(one.text) > 1 and not before.has("punct")


def _begins(token: Token) -> bool:
    if token.has("metric", "attr", "entity", "value"):
        return False
    return (token.is_fn(*_BEGINNING) and not token.is_fn(*_NOT_BEGINNING)) \
        or token.text in _COMPARING
