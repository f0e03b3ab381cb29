"""Words that only label what stands beside them, and 今天 as the moment that is looked at.

状态有效的证, 处于离线状态的站: 状态 tells that the word beside it is a status, and whose is told by
that word, not by the label. 到今天还没修好: as things stand, not what came about today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import StateUse, Token
from assistant.reading.rule_words import rule_words, words_of

_LINKS = frozenset("是为“”\"")
_UNTIL = words_of("until_words")
_STILL = tuple(words_of("still_words"))
_DONE = words_of("completed")
_HANGING = words_of("left_hanging")
_WIDEST = 3


def _label(tokens: Sequence[Token], index: int) -> Token | None:
    """状态 beside a value or a state says nothing more."""
    token = tokens[index]
    if not token.has("attr") or not token.has("filler"):
        return None
    follow = _value_after(tokens, index)
    before = tokens[index - 1] if index else None
    if follow is not None or before is not None and before.has("state", "value"):
        return replace(token, readings={"filler": True, "label": token.readings["attr"]})
    return None


def _labelled(tokens: Sequence[Token], index: int) -> Token | None:
    """状态有效: the value on record; 离线状态: the state, no kind of happening."""
    token = tokens[index]
    if not token.has("state", "value"):
        return None
    follow = tokens[index + 1] if index + 1 < len(tokens) else None
    if follow is not None and _is_label(follow):
        uses = token.readings.get("state")
        return replace(token, readings={"state": uses}) if uses else None
    before = index - 1
    while before >= 0 and tokens[before].text in _LINKS:
        before -= 1
    if before < 0 or not _is_label(tokens[before]):
        return None
    label = tokens[before].readings
    names = {use.attribute for use in (*label.get("attr", ()), *label.get("label", ()))}
    values = tuple(v for v in token.readings.get("value", ()) if v.attribute in names)
    return replace(token, readings={"value": values}) if values else None


def _is_label(token: Token) -> bool:
    return token.has("label") or token.has("attr") and token.has("filler")


def _value_after(tokens: Sequence[Token], index: int) -> Token | None:
    for token in tokens[index + 1 : index + 1 + _WIDEST]:
        if token.has("state", "value"):
            return token
        if token.text not in _LINKS:
            return None
    return None


def _until_today(tokens: Sequence[Token], index: int) -> Token | None:
    """到今天还没修好: how things stand today."""
    token = tokens[index]
    if not token.has("time") or not index:
        return None
    item, score = token.readings["time"]
    day = item.period.first is not None and item.period.first == item.period.last
    if not day or not item.open_end or item.role != "period" \
            or tokens[index - 1].text not in _UNTIL:
        return None
    after = tokens[index + 1 : index + 1 + _WIDEST]
    still = any(t.text.startswith(_STILL) and t.has("state", "fn", "filler") for t in after)
    if not still:
        return None
    return replace(token, readings={**token.readings,
                                    "time": (item.model_copy(update={"role": "now"}), score)})


def _deed(tokens: Sequence[Token], index: int) -> Token | None:
    """去年新建的取水户, 新建了几座站: what was done, not the district of that name."""
    token = tokens[index]
    if not (token.has("point") and token.has("name")):
        return None
    follow = tokens[index + 1] if index + 1 < len(tokens) else None
    thing = tokens[index + 2] if index + 2 < len(tokens) else None
    owners = {use.entity for use in token.readings["point"]}
    done = follow is not None and follow.text in _DONE
    dated = follow is not None and follow.is_fn("de") and thing is not None \
        and bool(owners & set(thing.readings.get("entity", ()))) \
        and index > 0 and tokens[index - 1].has("time")
    if not done and not dated:
        return None
    return replace(token, readings={k: v for k, v in token.readings.items() if k != "name"})


def _still_hanging(tokens: Sequence[Token], index: int) -> Token | None:
    """有证无口的问题还挂着几个: those that are not over."""
    token = tokens[index]
    if token.text not in _HANGING or not index or not tokens[index - 1].text.startswith(_STILL):
        return None
    follow = tokens[index + 1] if index + 1 < len(tokens) else None
    asked = follow is not None and (follow.is_fn("ask_count", "how_many") or follow.is_fn("de"))
    owners = {e for t in tokens[:index] for e in t.readings.get("entity", ())}
    states = tuple(StateUse(s, e) for e, s in rule_words()["still_there"].items() if e in owners)
    return replace(token, readings={"state": states}) if asked and states else None


LABELS_THERE = (_still_hanging, _deed, _labelled, _label, _until_today)
