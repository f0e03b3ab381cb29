"""Rules that rank: an end of a measure, how many of it, and the nouns they pick."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import Item, MeasurePhrase, Ranked, SetPhrase
from assistant.reading.rule_words import has_any, words_of

_FAST = words_of("fiercest")


_OFTEN = words_of("often")


def register(book: RuleBook) -> None:
    """Add the ranking rules to the book."""
    book.rule("limit", "noun")(limited)
    book.rule("extreme", "noun")(extreme_noun)
    book.rule("measure|noun", "extreme")(ordered)
    book.rule("attr", "extreme")(ordered_attribute)
    book.rule("attr", "limit")(limited_attribute)
    book.rule("measure", "limit")(ordered_limit)
    book.rule("noun", "limit")(counted_limit)
    book.rule("mods", "extreme|limit")(most_often)
    book.rule("ordered", "noun")(ranked)
    book.rule("ordered", "mods")(ranked_kind)
    book.rule("change", "extreme")(moved_most)
    book.rule("than", "noun")(other_end)
    book.rule("noun", "than+end")(both_ends)


def most_often(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """掉线最多次、退得最勤: by how often the state came about."""
    mods = left.value
    often = any(mark in right.text for mark in _OFTEN)
    if not often or len(mods.states) != 1 or mods.conds or mods.preds:
        return None
    times = MeasurePhrase("happenings", states=mods.states[0], text=left.text + right.text)
    if right.kind == "limit":
        return Joined("ordered", Ranked(times, right.value.n, right.value.direction), 1.6)
    direction = "most" if right.tags & {"most", "best"} else "least"
    return Joined("ordered", Ranked(times, 1, direction), 1.1)  # type: ignore[arg-type]


def limited(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """前十户."""
    ranked = Ranked(None, left.value.n, left.value.direction, left.value.quality)
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
        if left.value.options[0] in REGIONS and not left.value.mods:
            return None  # 在哪些县最多: places are what is ranked, not what is counted
        measure = MeasurePhrase("count", noun=left.value, text=left.text)
    else:
        measure = left.value
    direction = "most" if right.tags & {"most", "best"} else "least"
    if measure.change is not None:
        return Joined("ordered", Ranked(_pace(measure, right), 1, direction), 1.1)  # type: ignore[arg-type]
    if right.tags & {"best", "worst"}:
        return Joined("ordered", Ranked(measure, 1, direction, True), 1.1)  # type: ignore[arg-type]
    return Joined("ordered", Ranked(measure, 1, direction), 1.1)  # type: ignore[arg-type]


def ordered_attribute(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """越界距离最大的 + 取水口: by a number each thing has."""
    measure = _number_of(context, left)
    return ordered(context, replace(left, kind="measure", value=measure), right) \
        if measure is not None else None


def limited_attribute(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """越界距离前十的 + 取水口."""
    measure = _number_of(context, left)
    return ordered_limit(context, replace(left, kind="measure", value=measure), right) \
        if measure is not None else None


def _number_of(context: RuleContext, item: Item) -> MeasurePhrase | None:
    numbers = tuple(a for a in item.value if context.attr_type(a.entity, a.attribute) == "number")
    return MeasurePhrase("attr", attr=numbers, text=item.text) if numbers else None


def other_end(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比 + 最低的市: the other end."""
    ranked = right.value.ranked
    if "than" not in left.tags or ranked is None or ranked.n != 1 or right.value.asked:
        return None
    return Joined("than+end", right.value, 0.6)


def both_ends(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """人均用水最高的市比最低的市高多少: one measure at both ends, and the gap."""
    one, other = left.value, right.value
    if one.ranked is None or one.ranked.by is None or one.ranked.n != 1 or one.asked \
            or one.mods or other.mods or set(one.options) != set(other.options) \
            or one.ranked.direction == other.ranked.direction \
            or other.ranked.by not in (None, one.ranked.by):
        return None
    return Joined("bothends", (one.ranked.by, one.options), 1.4)


def moved_most(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """少得最多, with nothing measured beside it: by the change said before."""
    signs = left.tags & {"up", "down"}
    if len(signs) != 1 or left.tags & {"growth", "change"}:
        return None
    return Joined("extreme", next(iter(signs)), 0.3)


def _pace(measure: MeasurePhrase, word: Item) -> MeasurePhrase:
    """涨得最快、跌得最凶 asks for the rate of the change, 涨得最多 for its amount."""
    change = measure.change
    if change is None or not (word.tags & {"best", "worst"} or word.text in _FAST):
        return measure
    return replace(measure, change=replace(change, how="growth"))


def counted_limit(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """换表最多的十个: by how many of them there are."""
    noun = left.value
    if noun.asked or noun.ranked or left.de or not has_any(right.text, "superlative"):
        return None
    measure = MeasurePhrase("count", noun=noun, text=left.text)
    return ordered_limit(context, replace(left, value=measure), right)


def ordered_limit(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量前十."""
    limit = right.value
    counter = limit.counter
    counted_things = (context.nouns(counter) or context.nouns(counter[1:])) if counter else ()
    if counted_things:  # 取水最多的十户
        rank = Ranked(left.value, limit.n, limit.direction, limit.quality)
        return Joined("noun", SetPhrase(counted_things, ranked=rank, text=right.text), 1.3)
    rank = Ranked(left.value, limit.n, limit.direction, limit.quality)
    return Joined("ordered", rank, 1.1)


def ranked(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量最大的户、取水前十的户."""
    noun: SetPhrase = right.value
    if noun.ranked or noun.asked == "which":
        return None
    rank: Ranked = left.value
    if noun.number and rank.n == 1:
        rank = replace(rank, n=noun.number)
    options = _having(rank, noun.options) or noun.options
    return Joined("noun", replace(noun, options=options, ranked=rank, number=None), 1.2)


def ranked_kind(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """设计灌溉面积最大的五个 + 灌区: a kind of thing stands for the things of it."""
    mods, rank = right.value, left.value
    if len(mods.conds) != 1 or mods.states or mods.preds or right.de or rank.by is None \
            or rank.by.kind != "attr":
        return None
    options = _having(rank, tuple(o[0] for o in mods.conds[0].options if o[1] is not None
                                  and context.entity_kind(o[0]) == "thing"))
    if not options:
        return None
    noun = SetPhrase(options, mods, implied=True, ranked=rank, text=right.text)
    return Joined("noun", noun, 1.2)


def _having(rank: Ranked, options: tuple[str, ...]) -> tuple[str, ...]:
    """年产值最高的企业: of the things a noun may mean, those that have the number."""
    owners = {a.entity for a in rank.by.attr} if rank.by is not None and rank.by.attr else set()
    return tuple(o for o in options if not owners or o in owners)
