"""Words that say nothing more where they stand, or only point: 办了延续申请, 花了60天, 那个县呢."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_COME_ABOUT = frozenset(words_of("come_about"))
_PLACES_ASKED = words_of("places_asked")
_POINTING = words_of("pointing")
_LIGHT = words_of("light_verbs")
_TO_THE_END = words_of("to_the_end")
_SPENT = words_of("time_spent")
_COMPARING = ("cmp_gt", "cmp_ge", "cmp_lt", "cmp_le")


def _held_or_not(tokens: Sequence[Token], index: int) -> Token | None:
    """漏报 beside 季报 is a form not filed; of readings, it is what no one here holds."""
    token = tokens[index]
    if not token.has("not_held") or not token.has("state"):
        return None
    owners = {_area(use.entity) for use in token.readings["state"]}
    others = {_area(name) for t in tokens if t is not token for name in _entities(t)}
    dropped = "not_held" if owners & others else "state"
    return replace(token, readings={k: v for k, v in token.readings.items() if k != dropped})


def _area(entity: str) -> str:
    return entity.partition("_")[0]


def _entities(token: Token) -> set[str]:
    uses = (*token.readings.get("value", ()), *token.readings.get("attr", ()))
    return {*token.readings.get("entity", ()), *(use.entity for use in uses)}


def _that_one(tokens: Sequence[Token], index: int) -> Token | None:
    """那个县呢: of a thing nothing was said about before."""
    token = tokens[index]
    those = token.is_fn("pronoun_set")
    if not those and (token.text not in _POINTING or index + 1 >= len(tokens)
                      or not tokens[index + 1].has("entity")):
        return None
    told = any(t.has("name", "value", "entity", "state", "metric") for t in tokens[:index])
    return None if told else _retagged(token, "no_antecedent")


def _place_asked(tokens: Sequence[Token], index: int) -> Token | None:
    """排全省第几: after a word of ranking the number asked for is a place."""
    token = tokens[index]
    if not token.is_fn("ask_value") or token.text not in _PLACES_ASKED:
        return None
    ranked = any(t.is_fn("rank") for t in _clause(tokens, index))
    return _retagged(token, "place_of") if ranked else None


def _light_verb(tokens: Sequence[Token], index: int) -> Token | None:
    """办了延续申请, 开展抽查, 提了申请: the verb of what is named next says nothing more."""
    token = tokens[index]
    if token.text not in _LIGHT or not token.readings.keys() <= {"unknown", "lasting", "point"}:
        return None
    follow = next((t for t in tokens[index + 1 :] if not t.has("filler")), None)
    named = follow is not None and follow.has("entity", "state")
    return replace(token, readings={"filler": True}) if named else None


def _lacking(tokens: Sequence[Token], index: int) -> Token | None:
    """没收齐的差几张, 还缺几家: of what is not in a state, how many."""
    token, follow = tokens[index], tokens[index + 1 : index + 2]
    if token.text in ("剩", "还剩") and follow and follow[0].is_fn("ask_count", "how_many"):
        beside = takewhile(lambda t: not t.has("punct"), tokens[index:])
        known = any(t.has("state", "entity", "metric") for t in (*_clause(tokens, index), *beside))
        return replace(token, readings={"filler": True} if known else {"fn": frozenset({"rest"})})
    if token.text not in ("差", "缺", "还差", "还缺", "少") or not follow \
            or not follow[0].is_fn("ask_count"):
        return None
    rest = list(takewhile(lambda t: not t.has("punct"), tokens[index:]))
    stated = any(t.has("state") for t in (*_clause(tokens, index), *rest))
    return replace(token, readings={"filler": True}) if stated else None


def _carried_through(tokens: Sequence[Token], index: int) -> Token | None:
    """没审完, 还差多少没转完: done to the end says no more than the verb named already."""
    token = tokens[index]
    if token.text not in _TO_THE_END or not token.has("unknown", "lasting", "point") or not index:
        return None
    done = tokens[index - 1].end == token.start and tokens[index - 1].has("state", "metric")
    return replace(token, readings={"filler": True}) if done else None


def _spent(tokens: Sequence[Token], index: int) -> Token | None:
    """花了60天以上: the verb before a length of time only says that it was spent."""
    token = tokens[index]
    if token.text not in _SPENT or not token.has("unknown", "lasting", "filler"):
        return None
    for follow in tokens[index + 1 : index + 4]:
        if follow.has("number"):
            long = follow.readings["number"][0].dimension == "duration"
            return replace(token, readings={"filler": True}) if long else None
        if not (follow.has("filler") or follow.is_fn(*_COMPARING)):
            return None
    return None


def _newly(tokens: Sequence[Token], index: int) -> Token | None:
    """今年新增超许可问题几件: of other things than the state's, that they came about."""
    token = tokens[index]
    if not token.is_fn("raised") or not token.has("state"):
        return None
    rest = takewhile(lambda t: not t.has("punct"), tokens[index:])
    clause = (*_clause(tokens, index), *rest)
    things = {name for t in clause for name in t.readings.get("entity", ())}
    things |= {m.removesuffix("_count") for t in clause for m in t.readings.get("metric", ())}
    states = {use.entity for use in token.readings["state"]}
    known = things and things <= _COME_ABOUT and not things & states
    return _retagged(token, "raised") if known else None


def _clause(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    start = index
    while start and not tokens[start - 1].has("punct"):
        start -= 1
    return tokens[start:index]



def _retagged(token: Token, *tags: str) -> Token:
    return replace(token, readings={"fn": frozenset(tags)})


LIGHT_THERE = (
    _held_or_not, _that_one, _place_asked, _light_verb, _lacking, _carried_through, _spent,
    _newly)
