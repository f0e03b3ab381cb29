"""Rules that build sets: modifiers + noun, counted and ranked nouns, groups, subsets."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import (
    Item,
    MeasurePhrase,
    Mods,
    Ranked,
    SetPhrase,
)


def register(book: RuleBook) -> None:
    """Add the set rules to the book."""
    book.rule("mods", "mods")(both_mods)
    book.rule("neg", "mods")(negate)
    book.rule("mods", "noun")(narrow)
    book.rule("noun", "within")(base)
    book.rule("base", "mods")(subset)
    book.rule("noun", "which")(noun_asked)
    book.rule("which", "noun")(asked_noun)
    book.rule("list", "noun")(listed)
    book.rule("noun", "list")(list_after)
    book.rule("noun", "count")(counted)
    book.rule("count", "noun")(count_of)
    book.rule("mods", "count")(counted_mods)
    book.rule("mods", "times")(happenings)
    book.rule("noun", "howmuch")(counted)
    book.rule("mods", "howmuch")(counted_states)
    book.rule("measures", "noun")(changes_condition)
    book.rule("number", "noun")(numbered)
    book.rule("limit", "noun")(limited)
    book.rule("extreme", "noun")(extreme_noun)
    book.rule("measure|noun", "extreme")(ordered)
    book.rule("measure", "limit")(ordered_limit)
    book.rule("ordered", "noun")(ranked)


def both_mods(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """Two modifiers side by side both apply."""
    return Joined("mods", left.value.plus(right.value), 0.6)


def negate(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """不/没/非 + one modifier: its complement."""
    mods: Mods = right.value
    if len(mods.conds) + len(mods.states) + len(mods.preds) != 1:
        return None
    # 没掉过线 denies the whole period; 没销号 only the state now.
    ever = "过" in right.text
    flipped = Mods(
        tuple(replace(c, negated=not c.negated) for c in mods.conds),
        tuple(tuple(replace(s, negated=not s.negated, during=s.during and ever) for s in choice)
              for choice in mods.states),
        tuple(replace(p, negated=not p.negated) for p in mods.preds),
    )
    return Joined("mods", flipped, 1.2)


def narrow(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """Modifiers + noun, when at least one sense of the noun can carry them."""
    noun: SetPhrase = right.value
    if noun.asked == "which" and not left.de and left.value.preds:
        return None
    options = tuple(o for o in noun.options if context.fits(left.value, o))
    if not options:
        return None
    bonus = 1.25 - 0.03 * min(context.distance(left.value, o) for o in options)
    return Joined("noun", replace(noun, options=options).narrowed(left.value), bonus)


def base(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """站里头 …: the noun becomes what the rest is a part of."""
    return Joined("base", left.value, 0.8)


def subset(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """A base + modifiers: the part of it."""
    whole: SetPhrase = left.value
    options = tuple(o for o in whole.options if context.fits(right.value, o))
    if not options:
        return None
    part = replace(whole, options=options, within=whole).narrowed(right.value)
    return Joined("noun", part, 1.2)


def noun_asked(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X是哪些."""
    return Joined("noun", replace(left.value, asked="which"), 0.8)


def asked_noun(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪些X、哪个X."""
    return Joined("noun", replace(right.value, asked="which"), 1.3)


def counted_states(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线的多少."""
    return counted_mods(context, left, right) if left.value.states else None


def changes_condition(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量涨了、万元GDP用水量却降了的 + 市: each change is a condition."""
    measures, join = left.value
    if not left.de or any(m.change is None or m.change.sign not in ("up", "down")
                          for m in measures):
        return None
    preds = tuple(change_predicate(m, left.text) for m in measures)
    mods = Mods(preds=preds, join=join)
    options = tuple(o for o in right.value.options if context.fits(mods, o))
    if not options:
        return None
    return Joined("noun", replace(right.value, options=options).narrowed(mods), 1.4)


def listed(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """列出X."""
    return Joined("noun", replace(right.value, asked=right.value.asked or "list"), 0.7)


def list_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X名单."""
    return Joined("noun", replace(left.value, asked=left.value.asked or "list"), 0.9)


def counted(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X有几个、X数."""
    return Joined("measure", MeasurePhrase("count", noun=left.value, text=left.text), 1.1)


def count_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """多少个X."""
    return Joined("measure", MeasurePhrase("count", noun=right.value, text=right.text), 1.1)


def counted_mods(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控的几个、离线的有多少: the noun is left out."""
    mods: Mods = left.value
    options = tuple(dict.fromkeys(s.entity for choice in mods.states for s in choice))
    happening = tuple(o[0] for c in mods.conds for o in c.options
                      if o[1] is not None and context.entity_kind(o[0]) == "event")
    options = tuple(o for o in options or happening if context.fits(mods, o)) or options
    counted_so = tuple(o for o in options if any(c in right.text for c in context.counters(o)))
    noun = SetPhrase(counted_so or options, mods, implied=True, text=left.text)
    bonus = 0.95 if mods.states else 0.85
    return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text), bonus)


def happenings(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线次数: how often the state came about."""
    mods: Mods = left.value
    if len(mods.states) != 1:
        return None
    phrase = MeasurePhrase(
        "happenings", states=mods.states[0], mods=Mods(mods.conds), text=left.text + right.text
    )
    return Joined("measure", phrase, 1.2)


def numbered(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """11个市、十户: a noun with how many."""
    item = left.value
    if item.dimension not in ("count", "bare") or item.value != int(item.value):
        return None
    noun: SetPhrase = right.value
    if noun.asked or noun.ranked:
        return None
    return Joined("noun", replace(noun, number=int(item.value)), 0.9)


def limited(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """前十户."""
    ranked = Ranked(None, left.value.n, left.value.direction)
    return Joined("noun", replace(right.value, ranked=ranked), 1.2)


def extreme_noun(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """最多的市."""
    if right.value.asked == "which" or right.value.ranked:
        return None
    direction = "most" if left.tags & {"most", "best"} else "least"
    quality = bool(left.tags & {"best", "worst"})
    n = right.value.number or 1
    ranked = Ranked(None, n, direction, quality)  # type: ignore[arg-type]
    return Joined("noun", replace(right.value, ranked=ranked, number=None), 1.0)


def ordered(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量最大、离线站最多: a measure with the end of it that is wanted."""
    if left.kind == "noun":
        if left.value.asked or left.value.ranked or left.de:
            return None
        measure = MeasurePhrase("count", noun=left.value, text=left.text)
    else:
        measure = left.value
    direction = "most" if right.tags & {"most", "best"} else "least"
    if right.tags & {"best", "worst"}:
        return Joined("ordered", Ranked(measure, 1, direction, True), 1.1)  # type: ignore[arg-type]
    return Joined("ordered", Ranked(measure, 1, direction), 1.1)  # type: ignore[arg-type]


def ordered_limit(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量前十."""
    limit = right.value
    counted_things = context.nouns(limit.counter) if limit.counter else ()
    if counted_things:  # 取水最多的十户
        rank = Ranked(left.value, limit.n, limit.direction)
        return Joined("noun", SetPhrase(counted_things, ranked=rank, text=right.text), 1.3)
    return Joined("ordered", Ranked(left.value, limit.n, limit.direction), 1.1)


def ranked(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量最大的户、取水前十的户."""
    noun: SetPhrase = right.value
    if noun.ranked or noun.asked == "which":
        return None
    rank: Ranked = left.value
    if noun.number and rank.n == 1:
        rank = replace(rank, n=noun.number)
    return Joined("noun", replace(noun, ranked=rank, number=None), 1.2)
