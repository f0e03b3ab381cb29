"""Rules that hold one measure against a part of another: 超过许可水量两成以上、用到许可的八成."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Comparison, Cond
from assistant.reading.phrase_types import (
    Against,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rules.changes import period_before
from assistant.reading.thresholds import amount_of


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("mods", "cmp")(by_how_much)
    book.rule("measure", "mods")(part_of_another)
    book.rule("mods", "number")(such_a_part)
    book.rule("measure", "partof")(part_of_before)
    book.rule("mods", "measure")(bottom_named)
    book.rule("than", "noun")(other_noun)
    book.rule("noun", "than+noun")(versus)
    book.rule("versus", "measure")(versus_in)
    book.rule("than", "mods")(other_values)
    book.rule("measure", "than+mods")(of_other_values)


def by_how_much(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量超过许可水量 + 20%以上: how far one lies beyond the other."""
    pred = _single(left.value)
    amount = right.value.amount
    if pred is None or amount is None or right.value.upper is not None:
        return None
    against = pred.against
    if against is None or against.kind != "measure" or pred.comparison is not None:
        return None
    relative = amount.dimension in ("fraction", "multiple")
    moved = replace(pred, comparison=right.value,
                    against=replace(against, how="growth" if relative else "diff"))
    return Joined("mods", Mods(preds=(moved,)), 2.5)


def such_a_part(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """合计不到上报总量 + 的一半: held against that part of the other."""
    pred = _single(left.value)
    against = pred.against if pred is not None else None
    if pred is None or against is None or against.kind != "measure" \
            or not (left.de or right.de) \
            or pred.comparison is not None or right.value.dimension != "fraction":
        return None
    amount = amount_of(right.value, right.text)
    comparison = Comparison(">" if against.sign == "up" else "<", amount)
    made = replace(pred, comparison=comparison, against=replace(against, how="ratio"))
    return Joined("mods", Mods(preds=(made,)), 2.0)


def part_of_before(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量 + 是2024年两倍以上、不到前年一半: how many times, or which part of it before."""
    measure: MeasurePhrase = left.value
    if measure.kind not in ("metric", "count") or measure.change is not None:
        return None
    before, comparison = right.value
    item = before.value
    basis = (item.basis or item.shift) if before.kind == "shift" else period_before(
        context, item.period, before.text)
    sign = "up" if comparison.cmp in (">", ">=") else "down"
    against = Against("change", basis, sign, how="ratio")  # type: ignore[arg-type]
    made = PredPhrase(measure, comparison=comparison, against=against,
                      text=left.text + right.text)
    return Joined("mods", Mods(preds=(made,)), 1.5)


def part_of_another(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量 + 达到许可水量的八成以上: a fraction of what is no rate is a part of it."""
    pred = _single(right.value)
    measure = left.value
    if pred is None or pred.subject is None or pred.comparison is None or pred.quantifier:
        return None
    amount, other = pred.comparison.amount, pred.subject
    plain = measure.kind == "metric" and measure.change is None and not left.de
    if not plain or amount is None or amount.dimension != "fraction" or other.kind != "metric" \
            or other.change is not None or pred.against is not None:
        return None
    if {p for m in other.metrics for p in context.parts(m)} & set(measure.metrics):
        return Joined("mods", right.value, 2.0)  # 取水用到许可九成: what the rate is of
    if any(context.is_rate(name) for name in (*measure.metrics, *other.metrics)):
        return None
    made = PredPhrase(measure, comparison=pred.comparison,
                      against=Against("measure", measure=other, how="ratio"),
                      text=left.text + right.text)
    return Joined("mods", Mods(preds=(made,)), 1.9)


def bottom_named(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用了九成以上 + 许可: what the rate is a part of, said after it."""
    pred = _single(left.value)
    subject = pred.subject if pred is not None else None
    measure = right.value
    if subject is None or not subject.spoken or left.de or measure.kind != "metric" \
            or measure.mods or measure.scope is not None or measure.change is not None:
        return None
    parts = {p for m in subject.metrics for p in context.parts(m)}
    return Joined("mods", left.value, 1.0) if parts & set(measure.metrics) else None


def other_noun(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比 + 中断的站: another set to hold against the first."""
    if "than" not in left.tags or right.value.asked or right.value.ranked or not right.value.mods:
        return None
    return Joined("than+noun", right.value, 0.4)


def versus(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """漂移的站 比 中断的站: how many of each, and the difference."""
    if left.value.asked or left.value.ranked or left.de or not left.value.mods:
        return None
    counts = tuple(MeasurePhrase("count", noun=n, text=n.text) for n in (left.value, right.value))
    return Joined("versus", counts, 1.2)


def versus_in(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """2022年建的站 比 2025年建的站 + 完整率: the measure of each, and the difference."""
    measure: MeasurePhrase = right.value
    nouns = [m.noun for m in left.value if m.kind == "count" and m.noun is not None]
    if measure.kind != "metric" or measure.scope is not None or measure.change is not None \
            or len(nouns) != len(left.value):
        return None
    each = []
    for noun in nouns:
        metrics = context.fits_metric(noun.mods, measure.metrics, noun.options)
        if not metrics:
            return None
        each.append(replace(measure, metrics=metrics, scope=noun))
    return Joined("versus", tuple(each), 1.5)


def other_values(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比 + 中央投资的: other values of what the measure is narrowed by."""
    mods: Mods = right.value
    if "than" not in left.tags or len(mods.conds) != 1 or mods.states or mods.preds:
        return None
    return Joined("than+mods", mods, 0.6)


def of_other_values(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """自筹站的异常率 比 中央投资的: the measure of both, and the difference."""
    measure: MeasurePhrase = left.value
    if measure.kind not in ("metric", "count") or measure.change is not None:
        return None
    if len(right.value.conds) != 1:
        return None
    other = with_value(measure, right.value.conds[0])
    return None if other == measure else Joined("versus", (measure, other), 1.6)


def with_value(measure: MeasurePhrase, cond: Cond) -> MeasurePhrase:
    """Return the measure with a condition in the place of the one of its kind."""
    kinds = {option[:2] for option in cond.options}

    def mods(given: Mods) -> Mods:
        return replace(given, conds=tuple(
            cond if kinds & {o[:2] for o in c.options} else c for c in given.conds))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        return None if given is None else replace(given, mods=mods(given.mods))

    return replace(measure, mods=mods(measure.mods), noun=noun(measure.noun),
                   scope=noun(measure.scope))


def _single(mods: Mods) -> PredPhrase | None:
    if len(mods.preds) != 1 or mods.conds or mods.states:
        return None
    return mods.preds[0]
