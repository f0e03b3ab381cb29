"""Rules that build conditions on the row: thresholds, changes, quantifiers over periods."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Interval
from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import Against, Item, MeasurePhrase, Mods, PredPhrase
from assistant.reading.thresholds import amount_of

_EVERY_GRAIN = (("天天", "day"), ("每天", "day"), ("月月", "month"), ("每个月", "month"),
                ("每月", "month"), ("年年", "year"), ("每年", "year"), ("季季", "quarter"))
_GRAIN_OF_UNIT = {
    "day": "day", "month": "month", "quarter": "quarter", "year": "year", "week": "week",
}


def register(book: RuleBook) -> None:
    """Add the predicate rules to the book."""
    book.rule("measure", "cmp")(threshold)
    book.rule("cmp", "measure")(threshold_before)
    book.rule("attr", "cmp")(attribute_threshold)
    book.rule("noun", "cmp")(count_threshold)
    book.rule("measure", "noun")(change_condition)
    book.rule("quant", "number|numbernoun")(running_length)
    book.rule("quant|grain|quantn", "mods")(quantified)
    book.rule("grain", "quant")(each_period)
    book.rule("quant", "cmp")(quantified_bare)
    book.rule("quant|quantn", "change")(steady_change)
    book.rule("measure", "steady")(steady_measure)
    book.rule("measure", "qcmp")(quantified_threshold)
    book.rule("measures", "cmp")(several_thresholds)
    book.rule("mods", "cmp")(state_amount)
    book.rule("cmp", "mods")(amount_state)
    book.rule("number", "mods")(plain_amount_state)
    book.rule("cmp", "noun")(holding)
    book.rule("quant", "mods")(never)


def _mods(pred: PredPhrase) -> Mods:
    return Mods(preds=(pred,))


def threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """上传率低于95%."""
    measure: MeasurePhrase = left.value
    if measure.direction is not None:
        return None
    if measure.change is not None:
        return _change_threshold(measure, right)
    pred = PredPhrase(measure, comparison=right.value, text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.4)


def _change_threshold(measure: MeasurePhrase, right: Item) -> Joined | None:
    """比前一季度多出两成以上、降幅不到5%: how much it moved, against a number."""
    change = measure.change
    amount = right.value.amount
    if change is None or amount is None or change.parent or change.longterm:
        return None
    sign = "down" if change.sign == "down" else "up"
    relative = amount.dimension in ("fraction", "multiple")
    against = Against("change", change.basis, sign,  # type: ignore[arg-type]
                      how="growth" if relative else "diff")
    pred = PredPhrase(replace(measure, change=None), comparison=right.value, against=against,
                      text=measure.text + right.text)
    return Joined("mods", _mods(pred), 1.5)


def threshold_before(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """超过95%的上传率."""
    if not left.de:
        return None
    return threshold(_, right, left)


def attribute_threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """年许可水量 ≥ 一百万方."""
    pred = PredPhrase(attr=left.value, comparison=right.value, text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.3)


def count_threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """超许可户超过十家."""
    amount = right.value.amount
    if amount is None or amount.dimension not in ("count", "bare") or left.value.asked:
        return None
    subject = MeasurePhrase("count", noun=left.value, text=left.text)
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
    return Joined("noun", replace(right.value, options=options).narrowed(_mods(pred)), 1.3)


def running_length(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连续三个季度、至少两个月."""
    item = right.value
    interval: Interval | None = item.interval
    if interval is None or interval.unit not in _GRAIN_OF_UNIT:
        return None
    kind = "running" if "running" in left.tags else "at_least"
    return Joined("quantn", (kind, int(item.value) if not isinstance(interval.n, int)
                             else interval.n, _GRAIN_OF_UNIT[interval.unit]), 1.0)


def quantified(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """每个月都 / 连续三个季度 / 一次都没 + condition."""
    mods: Mods = right.value
    if mods.conds or len(mods.preds) + len(mods.states) != 1:
        return None
    pred = mods.preds[0] if mods.preds else PredPhrase(states=mods.states[0], text=right.text)
    if pred.quantifier:
        return None
    grain = next((g for mark, g in _EVERY_GRAIN if mark in left.text), None)
    if mods.states and (left.kind == "grain" or (left.kind == "quant" and grain is None)):
        return None  # 每月新发多少 groups; only 每月都 … tests every month
    if left.kind == "quantn":
        kind, k, grain = left.value
        return Joined("mods", _mods(replace(pred, quantifier=kind, k=k, grain=grain)), 1.2)
    if left.kind == "grain":
        return Joined("mods", _mods(replace(pred, quantifier="every", grain=left.value.grain)), 1.1)
    for tag in ("every", "none", "some"):
        if tag in left.tags:
            made = replace(pred, quantifier=tag, grain=grain)  # type: ignore[arg-type]
            return Joined("mods", _mods(made), 0.9)
    return None


def steady_change(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """年年下降、连着三个月往下掉: a change in every period, or in k running."""
    if not right.tags & {"up", "down"}:
        return None
    sign = "up" if "up" in right.tags else "down"
    if left.kind == "quantn":
        kind, k, grain = left.value
        return Joined("steady", (kind, k, grain, sign), 1.2)
    grain = next((g for mark, g in _EVERY_GRAIN if mark in left.text), None)
    return Joined("steady", ("every", 1, grain, sign), 1.2) if grain else None


def steady_measure(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量年年下降."""
    kind, k, grain, sign = right.value
    measure = left.value
    if measure.change is not None or measure.kind == "share":
        return None
    pred = PredPhrase(measure, against=Against("change", "mom", sign), quantifier=kind, k=k,
                      grain=grain, text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.4)


def each_period(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """每个月 + 都."""
    if "every" not in right.tags:
        return None
    return Joined("quantn", ("every", 1, left.value.grain), 1.0)


def quantified_bare(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """都 + 低于95%: the measure is found in the clause before."""
    if "every" in left.tags:
        return Joined("cmp", right.value, 0.3)
    if "none" in left.tags or "some" in left.tags:
        return Joined("qcmp", ("none" if "none" in left.tags else "some", right.value), 0.5)
    return None


def quantified_threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率一次都没低过九成."""
    kind, comparison = right.value
    pred = PredPhrase(left.value, comparison=comparison, quantifier=kind,
                      text=left.text + right.text)
    return Joined("mods", _mods(pred), 1.4)


def several_thresholds(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率和及时率都达到95%; 上传率或者及时率没到95%."""
    measures, join = left.value
    preds = tuple(PredPhrase(m, comparison=right.value, text=left.text + right.text)
                  for m in measures)
    return Joined("mods", Mods(preds=preds, join=join), 1.4)


def holding(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """有三个以上未销号问题的 …: how many of a noun the row has."""
    amount = left.value.amount
    if amount is None or amount.dimension != "count" or not right.de or right.value.asked:
        return None
    return count_threshold(context, right, left)


def never(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """一次都没被抽查过的: the state did not come about in the period."""
    mods: Mods = right.value
    if "none" not in left.tags or mods.preds or len(mods.states) != 1 or mods.conds:
        return None
    denied = tuple(replace(s, negated=not s.negated) for s in mods.states[0])
    return Joined("mods", Mods(states=(denied,)), 1.2)


def state_amount(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """离线超过72小时、退过两回以上: a state with how long or how often."""
    return _bound(context, left.value, right.value, 1.3)


def amount_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """90天内到期、三次以上退回: the amount said first."""
    return _bound(context, right.value, left.value, 1.3)


def plain_amount_state(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """90天到期: a bare length before a state that takes one."""
    amount = amount_of(left.value, left.text)
    if amount is None or amount.dimension != "duration":
        return None
    return _bound(context, right.value, Comparison("<=", amount), 1.1)


def _bound(
    context: RuleContext, mods: Mods, comparison: Comparison, bonus: float
) -> Joined | None:
    if mods.preds or len(mods.states) != 1 or mods.conds:
        return None
    uses = tuple(u for s in mods.states[0] if (u := context.bind(s, comparison)) is not None)
    return Joined("mods", Mods(states=(uses,)), bonus) if uses else None
