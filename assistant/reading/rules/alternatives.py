"""Rules for modifiers side by side: either of them, or each on its own."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.rule_words import has_any
from assistant.reading.rules.counts import counted_mods


def register(book: RuleBook) -> None:
    """Add the rules for alternatives to the book."""
    book.rule("mods", "joiner")(first_of_two)
    book.rule("mods+", "mods")(either_or_each)
    book.rule("mods+", "mods")(both_of_two)
    book.rule("alternatives", "count|howmuch")(counted_each)
    book.rule("alternatives", "joiner")(more_alternatives)
    book.rule("alternatives+", "mods")(next_alternative)
    book.rule("alternatives", "noun")(alternatives_of)
    book.rule("alternatives", "noun")(either_of)
    book.rule("mods", "measures")(shared_mods)
    book.rule("mods", "mods")(exclusive_pair)
    book.rule("alternatives", "measure")(counted_alternatives)
    book.rule("altnoun", "count|howmuch")(counted_nouns)
    book.rule("noun", "mods")(subject_state)
    book.rule("noun", "mods")(those_so)
    book.rule("noun", "mods")(holder_of)


def first_of_two(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """超许可或者 …、关联了的和 …: another modifier is coming."""
    mods: Mods = left.value
    values = right.text == "、" and all(o[1] is not None for c in mods.conds for o in c.options)
    if len(mods.states) + len(mods.preds) != 1 or mods.conds and not values:
        return None
    return Joined("mods+", (mods, "or" if "or" in right.tags else "and"), 0.3)


def either_or_each(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """Joined by 或: either holds; by 和: each is meant on its own."""
    first, join = left.value
    second: Mods = right.value
    if len(second.states) + len(second.preds) != 1 or second.conds or first.conds:
        return None
    second = _same_scope(context, first, second)
    if join == "or":
        either = PredPhrase(any_of=(first, second), text=left.text + right.text)
        return Joined("mods", Mods(preds=(either,)), 1.2)
    return Joined("alternatives", (first, second), 0.4)


def _same_scope(context: RuleContext, first: Mods, second: Mods) -> Mods:
    """季报上报率没到100%或者退回率超过1%: both rates are the quarterly forms'."""
    if not (first.preds and second.preds):
        return second
    one, other = first.preds[-1].subject, second.preds[0].subject
    if one is None or other is None or not one.mods.conds or other.mods or other.scope:
        return second
    metrics = context.fits_metric(one.mods, other.metrics)
    if not metrics:
        return second
    subject = replace(other, metrics=metrics, mods=one.mods)
    return replace(second, preds=(replace(second.preds[0], subject=subject), *second.preds[1:]))


def both_of_two(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """90天内到期、还没提延续申请的: two that can hold together, side by side."""
    first, join = left.value
    second: Mods = right.value
    if join == "or" or not left.text.endswith("、") or _apart(context, first, second):
        return None
    return Joined("mods", first.plus(second), 0.9)


def _each(context: RuleContext, left: Item, right: Item) -> bool:
    """Return whether each is meant by itself: 各 said, joined by 和, or exclusive."""
    if "each" in right.tags or has_any(right.text, "each") \
            or has_any(left.text, "joining"):
        return True
    value = left.value
    mods = [n.mods if isinstance(n, SetPhrase) else n for n in value]
    return any(_apart(context, a, b) for a, b in zip(mods, mods[1:], strict=False))


def _apart(context: RuleContext, first: Mods, second: Mods) -> bool:
    """Return whether two modifiers exclude each other: one attribute's values, or a denial."""
    if not (first.states and second.states):
        return False
    return any(
        context.exclusive(a, b)
        or a.name == b.name and a.negated != b.negated and a.time == b.time
        for a in first.states[0] for b in second.states[0])


def counted_each(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """关联了许可证的和没关联的各多少家."""
    if not _each(context, left, right):
        return None
    counts = []
    for mods in left.value:
        joined = counted_mods(context, replace(left, value=mods), right)
        if joined is None or _of_others(joined.value, right.text):
            return None
        counts.append(joined.value)
    return Joined("measures", (tuple(counts), "and"), 1.8)


def _of_others(count: object, asked: str) -> bool:
    """有证无口、有口无证各几条: what is counted in 条 is neither of the two."""
    noun = count.noun if isinstance(count, MeasurePhrase) else None
    return noun is not None and bool(noun.counter) and has_any(asked, "counters_of_happenings")


def exclusive_pair(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """吊销注销, said in one breath: no thing is both, so each is meant."""
    first, second = left.value, right.value
    plain = not any(m.conds or m.preds or len(m.states) != 1 for m in (first, second))
    if not plain or left.de or not _apart(context, first, second):
        return None
    return Joined("alternatives", (first, second), 0.7)


def counted_alternatives(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """吊销、注销了 + 多少本证."""
    measure: MeasurePhrase = right.value
    noun = measure.noun
    if measure.kind != "count" or noun is None or noun.mods or noun.ranked or not _each(
            context, left, right):
        return None
    counts = []
    for mods in left.value:
        options = tuple(o for o in noun.options if context.fits(mods, o))
        if not options:
            return None
        narrowed = replace(noun, options=options).narrowed(mods)
        counts.append(replace(measure, noun=narrowed))
    return Joined("measures", (tuple(counts), "and"), 1.8)


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


def either_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """停用、暂停的站: members in any of the states."""
    noun: SetPhrase = right.value
    if not any(_apart(context, a, b) for a, b in zip(left.value, left.value[1:], strict=False)):
        return None
    either = Mods(preds=(PredPhrase(any_of=left.value, text=left.text),))
    options = tuple(o for o in noun.options if context.fits(either, o))
    if not options or noun.asked == "count":
        return None
    return Joined("noun", replace(noun, options=options).narrowed(either), 1.1)


def counted_nouns(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """…的证各几本."""
    if not _each(context, left, right):
        return None
    counts = tuple(MeasurePhrase("count", noun=n, text=left.text) for n in left.value)
    return Joined("measures", (counts, "and"), 1.8)


def shared_mods(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """季报应报、按时报各几张: values said before several counts narrow each of them."""
    mods: Mods = left.value
    measures, join = right.value
    places = any(o[1] is None for c in mods.conds for o in c.options[:1])
    if mods.states or mods.preds or places:
        return None
    own = [bool(m.noun is not None and m.noun.mods.states) for m in measures]
    if any(own) and not all(own):
        return None  # 新发了多少本证、注销了多少本: said of the first alone
    narrowed = []
    for measure in measures:
        noun = measure.noun
        if measure.kind != "count" or noun is None or not noun.options or noun.mods.conds:
            return None
        options = tuple(o for o in noun.options if context.fits(mods, o))
        if not options:
            return None
        narrowed.append(replace(measure, noun=replace(noun, options=options).narrowed(mods)))
    return Joined("measures", (tuple(narrowed), join), 1.2)


def holder_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """一个站上挂着两只以上在用表的: one such thing, and how many of another it has."""
    noun: SetPhrase = left.value
    tests = right.value.preds
    counts = [p for p in tests if p.subject is not None and p.subject.kind == "count"]
    if noun.number != 1 or noun.mods or not right.de or len(counts) != len(tests) or not tests:
        return None
    options = tuple(o for o in noun.options if context.fits(right.value, o))
    if not options:
        return None
    return Joined("noun", replace(noun, options=options, number=None).narrowed(right.value), 1.2)


def those_so(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """工单响应超过4小时的, 市县控的站有档案的: those of the noun that are so."""
    noun: SetPhrase = left.value
    mods: Mods = right.value
    plain = not (noun.asked or noun.ranked or noun.number or noun.within or left.de)
    if not plain or not right.de or not (mods.states or mods.preds):
        return None
    options = tuple(o for o in noun.options if context.fits(mods, o))
    if not options:
        return None
    whole = replace(noun, options=options)
    part = replace(whole, mods=mods, within=whole) if noun.mods else whole.narrowed(mods)
    return Joined("noun", part, 0.5 if noun.mods else 0.45)


def subject_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """证已过期的 …: the noun is only whose state it is."""
    noun: SetPhrase = left.value
    mods: Mods = right.value
    plain = not (noun.mods or noun.asked or noun.ranked or noun.number or left.de)
    if not plain or not right.de or mods.conds or mods.preds:
        return None
    own = [tuple(s for s in choice if s.entity in noun.options) for choice in mods.states]
    if not any(own):
        return None
    states = tuple(mine or choice for mine, choice in zip(own, mods.states, strict=True))
    bonus = 0.9 if all(own) else 0.4
    return Joined("mods", Mods(states=states), bonus)
