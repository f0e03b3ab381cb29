"""Short words that say nothing where they stand: the 类 of 工业类, the 取 of 取前五, 前十家."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of


def of_the_kind(tokens: Sequence[Token], index: int) -> Token | None:
    """工业类取水户, 造纸行业的: the ending says that a value is a kind."""
    token = tokens[index]
    if token.text not in words_of("kind_endings") or not index:
        return None
    before = tokens[index - 1]
    if not before.has("value") or before.has("number"):
        return None
    return replace(token, readings={"filler": True})


def choosing(tokens: Sequence[Token], index: int) -> Token | None:
    """取前五, 选最高的三个: the verb before a limit says nothing more."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text not in words_of("choosing_verbs") or not follow:
        return None
    ordinal = follow[0].has("number") and follow[0].text[:1] in words_of("ends_of_order")
    if not (ordinal or follow[0].is_fn("most", "least", "top", "bottom")):
        return None
    return replace(token, readings={"filler": True})


def ordinal_counter(tokens: Sequence[Token], index: int) -> Token | None:
    """前十家, 前五位: what follows a limit only counts."""
    token = tokens[index]
    if not index or len(token.text) != 1 or token.text not in words_of("limit_counters"):
        return None
    before = tokens[index - 1]
    counts = before.has("number") and before.text[:1] in words_of("ends_of_order")
    if not counts or token.has("entity") or "unknown" not in token.readings:
        return None
    return replace(token, readings={"filler": True})


def dated_by(tokens: Sequence[Token], index: int) -> Token | None:
    """按立案年份: the years told apart are those of the date that counts anyway."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    grouped = index and tokens[index - 1].text in words_of("grouping")
    if not grouped or not follow or follow[0].text not in words_of("date_grains"):
        return None
    if not (token.is_fn("raised") or token.has("point")):
        return None
    return replace(token, readings={"filler": True})


def of_a_year(tokens: Sequence[Token], index: int) -> Token | None:
    """户均年取水量: how long it is taken over is told by the period."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text not in words_of("by_the_year") or not follow or not follow[0].has("metric"):
        return None
    years = any(t.has("time") and t.readings["time"][0].unit == "year" for t in tokens)
    return replace(token, readings={"filler": True}) if years else None


def done_to(tokens: Sequence[Token], index: int) -> Token | None:
    """没有建一户一档, 未办证: the verb between a denial and what is lacking says nothing more."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text not in words_of("doing_verbs") or not index or not follow \
            or "unknown" not in token.readings:
        return None
    denied = tokens[index - 1].is_fn("neg") or tokens[index - 1].text in words_of("already")
    if not denied or not follow[0].has("value", "entity"):
        return None
    return replace(token, readings={"filler": True})


def the_others(tokens: Sequence[Token], index: int) -> Token | None:
    """除去灌区，其他类型取水户: what is left after the exclusion, not a value called so."""
    token = tokens[index]
    others = words_of("the_others")
    named = token.text in others
    after = index and tokens[index - 1].text in others and token.text in words_of("kind_endings")
    if not (named or after) or not any(
            t.is_fn("except", "except_after") for t in tokens[:index]):
        return None
    return replace(token, readings={"filler": True})


def others_asked(tokens: Sequence[Token], index: int) -> Token | None:
    """…，其他站呢: all the rest of them, no kind that is called so."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    heads = index and tokens[index - 1].has("punct")
    if token.text not in words_of("the_others") or not heads or not follow \
            or not follow[0].has("entity"):
        return None
    rest = list(takewhile(lambda t: not t.has("punct"), tokens[index + 2 :]))
    asks = any(t.is_fn("again", "ask_value", "ask_count", "how_many") for t in rest)
    plain = all(t.has("filler", "fn") for t in rest)
    return replace(token, readings={"fn": frozenset({"others"})}) if asks and plain else None


EMPTY_THERE = (others_asked, the_others, of_the_kind, of_a_year, dated_by, choosing,
               ordinal_counter, done_to)
