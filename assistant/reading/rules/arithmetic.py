"""Rules for what is done with measures: sums and differences, quotients, rates of a state."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods


def register(book: RuleBook) -> None:
    """Add the rules of arithmetic to the book."""
    book.rule("measure", "op")(open_sum)
    book.rule("measure+op", "measure")(arithmetic)
    book.rule("mods", "rate")(rate_of)
    book.rule("divisor", "measure")(divided)
    book.rule("measure", "divisor")(divided_after)


def open_sum(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X减、X加、X除以: the second term is to come."""
    if left.value.kind == "share" or left.value.change is not None:
        return None
    op = next(t for t in ("minus", "plus", "over") if t in right.tags)
    return Joined("measure+op", (left.value, op), 0.2)


def arithmetic(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """年末蓄水量减年初蓄水量、取水量除以许可量."""
    first, op = left.value
    if right.value.kind == "share" or right.value.change is not None:
        return None
    return Joined("measure", MeasurePhrase(
        "arith", op=op, terms=(first, right.value), text=left.text + right.text), 1.4)


def rate_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """超期率: the share of those in a state, where no metric of that name is governed."""
    mods: Mods = left.value
    if len(mods.states) != 1 or mods.conds or mods.preds:
        return None
    return Joined("measure", MeasurePhrase("share", mods=mods, text=left.text + right.text), 1.3)


def divided(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """人均X、每万元GDP X."""
    if right.value.divisor is not None or right.value.kind != "metric":
        return None
    return Joined("measure", replace(right.value, divisor=left.value), 1.2)


def divided_after(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """X人均."""
    return divided(context, right, left)
