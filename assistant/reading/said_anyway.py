"""Words of where data stand and how things came to be there: they narrow nothing.

取水口表里没挂证的取水口, 抚州登记的取水户, 各站点加起来; and 状态有效, which names the recorded
value, not the state that is looked into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.reading.nodes import Token, ValueUse
from assistant.reading.rule_words import words_of

_RECORDS, _WITHIN = words_of("records"), words_of("within_records")
_THERE, _ADDED = words_of("being_there"), words_of("added_up")
_LINKING, _STATUS = words_of("linking"), tuple(words_of("status"))
_NOT_WITH = ("ask_when", "neg", "than", "earliest", "latest", "up", "down", "change", "growth")


def record_kept(tokens: Sequence[Token], index: int) -> Token | None:
    """取水口表里头, 工单台账上: the record is of the things named."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text not in _RECORDS or not index or not tokens[index - 1].has("entity"):
        return None
    return _silent(token) if follow and follow[0].text in _WITHIN else None


def being_there(tokens: Sequence[Token], index: int) -> Token | None:
    """抚州登记的取水户, 一共建了几个站: with no time said, all that there are."""
    token, clause = tokens[index], _clause(tokens, index)
    if token.text not in _THERE or token.has("entity", "metric", "attr", "value"):
        return None
    owners = {use.entity for use in token.readings.get("state", ())}
    named = {name for t in clause for name in t.readings.get("entity", ())}
    if owners & named or owners and not named:
        return None  # 在册的名录单位 are those in the register, 在册的取水户 all of them
    dated = any(t.has("number", "shift", "vague_time", "grain") or t.is_fn(*_NOT_WITH)
                or t.has("time") and t.readings["time"][0].role != "now" for t in clause)
    counted = any(t.has("entity") for t in clause)
    return _silent(token) if counted and not dated else None


def added_up(tokens: Sequence[Token], index: int) -> Token | None:
    """各站点加起来: one figure for all of them."""
    follow = tokens[index + 1 : index + 2]
    if not tokens[index].has("dimension") or not follow or follow[0].text not in _ADDED:
        return None
    return _silent(tokens[index])


def recorded_value(tokens: Sequence[Token], index: int) -> Token | None:
    """状态有效的证, 质量标成异常: the value of what was named, and no state of that name."""
    token = tokens[index]
    before = [t for t in tokens[:index] if t.text not in _LINKING]
    uses = _values_of(before[-1], token) if before else ()
    return replace(token, readings={"value": uses}) if uses and (
        token.has("state", "entity")) else None


def named_by_value(tokens: Sequence[Token], index: int) -> Token | None:
    """监控级别是国控的站: the value tells which attribute is meant."""
    after = [t for t in tokens[index + 1 :] if t.text not in _LINKING]
    grouped = index and tokens[index - 1].text in words_of("grouping")
    named = tokens[index].has("attr") and not grouped and bool(after) \
        and _values_of(tokens[index], after[0])
    return _silent(tokens[index]) if named else None


def _values_of(attribute: Token, token: Token) -> tuple[ValueUse, ...]:
    """Return the values of the attribute just named; 状态 alone is the status of anything."""
    named = {(use.entity, use.attribute) for use in attribute.readings.get("attr", ())}
    status = attribute.text.endswith(_STATUS)
    return tuple(use for use in token.readings.get("value", ())
                 if (use.entity, use.attribute) in named or status and use.attribute == "status")


def _clause(tokens: Sequence[Token], index: int) -> list[Token]:
    def inside(token: Token) -> bool:
        return not token.has("punct")

    before = list(takewhile(inside, reversed(tokens[:index])))
    return [*reversed(before), *takewhile(inside, tokens[index + 1 :])]


def _silent(token: Token) -> Token:
    return replace(token, readings={"filler": True})


SAID_ANYWAY = (record_kept, being_there, added_up, recorded_value, named_by_value)
