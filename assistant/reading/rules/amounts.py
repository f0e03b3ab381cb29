"""Rules for amounts beside sets, values and rates: a length, how often, just so much."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.rule_words import has_any
from assistant.reading.rules.predicates import threshold
from assistant.reading.rules.state_amounts import bound
from assistant.reading.thresholds import amount_of


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("measure", "number")(exactly)
    book.rule("base|noun", "cmp")(lasting_part)
    book.rule("mods", "cmp")(so_often)


def exactly(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """到报率百分之百的: a rate that is just so much."""
    amount = amount_of(right.value, right.text)
    rate = left.value.kind == "metric" and all(map(context.is_rate, left.value.metrics))
    if not rate or not right.de or amount is None or amount.dimension != "fraction":
        return None
    reached = amount.value >= 1 or left.value.spoken or has_any(
        left.value.text, "reaching_verbs")  # 用到一成的: so much at least
    cmp = Comparison(">=" if reached else "=", amount)
    return threshold(context, left, replace(right, value=cmp))


def lasting_part(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """暂停的站里头 + 超过一年的: those that have been so for so long."""
    noun: SetPhrase = left.value
    amount = right.value.amount
    if amount is None or amount.dimension != "duration" or len(noun.mods.states) != 1 \
            or noun.asked or noun.ranked:
        return None
    bounded = bound(context, Mods(states=noun.mods.states), right.value, 1.0)
    if bounded is None:
        return None
    mods = replace(noun.mods, states=bounded.value.states)  # type: ignore[attr-defined]
    return Joined("noun", replace(noun, mods=mods), 1.2)


def so_often(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """计数回零发生过三次以上: so many happenings of the kind."""
    mods: Mods = left.value
    amount = right.value.amount
    if len(mods.conds) != 1 or mods.states or mods.preds or amount is None \
            or amount.dimension != "count" or not has_any(amount.text, "time_counters"):
        return None
    events = tuple(o[0] for o in mods.conds[0].options
                   if o[1] is not None and context.entity_kind(o[0]) == "event")
    if not events:
        return None
    subject = MeasurePhrase("count", noun=SetPhrase(events, mods), text=left.text)
    pred = PredPhrase(subject, comparison=right.value, text=left.text + right.text)
    return Joined("mods", Mods(preds=(pred,)), 1.3)
