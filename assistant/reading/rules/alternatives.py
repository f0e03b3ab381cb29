"""Rules for modifiers side by side: either of them, or each on its own."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.rules.sets import counted_mods


def register(book: RuleBook) -> None:
    """Add the rules for alternatives to the book."""
    book.rule("mods", "joiner")(first_of_two)
    book.rule("mods+", "mods")(either_or_each)
    book.rule("alternatives", "count|howmuch")(counted_each)
    book.rule("alternatives", "joiner")(more_alternatives)
    book.rule("alternatives+", "mods")(next_alternative)
    book.rule("alternatives", "noun")(alternatives_of)
    book.rule("altnoun", "count|howmuch")(counted_nouns)
    book.rule("noun", "mods")(subject_state)


def first_of_two(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """超许可或者 …、关联了的和 …: another modifier is coming."""
    mods: Mods = left.value
    if len(mods.states) + len(mods.preds) != 1 or mods.conds:
        return None
    return Joined("mods+", (mods, "or" if "or" in right.tags else "and"), 0.3)


def either_or_each(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """Joined by 或: either holds; by 和: each is meant on its own."""
    first, join = left.value
    second: Mods = right.value
    if len(second.states) + len(second.preds) != 1 or second.conds:
        return None
    if join == "or":
        both = first.plus(second)
        return Joined("mods", replace(both, join="or"), 1.2)
    return Joined("alternatives", (first, second), 0.4)


def counted_each(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """关联了许可证的和没关联的各多少家."""
    counts = []
    for mods in left.value:
        joined = counted_mods(context, replace(left, value=mods), right)
        if joined is None:
            return None
        counts.append(joined.value)
    return Joined("measures", (tuple(counts), "and"), 1.1)


def more_alternatives(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """新发、注销、…."""
    return Joined("alternatives+", left.value, 0.3)


def next_alternative(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """新发、注销、吊销."""
    mods: Mods = right.value
    if len(mods.states) + len(mods.preds) != 1 or mods.conds:
        return None
    return Joined("alternatives", (*left.value, mods), 0.5)


def alternatives_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """新发、注销、吊销的证: one set for each."""
    noun: SetPhrase = right.value
    if noun.asked or noun.ranked or noun.mods:
        return None
    sets = []
    for mods in left.value:
        options = tuple(o for o in noun.options if context.fits(mods, o))
        if not options:
            return None
        sets.append(replace(noun, options=options).narrowed(mods))
    return Joined("altnoun", tuple(sets), 1.2)


def counted_nouns(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """…的证各几本."""
    counts = tuple(MeasurePhrase("count", noun=n, text=left.text) for n in left.value)
    return Joined("measures", (counts, "and"), 1.3)


def subject_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """证已过期的 …: the noun is only whose state it is."""
    noun: SetPhrase = left.value
    mods: Mods = right.value
    plain = not (noun.mods or noun.asked or noun.ranked or noun.number or left.de)
    if not plain or not right.de or len(mods.states) != 1 or mods.conds or mods.preds:
        return None
    uses = tuple(s for s in mods.states[0] if s.entity in noun.options)
    return Joined("mods", Mods(states=(uses,)), 0.9) if uses else None
