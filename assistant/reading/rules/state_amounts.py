"""Rules that bound a state by how long, how soon or how often: 离线超过72小时、退了两次."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import Item, Mods
from assistant.reading.rule_words import words_of
from assistant.reading.thresholds import amount_of

_TIMES = words_of("time_counters")


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("mods", "cmp")(state_amount)
    book.rule("mods+", "cmp")(second_bound)
    book.rule("cmp", "mods")(amount_state)
    book.rule("number", "mods")(plain_amount_state)
    book.rule("mods", "number")(so_often)


def state_amount(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线超过72小时、退过两回以上: a state with how long or how often."""
    found = None if left.de else _bounded_again(left.value, right)
    return found or bound(context, left.value, right.value, 1.3 if left.de else 1.35)


def second_bound(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """八成以上、+ 但还没破百."""
    mods, join = left.value
    return _bounded_again(mods, right) if join == "and" else None


def _bounded_again(mods: Mods, right: Item) -> Joined | None:
    """八成以上、但还没破百: a second bound of the same measure."""
    last = mods.preds[-1] if mods.preds else None
    if last is None or not (last.subject or last.attr) or last.comparison is None \
            or last.against is not None:
        return None
    second = replace(last, comparison=right.value, text=last.text + right.text)
    return Joined("mods", mods.plus(Mods(preds=(second,))), 1.2)


def amount_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """90天内到期、三次以上退回: the amount said first."""
    return bound(context, right.value, left.value, 1.3)


def plain_amount_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """90天到期: a bare length before a state that takes one."""
    amount = amount_of(left.value, left.text)
    if amount is None or amount.dimension != "duration":
        return None
    mods: Mods = right.value
    if len(mods.states) == 1 and any(context.lasts(u, amount) for u in mods.states[0]):
        return bound(context, mods, Comparison(">=", amount), 1.1)  # 72小时没修好
    return bound(context, mods, Comparison("<=", amount), 1.1)


def so_often(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """退了两次: a state with how often, said bare, is so often at least."""
    amount = amount_of(right.value, right.text)
    mods: Mods = left.value
    if amount is not None and amount.dimension == "duration" and not left.de \
            and len(mods.states) == 1 and any(context.lasts(u, amount) for u in mods.states[0]):
        return bound(context, mods, Comparison(">=", amount), 1.1)  # 过期三个月了
    if amount is None or amount.dimension != "count" or right.value.counter not in _TIMES:
        return None
    return bound(context, left.value, Comparison(">=", amount), 1.2)


def bound(
    context: RuleContext, mods: Mods, comparison: Comparison, bonus: float
) -> Joined | None:
    """Return the state with the amount, when it takes one."""
    if mods.preds or len(mods.states) != 1:
        return None
    uses = tuple(u for s in mods.states[0] if (u := context.bind(s, comparison)) is not None)
    own = {u.entity for u in uses}
    if not all(own & {o[0] for o in c.options if o[1] is not None} for c in mods.conds):
        return None  # 季报里退回过两回: a kind of the very things
    return Joined("mods", Mods(conds=mods.conds, states=(uses,)), bonus) if uses else None

