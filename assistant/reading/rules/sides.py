"""Rules for sets held side by side: 省里发的证和县里发的证, 供电的工单比通信的多几张."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.phrases import join_conditions
from assistant.reading.rule_words import words_of


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("noun", "joiner")(first_side)
    book.rule("mods", "joiner")(first_value)
    book.rule("noun+", "noun")(two_sides)
    book.rule("noun+", "measure")(two_sides_counted)
    book.rule("modside+", "noun")(side_without_noun)
    book.rule("altnoun", "measure")(measured_sides)
    book.rule("mods", "attr")(named_again)
    book.rule("modside+", "measure")(measured_values)
    book.rule("than|cmpword", "mods|noun")(other_part)
    book.rule("than", "mods|noun")(set_beside)
    book.rule("with+part", "than")(compared_with_part)
    book.rule("noun", "than+part")(versus_part)
    book.rule("measure", "than+part")(versus_value)


def _plain(noun: SetPhrase) -> bool:
    return not (noun.asked or noun.ranked or noun.within or noun.minus or noun.mods.preds) \
        and bool(noun.mods.conds or noun.mods.states)


def _told_apart(mods: Mods) -> bool:
    """Whether the modifiers are values or states; places are the question's own."""
    return not mods.preds and bool(mods) and all(
        o[1] is not None for c in mods.conds for o in c.options)


def first_side(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """省里发的证和 …: another set of the same kind is coming."""
    if left.de or not _plain(left.value) or not _told_apart(left.value.mods) \
            or "or" in right.tags:
        return None
    return Joined("noun+", left.value, 0.2)


def first_value(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """自建站和 …: a value that already names its thing, and another set."""
    mods: Mods = left.value
    if left.de or not _told_apart(mods) or len(mods.conds) != 1 or mods.states \
            or "or" in right.tags:
        return None
    return Joined("modside+", mods, 0.2)


def side_without_noun(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """自建站和中央投资的站: values of two attributes are two sets, never one."""
    noun: SetPhrase = right.value
    if not _plain(noun) or not _told_apart(noun.mods) or len(noun.mods.conds) != 1 \
            or noun.mods.states:
        return None
    if join_conditions(left.value.conds[0], noun.mods.conds[0]) is not None:
        return None
    options = tuple(o for o in noun.options if context.fits(left.value, o))
    if not options:
        return None
    first = replace(noun, options=options, mods=left.value)
    return Joined("altnoun", (first, noun), 1.0)


def two_sides(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """省里发的证和县里发的证: values of one attribute are alternatives; else two sets."""
    first, second = left.value, right.value
    if not _plain(second) or not _told_apart(second.mods):
        return None
    options = tuple(o for o in first.options if o in second.options)
    if not options:
        return None
    merged = _merged(first.mods, second.mods)
    if merged is not None:
        return Joined("noun", replace(second, options=options, mods=merged), 1.2)
    sides = tuple(replace(n, options=options) for n in (first, second))
    return Joined("altnoun", sides, 1.0)


def _merged(one: Mods, other: Mods) -> Mods | None:
    if len(one.conds) != 1 or len(other.conds) != 1 or one.states != other.states:
        return None
    joined = join_conditions(one.conds[0], other.conds[0])
    return None if joined is None else replace(one, conds=(joined,))


def two_sides_counted(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """省里发的证和县里发的证各有多少本."""
    measure: MeasurePhrase = right.value
    if measure.kind != "count" or measure.noun is None or measure.noun.implied:
        return None
    joined = two_sides(context, left, replace(right, value=measure.noun))
    if joined is None:
        return None
    if joined.kind == "noun":
        return Joined("measure", replace(measure, noun=joined.value), 1.2)  # type: ignore[arg-type]
    counts = tuple(replace(measure, noun=n) for n in joined.value)  # type: ignore[attr-defined]
    return Joined("measures", (counts, "and"), 1.2)


def measured_sides(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控站和停用的站 + 上传率."""
    measure: MeasurePhrase = right.value
    if measure.kind != "metric" or measure.scope is not None or measure.mods:
        return None
    each = []
    for noun in left.value:
        metrics = context.fits_metric(noun.mods, measure.metrics, noun.options)
        if not metrics:
            return None
        each.append(replace(measure, metrics=metrics, scope=noun))
    return Joined("measures", (tuple(each), "and"), 1.3)


def measured_values(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控站和 + 非国控站上传率: the measure of each, where the values are no alternatives."""
    measure: MeasurePhrase = right.value
    own = measure.scope.mods if measure.scope is not None else measure.mods
    if measure.kind != "metric" or measure.change is not None or not _told_apart(own) \
            or own.states or len(own.conds) != 1:
        return None
    if join_conditions(left.value.conds[0], own.conds[0]) is not None and not own.conds[0].negated:
        return None
    first = _of_other(context, measure, left.value)
    return None if first is None else Joined("measures", ((first, measure), "and"), 1.3)


def _of_other(context: RuleContext, measure: MeasurePhrase, mods: Mods) -> MeasurePhrase | None:
    """Return the same measure of the things that are otherwise."""
    if not context.fits_metric(mods, measure.metrics):
        return None
    if measure.scope is not None:
        return replace(measure, scope=replace(measure.scope, mods=mods))
    return replace(measure, mods=mods)


def named_again(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """供电原因、一般级别: the attribute said after its value says no more."""
    mods: Mods = left.value
    if left.de or not mods.conds or mods.states or mods.preds:
        return None
    owned = {(o[0], o[1]) for o in mods.conds[-1].options}
    same = tuple(o for o in mods.conds[-1].options
                 if any((a.entity, a.attribute) == (o[0], o[1]) for a in right.value))
    if not owned or not same:
        return None
    cond = replace(mods.conds[-1], options=same)
    return Joined("mods", replace(mods, conds=(*mods.conds[:-1], cond)), 1.2)


def other_part(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比 + 通信原因的, 低于 + 国控站点: the other part of the same things."""
    if not left.tags & {"than", "cmp_gt", "cmp_lt"}:
        return None
    if right.kind == "noun":
        plain = _plain(right.value) and left.kind == "cmpword" and not right.value.number
        mods = right.value.mods if plain else Mods()
    else:
        mods = right.value
    return Joined("than+part", mods, 0.4) if _told_apart(mods) else None


def set_beside(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """跟 + 非国控站: the other part is coming, if 比 follows."""
    if not left.tags & {"compare"} or left.tags & {"than"} or left.start:
        return None  # behind another set, both are named side by side
    joined = other_part(context, replace(left, kind="cmpword", tags=frozenset({"than"})), right)
    return None if joined is None else replace(joined, kind="with+part", bonus=-0.5)


def compared_with_part(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """跟非国控站 + 比."""
    return Joined("than+part", left.value, 1.3) if "compare_end" in right.tags else None


def versus_part(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """供电的工单比通信的: how many of each, and the difference."""
    noun: SetPhrase = left.value
    if left.de or not right.de or not _plain(noun) or not _told_apart(noun.mods):
        return None
    options = tuple(o for o in noun.options if context.fits(right.value, o))
    if not options:
        return None
    sides = (replace(noun, options=options), replace(noun, options=options, mods=right.value))
    return Joined("versus", tuple(
        MeasurePhrase("count", noun=n, text=left.text) for n in sides), 1.3)


def versus_value(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控站掉线率比自建站 + 高多少: the same measure at another value, and the difference."""
    measure: MeasurePhrase = left.value
    if measure.kind != "metric" or measure.change is not None or left.de:
        return None
    own = measure.scope.mods if measure.scope is not None else measure.mods
    if not own or not _told_apart(own):
        return None
    other = _of_other(context, measure, _rest_of(own, right.value) or right.value)
    return None if other is None else Joined("versus", (measure, other), 1.3)


def _rest_of(own: Mods, said: Mods) -> Mods | None:
    """灌区…比其他的: all that are not so, not those whose value is called 其他."""
    others = len(said.conds) == 1 and not said.states \
        and said.conds[0].text in words_of("the_others")
    if not others or len(own.conds) + len(own.states) != 1:
        return None
    return Mods(tuple(replace(c, negated=not c.negated, text=said.conds[0].text)
                      for c in own.conds),
                tuple(tuple(replace(u, negated=not u.negated) for u in s) for s in own.states))
