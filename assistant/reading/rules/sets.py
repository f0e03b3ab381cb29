"""Rules that build sets: modifiers + noun, counted and ranked nouns, groups, subsets."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import (
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    Ranked,
    SetPhrase,
)


def register(book: RuleBook) -> None:
    """Add the set rules to the book."""
    book.rule("mods", "mods")(both_mods)
    book.rule("mods", "joiner")(first_of_two)
    book.rule("mods+", "mods")(either_or_each)
    book.rule("alternatives", "count|howmuch")(counted_each)
    book.rule("alternatives", "joiner")(more_alternatives)
    book.rule("alternatives+", "mods")(next_alternative)
    book.rule("alternatives", "noun")(alternatives_of)
    book.rule("altnoun", "count|howmuch")(counted_nouns)
    book.rule("noun", "mods")(subject_state)
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
    book.rule("each", "noun|dim|attr|grainword")(grouped)
    book.rule("which", "attr|dim")(asked_attr)
    book.rule("attr|dim", "which")(attr_asked)
    book.rule("noun", "howmuch")(counted)
    book.rule("mods", "howmuch")(counted_states)
    book.rule("each", "kinds")(by_kinds)
    book.rule("group|dim", "joiner")(more_groups)
    book.rule("group+", "noun|attr|dim|kinds")(two_groups)
    book.rule("measures", "noun")(changes_condition)
    book.rule("number", "noun")(numbered)
    book.rule("kinds", "noun")(kinds_of)
    book.rule("noun", "kinds")(kinds_after)
    book.rule("limit", "noun")(limited)
    book.rule("extreme", "noun")(extreme_noun)
    book.rule("measure|noun", "extreme")(ordered)
    book.rule("measure", "limit")(ordered_limit)
    book.rule("ordered", "noun")(ranked)


def both_mods(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """Two modifiers side by side both apply."""
    return Joined("mods", left.value.plus(right.value), 0.6)


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


def asked_attr(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪个行业、哪个批次: one of an attribute's values is asked for."""
    if right.kind == "dim":
        group = GroupPhrase(paths=right.value, asked=True, text=left.text + right.text)
    else:
        group = GroupPhrase(attrs=right.value, asked=True, text=left.text + right.text)
    return Joined("group", group, 1.2)


def attr_asked(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """行业是哪个."""
    return asked_attr(context, right, left)


def counted_states(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线的多少."""
    return counted_mods(context, left, right) if left.value.states else None


def by_kinds(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按九类."""
    return Joined("kinds", right.value, 0.6)


def more_groups(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按市和 …: a second grouping is coming."""
    group = left.value if left.kind == "group" else GroupPhrase(paths=left.value, each=True)
    return Joined("group+", group, 0.3)


def two_groups(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """按市和批次."""
    if right.kind == "kinds":
        second = GroupPhrase(kinds=True, each=True, text=right.text)
    else:
        joined = grouped(context, left, right)
        if joined is None or joined.kind != "group":
            return None
        second = joined.value  # type: ignore[assignment]
    return Joined("groups", (left.value, second), 1.3)


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


def grouped(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """各市、按批次、分流域."""
    value = right.value
    text = left.text + right.text
    if right.kind == "noun":
        if value.asked or value.ranked:
            return None
        plain = replace(value, mods=Mods())
        group = GroupPhrase(entities=plain.options, each=True, text=text)
        if value.mods:
            return Joined("groupset", (group, value), 1.2)
        return Joined("group", group, 1.3)
    if right.kind == "dim":
        return Joined("group", GroupPhrase(paths=value, each=True, text=text), 1.3)
    if right.kind == "grainword":
        return Joined("group", GroupPhrase(grain=value, each=True, text=text), 1.3)
    return Joined("group", GroupPhrase(attrs=value, each=True, text=text), 1.2)


def kinds_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """各类问题: the noun, grouped by its own kind."""
    if right.value.asked or right.value.ranked:
        return None
    group = GroupPhrase(entities=right.value.options, each=True, kinds=True, text=left.text)
    return Joined("kindset", (group, right.value), 1.2)


def kinds_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """问题按类型."""
    return kinds_of(_, right, left)


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
