"""Short words that their neighbours decide: 谁…大, …没有, 过没过 + a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.beside_numbers import BESIDE_NUMBERS
from assistant.reading.clause_bounds import clause_before, ends_clause
from assistant.reading.echo_words import (
    counter_of_ordinal,
    kind_of_listed,
    of_that_kind,
    which_of_listed,
)
from assistant.reading.empty_there import EMPTY_THERE
from assistant.reading.labels import LABELS_THERE
from assistant.reading.light_words import LIGHT_THERE
from assistant.reading.nodes import Token
from assistant.reading.rule_words import senses_of, words_of
from assistant.reading.said_anyway import SAID_ANYWAY
from assistant.reading.value_asked import value_asked

_LARGEST = senses_of("largest_asked")
_REPEATED = senses_of("asked_by_repeating")
_HERE = words_of("here")
_DENIALS = words_of("denials_at_the_end")
_KINDS = words_of("kind_counters")
_GROUPING = words_of("grouping")
_BY, _SORTED = "按", "分类"  # 分市分类型 and 按市、按类型 tell apart by both
_DONE = tuple(words_of("done"))
_DRAWING = words_of("drawing_verbs")
_ASPECT = words_of("aspect")
_MANY = words_of("many")
_GENERALLY = words_of("generally")
_DONE_WITH = words_of("done_with")
_SMALL = words_of("listed_numbers")
_ABOUT = senses_of("about")


def settled(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the words their clause decides read as what they are there."""
    out = list(tokens)
    for index in range(len(out)):
        fixed = next((f for rule in _RULES if (f := rule(out, index)) is not None), None)
        if fixed is not None:
            out[index] = fixed
    return out


def _retagged(token: Token, *tags: str) -> Token:
    return replace(token, readings={"fn": frozenset(tags)})


def _repeated(tokens: Sequence[Token], index: int) -> Token | None:
    """过没过一千万方: asked of a number, it compares."""
    tag = _REPEATED.get(tokens[index].text)
    if tag is None or index + 1 >= len(tokens) or not tokens[index + 1].has("number"):
        return None
    return _retagged(tokens[index], "yesno", tag)


def _which_is_larger(tokens: Sequence[Token], index: int) -> Token | None:
    """哪个市用水大、谁家户均高些: the bare adjective at the end asks for the largest."""
    tag = _LARGEST.get(tokens[index].text)
    if tag is None or not ends_clause(tokens, index):
        return None
    clause = clause_before(tokens, index)
    asked = any(t.is_fn("ask_which", "each_kind") for t in clause)
    if not asked or any(t.is_fn("than") for t in clause):
        return None
    return _retagged(tokens[index], tag)


def _or_not(tokens: Sequence[Token], index: int) -> Token | None:
    """建了档没有、对得上不: a denial that closes the clause asks whether."""
    token = tokens[index]
    if token.text not in _DENIALS or not index or not ends_clause(tokens, index):
        return None
    before = tokens[index - 1]
    if any(t.is_fn("ask_which", "ask_list") for t in clause_before(tokens, index)):
        return None  # 哪几个市涨了没有 asks which
    if before.has("punct", "number") or before.is_fn("every", "some", "none", "both", "neg"):
        return None
    done = before.has("state") and before.text.endswith(tuple(_DONE_WITH))
    return _retagged(token, "yesno", "all_done") if done else _retagged(token, "yesno")


def _so_many_kinds(tokens: Sequence[Token], index: int) -> Token | None:
    """按九类, 分四大类: a number of kinds groups by kind, whatever the number."""
    token = tokens[index]
    kinds = token.has("number") and token.readings["number"][0].counter in _KINDS
    if not kinds or not index or tokens[index - 1].text not in _GROUPING:
        return None
    return _retagged(token, "each_kind")


def _grouped_already(tokens: Sequence[Token], index: int) -> Token | None:
    """按原因分类; 分类统计，按原因: what it is told apart by is said."""
    if not tokens[index].is_fn("each_kind") or not tokens[index].text.startswith(_SORTED):
        return None
    near = (*tokens[max(0, index - 2) : index], *tokens[index + 1 : index + 5])
    said = any(t.has("dimension") and t.text.startswith(_BY) for t in near) or any(
        how.text == _BY and by.has("attr", "entity", "metric") for how, by in pairwise(near))
    return replace(tokens[index], readings={"filler": True}) if said else None


_VERB = 3  # letters of a verb with 了 or 过


def _reported(tokens: Sequence[Token], index: int) -> Token | None:
    """报了几单故障、整改通知发了几份: the verb only says that what is counted came about."""
    if not tokens[index].has("state") or index + 1 >= len(tokens):
        return None
    done = tokens[index].text.endswith(_DONE)
    if not done or not tokens[index + 1].is_fn("ask_count"):
        return None
    follow = tokens[index + 2] if index + 2 < len(tokens) else None
    noun = follow if follow is not None and follow.has("entity") else next(
        (t for t in reversed(clause_before(tokens, index)) if t.has("entity")), None)
    states = {use.entity for use in tokens[index].readings["state"]}
    if noun is None:  # 重大故障报了几起: a value of other things
        noun = next((t for t in reversed(clause_before(tokens, index)) if t.has("value")), None)
        owners = {v.entity for v in noun.readings["value"]} if noun is not None else states
        bare = len(tokens[index].text) <= _VERB  # 报表交了 names what was handed in
        return None if owners & states or not bare else _retagged(tokens[index], "raised")
    if states & set(noun.readings["entity"]) or (
            noun is not follow and noun.has("name", "value", "state")):
        return None
    return _retagged(tokens[index], "raised")


def _generally(tokens: Sequence[Token], index: int) -> Token | None:
    """一般多少天: how it goes on the whole, not the grade of a fault."""
    if tokens[index].text not in _GENERALLY:
        return None
    follow = tokens[index + 1 : index + 3]
    asked = any(t.is_fn("ask_length", "ask_value", "avg") or t.has("lasting") for t in follow)
    return _retagged(tokens[index], "avg") if asked else None


def _here(tokens: Sequence[Token], index: int) -> Token | None:
    """丰城那边、我们县修水: the place is named right beside it."""
    if tokens[index].text not in _HERE:
        return None
    beside = [tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    if not any(t.has("name") for t in beside):
        return None
    return replace(tokens[index], readings={"filler": True})


def _are_there_many(tokens: Sequence[Token], index: int) -> Token | None:
    """没登记原因的多不多: with nothing to compare, how many there are."""
    if tokens[index].text not in _MANY or not ends_clause(tokens, index):
        return None
    clause = clause_before(tokens, index)
    if any(t.is_fn("than") or t.has("metric", "shift") for t in clause):
        return None
    return _retagged(tokens[index], "ask_count")


def _beside_a_name(tokens: Sequence[Token], index: int) -> Token | None:
    """东江源那边, 桃江沿线: about a place that was named; 22年大旱那年: a year that was named."""
    token = tokens[index]
    if not index or not _ABOUT.get(token.text):
        return None
    kinds = _ABOUT[token.text].split()
    return replace(token, readings={"filler": True}) if tokens[index - 1].has(*kinds) else None


def _how_many_listed(tokens: Sequence[Token], index: int) -> Token | None:
    """赣江抚河两流域, 2015、2020、2025三年: the number only counts what was listed."""
    token = tokens[index]
    if index < 2:
        return None
    if token.has("number"):
        item = token.readings["number"][0]
        spoken = item.dimension == "duration"
        listed = [t for t in tokens[:index] if t.has("time")
                  and t.readings["time"][0].unit == item.unit]
        if spoken and tokens[index - 1].has("time") and len(listed) == item.value:
            return replace(token, readings={"filler": True})
    before, follow = tokens[index - 1], tokens[index + 1 : index + 2]
    if token.text in _SMALL and before.has("name") and follow and follow[0].has("entity", "attr"):
        return replace(token, readings={"filler": True})
    return None


def _drawn_from(tokens: Sequence[Token], index: int) -> Token | None:
    """取地下水的站: the verb before a kind of water says nothing more."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text not in _DRAWING or not follow or not follow[0].has("value"):
        return None
    return replace(token, readings={"filler": True})


def _aspect(tokens: Sequence[Token], index: int) -> Token | None:
    """发生过离线: after a verb that says nothing, 过 compares only with a number."""
    token = tokens[index]
    follow = tokens[index + 1 : index + 2]
    if token.text in words_of("not_even_one") and index > 1 \
            and tokens[index - 1].text in _ASPECT \
            and any(t.is_fn("neg") for t in tokens[max(0, index - 3) : index - 1]):
        return replace(token, readings={"filler": True})  # 没接受过一次检查: not even one
    if token.text not in _ASPECT or not index:
        return None
    once = bool(follow) and follow[0].text in words_of("not_even_one")
    denied = any(t.is_fn("neg") for t in tokens[max(0, index - 2) : index])
    if denied and once:
        return replace(token, readings={"filler": True})
    if follow and follow[0].is_fn("at_least_times") and tokens[index - 1].has("state"):
        return replace(token, readings={"filler": True})  # 整改过不止一次
    if "filler" not in tokens[index - 1].readings or follow and follow[0].has("number"):
        return None
    return replace(token, readings={"filler": True})


def _came_about(tokens: Sequence[Token], index: int) -> Token | None:
    """发生过离线、出现过超许可: at any time of the period."""
    token = tokens[index]
    before = "".join(t.text for t in tokens[max(0, index - 2) : index])
    if not token.has("state") or not before.endswith(tuple(words_of("came_about"))):
        return None
    if any(t.is_fn("neg", "none") for t in tokens[max(0, index - 4) : index]):
        return None
    uses = tuple(replace(use, during=True) for use in token.readings["state"])
    return replace(token, readings={"state": uses})


def _without_a_break(tokens: Sequence[Token], index: int) -> Token | None:
    """年年往上走，断没断过: whether it did so in every period, asked once more."""
    if not tokens[index].is_fn("broken_off") or not any(
            t.is_fn("steady_up", "steady_down", "every") for t in tokens[:index]):
        return None
    return _retagged(tokens[index], "yesno")


_RULES = (
    _without_a_break, _came_about,
    kind_of_listed, which_of_listed, of_that_kind, counter_of_ordinal,
    _aspect, *BESIDE_NUMBERS, _generally, _here, _are_there_many, _beside_a_name,
    _how_many_listed, _drawn_from, _repeated, _which_is_larger, _or_not, _so_many_kinds,
    _reported, _grouped_already, *LIGHT_THERE, *EMPTY_THERE, *LABELS_THERE, *SAID_ANYWAY,
    value_asked,
)
