"""Rules for what is the same as before: 跟去年同季一模一样的单位."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import (
    Against,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rule_words import rule_words, words_of

_CALLED = tuple(rule_words()["sets"]["called_who"])  # in this order


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("quant", "alike")(all_alike)
    book.rule("measure", "alike")(alike)
    book.rule("measure", "alike")(alike_among)
    book.rule("quantn", "alikes")(alike_running)
    book.rule("alike", "joiner")(alike_and)
    book.rule("count", "alike")(not_one_moved)
    book.rule("alike+", "alike")(alike_twice)
    book.rule("which|noun", "mods")(who_is_alike)


def all_alike(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """都 + 没变."""
    return Joined("alike", right.value, 0.3) if "every" in left.tags else None


def alike(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量跟去年同季 + 一模一样的: no change against what was said."""
    measure: MeasurePhrase = left.value
    change = measure.change
    if measure.kind != "metric" or measure.agg or measure.per or change is None:
        return None
    if change.sign in ("up", "down") or change.denied or change.basis is None or change.longterm:
        return None
    against = Against("change", change.basis, "same")
    pred = PredPhrase(replace(measure, change=None), against=against, text=left.text + right.text)
    return Joined("mods", Mods(preds=(pred,)), 1.5)


def alike_among(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量 + 一模一样的: among the periods that are said around it."""
    measure: MeasurePhrase = left.value
    plain = measure.kind == "metric" and not (measure.agg or measure.per or measure.change)
    return Joined("alikes", measure, 0.2) if plain else None


def alike_running(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连着三个季度 + 用水量一模一样的: the second and the third are each as the one before."""
    kind, k, grain = left.value
    if kind != "running" or k < 2:  # noqa: PLR2004
        return None
    pred = PredPhrase(right.value, against=Against("change", "mom", "same"), quantifier="running",
                      k=k - 1, grain=grain, text=left.text + right.text)
    return Joined("mods", Mods(preds=(pred,)), 1.5)


def alike_and(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """一模一样、…: said once more."""
    return Joined("alike+", left.value, 0.1)


def not_one_moved(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """(一个)数 + 都没动: no figure moved."""
    whole = left.text in words_of("figures") and right.text.startswith(tuple(words_of("even")))
    return Joined("alike", right.value, 0.3) if whole else None


def alike_twice(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """一模一样、都没动的."""
    return Joined("alike", right.value, 0.3)


def who_is_alike(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪家 + 跟去年同季一模一样: those counted so, their noun left out."""
    mods: Mods = right.value
    same = len(mods.preds) == 1 and mods.preds[0].against is not None \
        and mods.preds[0].against.sign == "same" and not (mods.conds or mods.states)
    if not same:
        return None
    if left.kind == "noun":
        return _which_are_alike(context, left.value, mods)
    who = _CALLED if left.text[-1:] in words_of("asked_as_who") else ()
    options = next((fitting for c in who if (fitting := tuple(
        o for o in context.nouns(c) if context.fits(mods, o)))), ())
    if not options:
        return None
    return Joined("noun", SetPhrase(options, mods, asked="which", text=left.text + right.text), 1.2)


def _which_are_alike(context: RuleContext, noun: SetPhrase, mods: Mods) -> Joined | None:
    """哪些单位 + 用水量和去年同季没变."""
    options = tuple(o for o in noun.options if context.fits(mods, o))
    if noun.asked != "which" or noun.ranked or noun.within or not options:
        return None
    return Joined("noun", replace(noun, options=options).narrowed(mods), 1.2)
