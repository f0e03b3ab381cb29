"""Rules that count: sets with how many, states with their noun left out, happenings."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_counters import others_counter, who_asked
from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import (
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rule_words import has_any, words_of


def register(book: RuleBook) -> None:
    """Add the counting rules to the book."""
    book.rule("noun", "count")(counted)
    book.rule("noun", "times")(counted_events)
    book.rule("times", "noun")(times_of_such)
    book.rule("count", "noun")(count_of)
    book.rule("howmuch", "noun")(how_many_things)
    book.rule("measure", "mods")(counted_predicate)
    book.rule("mods", "count")(counted_mods)
    book.rule("times", "noun")(times_of_events)
    book.rule("mods", "times")(happenings)
    book.rule("times", "mods")(times_of)
    book.rule("which", "mods")(who_is_so)
    book.rule("measure", "mods")(counted_then_state)
    book.rule("noun", "howmuch")(counted)
    book.rule("mods", "measure")(counted_so)
    book.rule("count|howmuch", "mods")(how_many_so)
    book.rule("mods", "howmuch")(counted_states)
    book.rule("measure", "count|howmuch")(counted_changes)


def counted_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """低于九成的县数、离线的有几个站: what a count counts, narrowed by states and tests."""
    measure: MeasurePhrase = right.value
    mods: Mods = left.value
    if not (mods.states or mods.preds or left.de) or measure.per or measure.agg or measure.mods:
        return None
    noun = measure.noun if measure.kind == "count" else None
    verb = bool(mods.states) and not (mods.conds or mods.preds)  # 新发了多少本证
    if measure.kind == "metric" and measure.scope is None and (mods.states or mods.preds):
        noun = next((n for m in measure.metrics if (n := context.counted(m)) is not None), None)
    if noun is None or noun.within is not None or noun.ranked or noun.number \
            or measure.kind == "count" and (
                noun.mods or noun.implied or not (left.de or verb or _came_about(left))):
        return None
    options = tuple(o for o in noun.options if context.fits(mods, o))
    if not options:
        return None
    narrowed = replace(noun, options=options).narrowed(mods)
    text = left.text + right.text
    return Joined("measure", MeasurePhrase("count", noun=narrowed, text=text),
                  1.33 - 0.09 * min(context.distance(mods, o) for o in options))


def _came_about(item: Item) -> bool:
    """新发了 + 多少本证: one thing alone, said as what happened to the things counted."""
    mods: Mods = item.value
    dated = len(mods.preds) == 1 and isinstance(mods.preds[0], PredPhrase)
    return (len(mods.states) == 1 and not mods.preds or dated and not mods.states) \
        and not mods.conds


def how_many_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """还有几个没改过来、还有几张季报没交: the state said after the count."""
    mods: Mods = right.value
    of_theirs = {use.entity for choice in mods.states for use in choice}
    kinds = all(o[1] is not None and o[0] in of_theirs for c in mods.conds for o in c.options)
    if not mods.states or not kinds or mods.preds or right.de:
        return None
    joined = counted_mods(context, right, left)
    return replace(joined, bonus=0.4) if joined is not None else None


def counted_changes(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """许可量减少的有多少: those it fell for are counted, it is not the fall that is asked."""
    change = left.value.change
    if not left.de or change is None or change.sign not in ("up", "down") \
            or not right.tags & {"ask_count"}:
        return None
    mods = Mods(preds=(change_predicate(left.value, left.text),))
    noun = SetPhrase((), mods, implied=True, text=left.text)
    return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text), 1.4)


def counted_states(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线的多少."""
    return counted_mods(context, left, right) if left.value.states else None


def counted_events(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """现场检查次数: a happening is counted by its times."""
    options = tuple(o for o in left.value.options if context.entity_kind(o) == "event")
    if not options or left.value.asked:
        return None
    noun = replace(left.value, options=options)
    return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text), 1.0)


def times_of_such(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有多少次现场检查."""
    if not has_any(left.text, "amounts_asked") or right.de:
        return None
    joined = counted_events(context, right, left)
    return replace(joined, bonus=1.7) if joined is not None else None


def counted(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """X有几个、X数; 九个市各多少 only says what it is shown by."""
    noun: SetPhrase = left.value
    if noun.options[0] in REGIONS and _of_each(noun, right):
        group = GroupPhrase(entities=noun.options, count=noun.number, each=True, text=left.text)
        return Joined("placeset", (group, noun.mods), 1.2) if noun.mods or right.kind == "count" \
            else Joined("group", group, 1.2)
    if noun.mods.states and others_counter(context, noun, right.text):
        noun = SetPhrase((), noun.mods, implied=True, text=left.text, counter=right.text)
        return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text), 0.9)
    return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text,
                                           distinct=who_asked(context, noun, right.text)), 1.1)


def _of_each(noun: SetPhrase, asked: Item) -> bool:
    """九个市各多少, 新余两个县区各几个: how many places there are is said, something else asked."""
    if asked.kind == "howmuch":
        return not noun.mods and asked.text.startswith(tuple(words_of("each")))
    places = all(o[1] is None for c in noun.mods.conds for o in c.options[:1])
    return "each" in asked.tags and noun.number is not None and places \
        and not (noun.mods.states or noun.mods.preds)


def count_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """多少个X."""
    bonus = 1.7 if not right.value.asked else 1.1  # 多少个站: nothing else can be counted
    return Joined("measure", MeasurePhrase("count", noun=right.value, text=right.text), bonus)


def how_many_things(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """多少站、多少取水口: no counter is said where the thing itself is."""
    noun: SetPhrase = right.value
    if left.text not in words_of("amounts_asked") or left.de or right.de or noun.asked \
            or noun.ranked or noun.number or noun.mods:
        return None
    return Joined("measure", MeasurePhrase("count", noun=noun, text=right.text), 1.1)


def counted_predicate(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有多少个站 + 掉线了: what is said of the things counted chooses among them."""
    noun = left.value.noun
    plain = left.value.kind == "count" and noun is not None and noun.options and not noun.implied
    if not plain or noun is None or right.de or left.de:
        return None
    options = tuple(o for o in noun.options if context.fits(right.value, o))
    if not options:
        return None
    bonus = 1.3 - 0.03 * min(context.distance(right.value, o) for o in options)
    narrowed = replace(noun, options=options).narrowed(right.value)
    return Joined("measure", replace(left.value, noun=narrowed), bonus)


def counted_mods(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控的几个、离线的有多少: the noun is left out."""
    mods: Mods = left.value
    tested = _tested_noun(mods)
    if tested is not None:
        return Joined("measure", MeasurePhrase("count", noun=tested, text=left.text), 1.2)
    held = _held_as_figure(context, mods, right.text)
    if held is not None:
        return held
    options = tuple(dict.fromkeys(s.entity for choice in mods.states for s in choice))
    happening = tuple(o[0] for c in mods.conds for o in c.options
                      if o[1] is not None and context.entity_kind(o[0]) == "event")
    options = tuple(o for o in options or happening if context.fits(mods, o)) or options
    if not options:
        options = tuple(dict.fromkeys(
            o[0] for c in mods.conds for o in c.options
            if o[1] is not None and context.entity_kind(o[0]) == "thing"))
    named = {o[0] for c in mods.conds for o in c.options if o[1] is not None}
    options = tuple(o for o in options if o in named) or options  # 在用的电磁表: meters
    if not options and mods.preds:  # 年许可水量一百万方以上的有几户
        options = tuple(o for c in right.text for o in context.nouns(c) if context.fits(mods, o))
    so = tuple(o for o in options if any(c in right.text for c in context.counters(o)))
    noun = SetPhrase(so or options, mods, implied=True, text=left.text,
                     counter="" if so else right.text)
    bonus = 0.95 if mods.states else 0.85
    if not so and has_any(right.text, "own_counters"):
        bonus -= 0.5  # 无证取水几起: what is counted in 起 is not the holder
    who = who_asked(context, noun, right.text) if mods.states and not so else ""
    return Joined("measure", MeasurePhrase("count", noun=noun, text=left.text, distinct=who), bonus)


def _held_as_figure(context: RuleContext, mods: Mods, asked: str) -> Joined | None:
    """大型、中型水库各几座: how many there are is a figure of a fact, told by its counter."""
    facts = [o[0] for c in mods.conds for o in c.options if o[1] is not None
             and context.entity_kind(o[0]) == "fact"
             and any(c in asked for c in context.counters(o[0]))]
    metrics = tuple(m for f in dict.fromkeys(facts) for m in context.counts_of(f))
    fitting = context.fits_metric(mods, metrics) if len(metrics) == 1 else ()
    if not fitting or mods.states or mods.preds:
        return None
    return Joined("measure", MeasurePhrase("metric", metrics=fitting, mods=mods, text=asked), 1.3)


def _tested_noun(mods: Mods) -> SetPhrase | None:
    """国控站完整率低于90%的有几个: how many of the noun whose measure is tested."""
    pred = mods.preds[0] if len(mods.preds) == 1 and not (mods.conds or mods.states) else None
    scope = pred.subject.scope if pred is not None and pred.subject is not None else None
    if pred is None or pred.subject is None or scope is None or scope.ranked or scope.asked:
        return None
    amount = pred.comparison.amount if pred.comparison is not None else None
    if amount is not None and amount.dimension == "duration":
        return None  # 离线时长超过72小时的个数: how long the state lasted, not its mean
    alone = replace(pred, subject=replace(pred.subject, scope=None))
    return scope.narrowed(Mods(preds=(alone,)))


def counted_then_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """畜禽养殖有多少家 + 在库: the state of what was counted, said after it."""
    noun, mods = left.value.noun, right.value
    alone = len(mods.states) == 1 and not (mods.conds or mods.preds or right.de)
    if left.value.kind != "count" or noun is None or not noun.implied or noun.mods.states \
            or not alone:
        return None
    owners = {use.entity for use in mods.states[0]}
    options = tuple(o for o in noun.options if o in owners)
    if not options:
        return None
    narrowed = replace(noun, options=options, implied=False).narrowed(mods)
    return Joined("measure", replace(left.value, noun=narrowed), 1.2)


def who_is_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪几家超许可了、谁没交: those in the state, their noun left out."""
    mods: Mods = right.value
    who = left.text.startswith("谁") or any(c in left.text for c in "家户")
    if len(mods.states) != 1 or mods.preds or right.de or not who:
        return None
    owners = tuple(dict.fromkeys(use.entity for use in mods.states[0]))
    fitting = tuple(o for o in owners if context.fits(mods, o)
                    and context.entity_kind(o) == "thing")
    if not fitting:
        return None
    return Joined("noun", SetPhrase(fitting, mods, asked="which", text=right.text), 0.9)


def happenings(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线次数: how often the state came about."""
    mods: Mods = left.value
    if not mods.states and not mods.preds:
        joined = counted_mods(context, left, right)  # 重大故障几回
        places = all(o[1] is None for c in mods.conds for o in c.options)
        return joined if places or _is_event(context, joined) else None  # 抽查，九江有几次
    if len(mods.states) != 1:
        return None
    phrase = MeasurePhrase(
        "happenings", states=mods.states[0], mods=Mods(mods.conds), text=left.text + right.text
    )
    return Joined("measure", phrase, 1.2)


def times_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """几次离线: a kind of happening after how often it came about."""
    mods: Mods = right.value
    if right.de or mods.states or mods.preds or not has_any(left.text, "amounts_asked"):
        return None
    return happenings(context, right, left)


def times_of_events(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """做了多少次现场检查: the happening itself, whatever else the word may be a value of."""
    if right.value.ranked or right.value.within or not has_any(left.text, "amounts_asked"):
        return None
    joined = counted_events(context, right, left)
    return replace(joined, bonus=1.5) if joined is not None else None


def _is_event(context: RuleContext, joined: Joined | None) -> bool:
    noun = joined.value.noun if joined is not None else None  # type: ignore[attr-defined]
    return noun is not None and any(context.entity_kind(o) == "event" for o in noun.options)
