"""Rules for things told by what they have: 没有国控站的县, 表都过期的站, 只有地下水口的户."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Amount, Comparison, Cond
from assistant.reading.phrase_types import (
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rule_words import sense_in

_SAID_TOGETHER = 0.5


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("has|hasno", "noun")(had)
    book.rule("has|hasno", "mods")(had_such)
    book.rule("only", "has")(had_alone)
    book.rule("onlyhas", "noun")(nothing_else)
    book.rule("noun", "quant")(each_of_them)
    book.rule("group", "quant")(each_one_of_them)
    book.rule("held|cmp", "eachof")(so_many_of_them)
    book.rule("heldof", "mods")(so_many_are_so)
    book.rule("eachof", "mods")(all_are_so)
    book.rule("eachso", "noun")(whose_are_so)
    book.rule("eachso", "mods")(such_whose_are_so)
    book.rule("noun", "eachso")(of_which_all_are_so)


def _plain(noun: SetPhrase) -> bool:
    return not (noun.asked or noun.ranked or noun.within or noun.number)


def had(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """有 + 有效证的: at least one; whose it is comes later."""
    noun: SetPhrase = right.value
    if noun.asked or noun.ranked or noun.within:
        return None
    return Joined("mods", _having(noun, left, right), 1.0)


def had_such(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有 + 国控站的, 有 + 灌区年报的, 没有 + 灌区的: what the value is the kind of."""
    mods: Mods = right.value
    if not mods.conds or mods.states or mods.preds:
        return None
    kinds = next((found for c in reversed(mods.conds)
                  if (found := _kinds(context, c, mods))), ())
    if not kinds:
        return None
    # 有公共供水企业年报的县: values of one thing, not one of them the county's
    bonus = 1.0 + _SAID_TOGETHER * (_of_one_thing(mods.conds) - 1)
    return Joined("mods", _having(SetPhrase(kinds, mods, text=right.text), left, right), bonus)


def _of_one_thing(conds: Sequence[Cond]) -> int:
    """How many of the values one thing can have; 超许可 and 证过期取水 are of two problems."""
    return len({frozenset(o[:2] for o in cond.options) for cond in conds})


def _kinds(context: RuleContext, cond: Cond, mods: Mods) -> tuple[str, ...]:
    """Return what a value is a value of, where all that is said can be said of it."""
    return tuple(dict.fromkeys(
        o[0] for o in cond.options if o[1] is not None and context.fits(mods, o[0])
        and context.entity_kind(o[0]) in ("thing", "event")))


def _having(thing: SetPhrase, left: Item, right: Item) -> Mods:
    text = left.text + right.text
    subject = MeasurePhrase("count", noun=thing, text=thing.text)
    bound = Comparison(">=", Amount(1.0, dimension="count", text=text)) if left.kind == "has" \
        else Comparison("=", Amount(0.0, dimension="count", text=text))
    return Mods(preds=(PredPhrase(subject, comparison=bound, text=text),))


def had_alone(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """只 + 有."""
    return Joined("onlyhas", left.text + right.text, 0.2)


def nothing_else(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """只有 + 地下水的取水口: what it has is all of that kind."""
    noun: SetPhrase = right.value
    if not _plain(noun) or not noun.mods or not right.de:
        return None
    return Joined("mods", _each(replace(noun, mods=Mods()), noun.mods, left.text + right.text), 1.5)


def each_of_them(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """名下的证 + 全: every one of what a thing has, if that thing is still to come."""
    timed = "always" in right.tags or sense_in("every_grain", right.text) is not None
    if "every" not in right.tags or timed or not _plain(left.value):
        return None
    return Joined("eachof", left.value, -0.1)


def each_one_of_them(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """每个取水口 + 都."""
    group: GroupPhrase = left.value
    if not group.entities or group.count or group.kinds:
        return None
    return each_of_them(context, replace(left, value=SetPhrase(group.entities, text=left.text)),
                        right)


def all_are_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """表都 + 过了检定期."""
    mods: Mods = right.value
    if len(mods.conds) + len(mods.states) + len(mods.preds) != 1:
        return None
    bonus = -0.1 if mods.states else -0.15  # 站都离线的: so now, not of what happened
    return Joined("eachso", _each(left.value, mods, left.text + right.text), bonus)


def so_many_of_them(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """两个以上 + 站都."""
    amount = left.value.amount
    counted = amount is not None and amount.dimension == "count"
    return Joined("heldof", (left.value, right.value), 0.0) if counted else None


def so_many_are_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """两个以上站都 + 离线的: so many of what it has are so."""
    bound, noun = left.value
    if not right.de or not right.value:
        return None
    subject = MeasurePhrase("count", noun=noun.narrowed(right.value), text=noun.text)
    pred = PredPhrase(subject, comparison=bound, held=True, text=left.text + right.text)
    bonus = 2.0 if right.value.states else 1.95  # 站都离线的: so now, not of what happened
    return Joined("mods", Mods(preds=(pred,)), bonus)


def _each(noun: SetPhrase, so: Mods, text: str) -> Mods:
    return Mods(preds=(PredPhrase(quantifier="every", of=noun, so=so, text=text),))


def whose_are_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """表都过期的 + 站."""
    noun: SetPhrase = right.value
    options = tuple(o for o in noun.options if context.fits(left.value, o))
    if not options or not left.de or noun.within is not None:
        return None
    return Joined("noun", replace(noun, options=options).narrowed(left.value), 2.6)


def such_whose_are_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """表都过期的 + 国控站: a value that names its thing."""
    mods: Mods = right.value
    if not left.de or len(mods.conds) != 1 or mods.states or mods.preds or any(
            o[1] is None for o in mods.conds[0].options):
        return None
    return Joined("mods", mods.plus(left.value), 2.2)


def of_which_all_are_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪些站的 + 表都过期了: said of what the things asked for have."""
    noun: SetPhrase = left.value
    options = tuple(o for o in noun.options if context.fits(right.value, o))
    if not options or noun.asked != "which" or not left.de:
        return None
    return Joined("noun", replace(noun, options=options).narrowed(right.value), 1.9)
