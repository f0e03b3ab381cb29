"""Rules for how much a thing holds of another: 名下挂着三个以上取水口, 一本证挂了两户以上."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.rule_words import senses_of, words_of
from assistant.reading.rules.predicates import counted_of

_COUNTS = senses_of("counts_alone")
_WHOLE = 4  # letters of a noun said with its counter


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("held", "noun")(held_noun)
    book.rule("held", "attr")(held_attribute)
    book.rule("noun", "mods")(that_holds)
    book.rule("count|which", "mods")(who_holds)


def holdings(items: Sequence[Item], context: RuleContext) -> list[Item]:
    """Return the leaves with what 挂了两户以上 may hold, and 一本证 as any one of them."""
    out = list(items)
    items = [_holding_named(context, i) for i in items]
    held = any("held" in i.tags for i in items)
    for item in items if held else ():
        if item.kind == "number" and item.value.value == 1 and item.value.counter:
            counter = item.value.counter
            nouns = context.nouns(counter[1:]) or context.nouns(counter)
            if nouns:
                out.append(replace(item, kind="noun", value=SetPhrase(nouns, text=item.text)))
        if item.kind == "cmp" and "held" in item.tags:
            named = _named(context, item.value.amount.text)
            counted = _COUNTS.get(item.value.amount.text[-1:])
            nouns = named or ((counted,) if counted is not None else ())
            if nouns:
                noun = SetPhrase(nouns, text=item.text)
                sure = not counted or "alone" in item.tags
                out.append(replace(item, kind="mods", score=1.5 if sure else 0.6,
                                   value=_holds(context, noun, item.value, item.text)))
            if not named and "alone" not in item.tags:
                out.append(replace(item, kind="held"))
    return out


def _holding_named(context: RuleContext, item: Item) -> Item:
    """不止一本证的: a counter said with its noun is of what a thing has."""
    amount = item.value.amount if item.kind == "cmp" else None
    named = amount is not None and amount.dimension == "count" and _named(context, amount.text)
    return replace(item, tags=item.tags | {"held"}) if named else item


def _named(context: RuleContext, text: str) -> tuple[str, ...]:
    """两本证: the thing that the counter was said with."""
    return next((n for at in range(1, len(text)) if len(text) - at < _WHOLE
                 and text[at - 1] in words_of("counters_of_things")
                 and (n := context.nouns(text[at:]))), ())


def _holds(context: RuleContext, noun: SetPhrase, comparison: Comparison, text: str) -> Mods:
    subject = counted_of(context, noun, comparison)
    return Mods(preds=(PredPhrase(subject, comparison=comparison, held=True, text=text),))


def held_noun(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """挂着三个以上 + 取水口, 手上有两本以上 + 有效证."""
    noun: SetPhrase = right.value
    if noun.asked or noun.ranked or noun.number or left.de and not right.de \
            or any(p.of is not None for p in noun.mods.preds):
        return None
    return Joined("mods", _holds(context, noun, left.value, left.text + right.text), 1.5)


def held_attribute(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """登记了两个及以上 + 地址: a number each thing has."""
    numbers = tuple(a for a in right.value if context.attr_type(a.entity, a.attribute) == "number")
    if not numbers:
        return None
    pred = PredPhrase(attr=numbers, comparison=left.value, held=True,
                      text=left.text + right.text)
    return Joined("mods", Mods(preds=(pred,)), 1.5)


def _alone(mods: Mods) -> bool:
    """Nothing but what is held was said."""
    return len(mods.preds) == 1 and mods.preds[0].held and not (mods.conds or mods.states)


def that_holds(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """一本证 + 挂了两户以上的: the thing, then what it holds."""
    noun: SetPhrase = left.value
    if noun.asked or noun.ranked or noun.within or left.de \
            or not _alone(right.value):
        return None
    options = tuple(o for o in noun.options if context.fits(right.value, o))
    if not options:
        return None
    return Joined("noun", replace(noun, options=options, number=None).narrowed(right.value), 1.3)


def who_holds(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪几户 + 名下挂着三个以上取水口; 有几户 + 手上有两本以上有效证."""
    if not _alone(right.value) or right.de:
        return None
    nouns = next((n for c in reversed(left.text) if (n := context.nouns(c))), ())
    options = tuple(o for o in nouns if context.fits(right.value, o))
    if not options:
        return None
    noun = SetPhrase(options, right.value, text=left.text + right.text)
    if left.kind == "which":
        return Joined("noun", replace(noun, asked="which"), 1.2)
    return Joined("measure", MeasurePhrase("count", noun=noun, text=noun.text), 1.2)
