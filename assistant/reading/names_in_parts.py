"""Names that other words stand between: 名录数据治理昨日完成率, 流域机构今年退回, 完成了几成."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

Known = Callable[[str], dict[str, Any]]
_RATE = "率"
_SHORTEST = 4  # characters of a name in two parts
_NOTHING = frozenset({"filler", "unknown", "open", "lasting", "point"})
_DONE = words_of("done")
_NAMES = ("value", "state", "metric")


def names_in_parts(tokens: Sequence[Token], known: Known) -> list[Token]:
    """Return the tokens with such names read as one."""
    out = list(tokens)
    for index in range(len(out)):
        _rate_of_task(out, index, known)
        _around_a_time(out, index, known)
    return out


def _rate_of_task(tokens: list[Token], index: int, known: Known) -> None:
    """名录数据治理…完成率, …完成了几成: the value said before tells which rate is meant."""
    token = tokens[index]
    asked = _asked_as_share(tokens, index)
    if not token.readings.keys() <= _NOTHING or not (token.has("open") or asked):
        return
    word = token.text if token.text.endswith(_RATE) or not asked else token.text + _RATE
    for place in range(index - 1, -1, -1):
        before = tokens[place]
        for name in dict.fromkeys((before.text, *_values(before))):
            found = known(name + word).get("metric") if before.has("value") else None
            if found:
                tokens[index] = replace(token, readings={"metric": found})
                tokens[place] = replace(before, readings={"filler": True})
                return


def _values(token: Token) -> list[str]:
    return [str(use.value) for use in token.readings.get("value", ())]


def _asked_as_share(tokens: Sequence[Token], index: int) -> bool:
    rest = [t for t in tokens[index + 1 : index + 3] if t.text not in _DONE]
    return bool(rest) and rest[0].is_fn("share_ask") and not tokens[index].is_fn("share")


def _around_a_time(tokens: list[Token], index: int, known: Known) -> None:
    """流域机构今年退回: one name, with the period in the middle of it."""
    if index < 1 or index + 1 >= len(tokens) or not tokens[index].has("time"):
        return
    first, last = tokens[index - 1], tokens[index + 1]
    word = first.text + last.text
    if len(word) < _SHORTEST or not (first.has(*_NAMES) and last.has(*_NAMES)):
        return
    found = {kind: value for kind, value in known(word).items() if kind in _NAMES}
    if found:
        tokens[index - 1] = replace(first, readings=found)
        tokens[index + 1] = replace(last, readings={"filler": True})
