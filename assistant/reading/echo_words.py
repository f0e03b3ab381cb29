"""Words that only say again what the values or numbers before them said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_COUNTERS = words_of("counters_of_things")
_KINDS = words_of("kind_counters")


def kind_of_listed(tokens: Sequence[Token], index: int) -> Token | None:
    """蓄水、引水、提水三项工程, 哪种工程: how the names of the values end."""
    token = tokens[index]
    if not token.has("unknown") or not index or not (
            tokens[index - 1].has("number") or tokens[index - 1].is_fn("each_kind", "ask_which")):
        return None
    values = [str(use.value) for t in tokens[:index] for use in t.readings.get("value", ())]
    named = sum(v.endswith(token.text) for v in values)
    return replace(token, readings={"filler": True}) if named > 1 else None


def which_of_listed(tokens: Sequence[Token], index: int) -> Token | None:
    """蓄、引、提、调哪种最多: one of the values listed before."""
    token = tokens[index]
    if not token.is_fn("each_kind") or token.text[:1] not in words_of("asking") or index < 2:
        return None
    before = [t for t in tokens[max(0, index - 3) : index] if t.has("value")]
    return replace(token, readings={"fn": frozenset({"ask_which"})}) \
        if len(before) > 1 and tokens[index - 1].has("value") else None


def of_that_kind(tokens: Sequence[Token], index: int) -> Token | None:
    """灌区类名录单位: the kind was named."""
    token = tokens[index]
    if token.text not in _KINDS or not index or not tokens[index - 1].has("value"):
        return None
    return replace(token, readings={"filler": True})


def counter_of_ordinal(tokens: Sequence[Token], index: int) -> Token | None:
    """前五张证: the counter between a place and what is counted."""
    token = tokens[index]
    if token.text not in _COUNTERS or not index or index + 1 >= len(tokens):
        return None
    before, follow = tokens[index - 1], tokens[index + 1]
    ordinal = before.has("number") and before.readings["number"][0].dimension == "ordinal"
    return replace(token, readings={"filler": True}) if ordinal and follow.has("entity") else None
