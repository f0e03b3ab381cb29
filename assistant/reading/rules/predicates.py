"""Rules that build conditions on the row: thresholds, changes, quantifiers over periods."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import (
    Against,
    BasisPhrase,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rule_words import has_any, words_of
from assistant.reading.rules.changes import with_change
from assistant.reading.thresholds import amount_of


def register(book: RuleBook) -> None:
    """Add the predicate rules to the book."""
    book.rule("measure", "cmp")(threshold)
    book.rule("measure", "number")(part_of_basis)
    book.rule("cmp", "measure")(threshold_before)
    book.rule("attr", "cmp")(attribute_threshold)
    book.rule("cmpword", "attr")(past_date)
    book.rule("attr", "cmpword")(date_past)
    book.rule("noun", "cmp")(count_threshold)
    book.rule("measure", "noun")(change_condition)
    book.rule("measures", "cmp")(several_thresholds)
    book.rule("cmp", "noun")(holding)
    book.rule("change", "cmp")(moved)
    book.rule("shift", "movedby")(moved_since)
    book.rule("measure", "movedby")(moved_measure)


def _mods(pred: PredPhrase) -> Mods:
    return Mods(preds=(pred,))


_UNCOUNTED = 1_000_000  # 20亿以上的市: no number of things
_COUNTS = frozenset({"count", "bare", "fraction", "multiple"})


def threshold(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """上传率低于95%."""
    measure: MeasurePhrase = left.value
    amount = right.value.amount
    counted = measure.kind == "count" and measure.change is None and amount is not None
    if measure.direction is not None or counted and (
            amount.dimension not in _COUNTS or amount.value >= _UNCOUNTED
            or counted_otherwise(context, measure, amount)):
        return None
    if measure.change is not None:
        return _change_threshold(measure, right)
    part = amount is not None and amount.dimension == "fraction"
    bonus = 2.4 if measure.kind == "share" and part else 1.4  # 占用水量两成以上: of the share
    plain = measure.kind == "metric" and amount is not None and amount.dimension == "fraction" \
        and not any(map(context.is_rate, measure.metrics))
    if plain:  # 偏差超过3% is the rate's; 占总量超过两成 is no test of the total
        rates = context.rates_of(measure.metrics)
        measure = replace(measure, metrics=rates or measure.metrics)
        bonus = 1.4 if rates else 0.4
    pred = PredPhrase(measure, comparison=right.value, every=right.value.every,
                      text=left.text + right.text)
    return Joined("mods", _mods(pred), bonus)


def counted_otherwise(context: RuleContext, measure: MeasurePhrase, amount: Amount) -> bool:
    """三次以上的年报 is no number of forms: forms are not counted by times."""
    times = {c for c in words_of("time_counters") if c in amount.text}
    kinds = measure.noun.options if measure.noun is not None else ()
    return bool(times and kinds) and not any(times & set(context.counters(k)) for k in kinds)


def _change_threshold(measure: MeasurePhrase, right: Item) -> Joined | None:
    """比前一季度多出两成以上、降幅不到5%: how much it moved, against a number."""
    change = measure.change
    amount = right.value.amount
    if change is None or amount is None or change.denied:
        return None
    kind = "parent" if change.parent else "longterm" if change.longterm else "change"
    sign = "down" if change.sign == "down" else "up"
    relative = amount.dimension in ("fraction", "multiple")
    against = Against(kind, change.basis, sign,  # type: ignore[arg-type]
                      how="growth" if relative else "diff")
    pred = PredPhrase(replace(measure, change=None), comparison=right.value, against=against,
                      every=change.every or right.value.every, text=measure.text + right.text)
    return Joined("mods", _mods(pred), 1.5)


def part_of_basis(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """水资源总量不到多年平均的九成、超过上年的1.2倍: a part of what it is compared with."""
    measure: MeasurePhrase = left.value
    change, amount = measure.change, amount_of(right.value, right.text)
    if not left.de or change is None or change.sign not in ("up", "down") or amount is None \
            or amount.dimension not in ("fraction", "multiple"):
        return None
    kind = "parent" if change.parent else "longterm" if change.longterm else "change"
    against = Against(kind, change.basis, change.sign, how="ratio")  # type: ignore[arg-type]
    comparison = Comparison("<" if change.sign == "down" else ">", amount)
    pred = PredPhrase(replace(measure, change=None), comparison=comparison, against=against,
                      text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.5)


def moved(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """下降 + 超过两成, after 同比 or 环比: a change with its bound."""
    if not left.tags & {"up", "down"} or right.value.amount is None:
        return None
    return Joined("movedby", (BasisPhrase(), left, right), -0.6)


def moved_since(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """环比 + 下降超过两成."""
    basis, change, bound = right.value
    if basis.basis is not None:
        return None
    since = replace(basis, basis=left.value.basis or left.value.shift)
    return Joined("movedby", (since, change, bound), 0.6)


def moved_measure(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量 + 环比下降超过两成."""
    basis, change, bound = right.value
    if basis.basis is None or left.value.change is not None or left.value.kind == "share":
        return None
    return _change_threshold(replace(left.value, change=with_change(basis, change)), bound)


def threshold_before(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """超过95%的上传率."""
    amount = left.value.amount
    counts = amount is not None and amount.dimension in ("count", "bare")
    if not left.de or right.value.kind == "count" and not counts:
        return None
    return threshold(context, right, left)


def attribute_threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """年许可水量 ≥ 一百万方."""
    pred = PredPhrase(attr=left.value, comparison=right.value, text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.3)


def past_date(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """过了整改期限: the date lies before the moment looked at."""
    dates = tuple(a for a in right.value
                  if context.attr_type(a.entity, a.attribute) in ("date", "datetime"))
    if not dates or "cmp_gt" not in left.tags:
        return None
    pred = PredPhrase(attr=dates, comparison=Comparison("<", None), text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.3)


def date_past(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """整改期限已过."""
    return past_date(context, right, left) if right.text in words_of("past") else None


def counted_of(context: RuleContext, noun: SetPhrase, bound: Comparison) -> MeasurePhrase:
    """三个以上问题 counts them, 三类以上问题 their kinds."""
    kinds = bound.amount is not None and has_any(bound.amount.text, "kinds_held")
    apart = next((k for o in noun.options if (k := context.kind_of(o))), None) if kinds else None
    return MeasurePhrase("count", noun=noun, text=noun.text, distinct=apart or "",
                         as_counted=apart is not None)


def count_threshold(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """超许可户超过十家."""
    amount = right.value.amount
    if amount is None or amount.dimension not in ("count", "bare") or left.value.asked \
            or "held" in right.tags or amount.value >= _UNCOUNTED:
        return None
    subject = counted_of(context, left.value, right.value)
    if counted_otherwise(context, subject, amount):
        return None
    pred = PredPhrase(subject, comparison=right.value, text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.2)


def change_condition(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量比去年下降的 + 市: the change is a condition on the noun."""
    measure: MeasurePhrase = left.value
    if measure.change is None or measure.change.sign not in ("up", "down"):
        return None
    pred = change_predicate(measure, left.text)
    options = tuple(o for o in right.value.options if context.fits(_mods(pred), o))
    if not options:
        return None
    rank = right.value.ranked
    if rank is not None and rank.by is None:  # 降幅最大的三个市, 同比增长最快的市: by how far
        how = "growth" if rank.quality else measure.change.how  # 最快: by the rate
        moved_by = replace(measure, change=replace(measure.change, how=how))
        by = replace(rank, by=moved_by, quality=False)
        whole = replace(right.value, options=options, ranked=by)
        return None if left.de else Joined("noun", whole, 1.4)
    return Joined("noun", replace(right.value, options=options).narrowed(_mods(pred)), 1.3)


def several_thresholds(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率和及时率都达到95%; 上传率或者及时率没到95%."""
    measures, join = left.value
    preds = tuple(PredPhrase(m, comparison=right.value, text=left.text + right.text)
                  for m in measures)
    return Joined("mods", Mods(preds=preds, join=join), 1.4)


def holding(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有三个以上未销号问题的 …: how many of a noun the row has."""
    amount = left.value.amount
    if amount is None or amount.dimension != "count" or right.value.asked \
            or "alone" in left.tags \
            or any(p.of is not None for p in right.value.mods.preds):
        return None
    held = count_threshold(context, right, replace(left, tags=frozenset()))
    if held is None or right.de:
        return held
    return replace(held, bonus=0.5) if left.de else None  # 哪些户名下有两本以上的有效证
