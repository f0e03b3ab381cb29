"""Rules for happenings named as what was done to things: 检查取水户多少家, 换表站点几个."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("noun", "measure")(done_to_those)


def done_to_those(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """检查 + 取水户多少家, 换表 + 站点几个: those that it was done to."""
    done: SetPhrase = left.value
    noun = right.value.noun if right.value.kind == "count" else None
    if noun is None or noun.mods or noun.implied or noun.ranked or not noun.options or left.de \
            or done.asked or done.ranked or done.mods or right.value.per or right.value.agg \
            or any(context.entity_kind(o) != "event" for o in done.options):
        return None
    least = Comparison(">=", Amount(1.0, dimension="count", text=left.text))
    subject = MeasurePhrase("count", noun=done, text=left.text)
    mods = Mods(preds=(PredPhrase(subject, comparison=least, text=left.text),))
    options = tuple(o for o in noun.options
                    if context.entity_kind(o) == "thing" and context.fits(mods, o))
    if not options:
        return None
    narrowed = replace(noun, options=options).narrowed(mods)
    return Joined("measure", replace(right.value, noun=narrowed), 1.2)
