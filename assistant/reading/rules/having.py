"""Rules for things told by what they have: 有有效证的县, 挂了站的取水口."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("has", "noun")(had)
    book.rule("had", "noun")(owner)


def had(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """有 + 有效证的: the owner is coming."""
    noun: SetPhrase = right.value
    if not right.de or noun.asked or noun.ranked or noun.within:
        return None
    return Joined("had", noun, 0.4)


def owner(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有有效证的 + 县: those that have at least one."""
    return _having(context, left.value, right, left.text + right.text, 1.6)


def _having(context: RuleContext, thing: SetPhrase, right: Item, text: str, bonus: float
            ) -> Joined | None:
    subject = MeasurePhrase("count", noun=thing, text=thing.text)
    least = Comparison(">=", Amount(1.0, dimension="count", text=text))
    mods = Mods(preds=(PredPhrase(subject, comparison=least, text=text),))
    noun: SetPhrase = right.value
    options = tuple(o for o in noun.options if context.fits(mods, o))
    if not options:
        return None
    return Joined("noun", replace(noun, options=options).narrowed(mods), bonus)
