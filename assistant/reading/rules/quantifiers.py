"""Rules for quantifiers: every period, none, so many, so many running; every one of a set."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Interval
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
from assistant.reading.rule_words import sense_in, words_of

_GRAIN_OF_UNIT = {
    "day": "day", "month": "month", "quarter": "quarter", "year": "year", "week": "week",
}


_ALWAYS = words_of("steadily")


def register(book: RuleBook) -> None:
    """Add the quantifier rules to the book."""
    book.rule("quant", "number|numbernoun")(running_length)
    book.rule("quant|grain|quantn", "mods")(quantified)
    book.rule("grain", "quant")(each_period)
    book.rule("quant|quantn|grain", "cmp")(quantified_bare)
    book.rule("quant", "cmp")(running_at_least)
    book.rule("grain", "cmp")(each_period_bare)
    book.rule("cmp", "mods")(counted_periods)
    book.rule("quant|quantn", "change")(steady_change)
    book.rule("measure", "steady")(steady_measure)
    book.rule("measure|measures", "qcmp")(quantified_threshold)
    book.rule("quant", "mods")(never)
    book.rule("quant", "quant")(said_twice)
    book.rule("quantn", "quant")(running_all)
    book.rule("cmp", "quant")(so_many_all)
    book.rule("cmp|quantn", "measure")(quantified_change)
    book.rule("mods|noun", "lacking")(lacking)
    book.rule("hasnone|neg|quant", "noun")(without_any)


def _every_one(context: RuleContext, pred: PredPhrase, left: Item) -> Joined | None:
    """张张按时报的: every one of what belongs to the row, if it is such a thing's state."""
    uses = tuple(u for u in pred.states if context.entity_kind(u.entity) == "event")
    if "every" not in left.tags or not uses:
        return None
    made = replace(pred, states=uses, quantifier="every", text=left.text + pred.text)
    return Joined("mods", _mods(made), 1.3)


def quantified_change(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """至少三年水资源总量不如多年平均: a change in so many of the periods."""
    measure: MeasurePhrase = right.value
    if measure.change is None or measure.change.sign not in ("up", "down"):
        return None
    mods = replace(right, kind="mods", value=_mods(change_predicate(measure, right.text)))
    if left.kind == "cmp":
        return counted_periods(context, left, mods)
    return quantified(context, left, mods)


def said_twice(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """一张不落全 …: every, said twice."""
    both = "every" in left.tags and "every" in right.tags
    return Joined("quant", left.text + right.text, 0.2) if both else None


def running_all(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连着两个季度 + 都: every one of those running."""
    return Joined("quantn", left.value, 0.3) if "every" in right.tags else None


def so_many_all(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """至少三个季度 + 都: each of those."""
    if "every" not in right.tags or _periods_of(left.value.amount) is None:
        return None
    return Joined("cmp", left.value, 0.3)


def lacking(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """一户超许可都没有: the row has none of what is counted so."""
    noun = left.value if left.kind == "noun" else None
    if noun is None:
        mods: Mods = left.value
        options = context.nouns(right.value) or tuple(
            dict.fromkeys(s.entity for choice in mods.states for s in choice))
        options = options or tuple(dict.fromkeys(
            o[0] for c in mods.conds for o in c.options
            if o[1] is not None and context.entity_kind(o[0]) == "thing"
            and right.value in context.counters(o[0])))
        options = tuple(o for o in options if context.fits(mods, o))
        if not options:
            return None
        noun = SetPhrase(options, mods, text=left.text)
    if noun.asked or noun.ranked or not right.value:  # 一天异常都没有: of days, not of things
        return None
    far = min((context.distance(noun.mods, o) for o in noun.options), default=0)
    subject = MeasurePhrase("count", noun=noun, text=left.text)
    none = Comparison("=", Amount(0.0, dimension="count", text=right.text))
    return Joined("mods", _mods(PredPhrase(subject, comparison=none,
                                           text=left.text + right.text)), 1.3 - 0.05 * far)


def without_any(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """没有现场检查的取水户、没有取水口的许可证: the row has none of the noun."""
    if left.kind != "hasnone" and left.text not in words_of("has_none") or not right.de:
        return None
    return lacking(context, right, left)


def _mods(pred: PredPhrase) -> Mods:
    return Mods(preds=(pred,))


def running_length(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连续三个季度、至少两个月."""
    item = right.value
    interval: Interval | None = item.interval
    if interval is None or interval.unit not in _GRAIN_OF_UNIT:
        return None
    kind = "running" if "running" in left.tags else "at_least"
    return Joined("quantn", (kind, int(item.value) if not isinstance(interval.n, int)
                             else interval.n, _GRAIN_OF_UNIT[interval.unit]), 1.0)


def quantified(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """每个月都 / 连续三个季度 / 一次都没 + condition."""
    mods: Mods = right.value
    if mods.conds or len(mods.preds) + len(mods.states) != 1:
        return None
    pred = mods.preds[0] if mods.preds else PredPhrase(states=mods.states[0], text=right.text)
    if pred.quantifier:
        return None
    grain = _grain_of(left.text)
    if mods.states and left.kind == "quant" and grain is None:
        return _every_one(context, pred, left)
    if mods.states and left.kind == "grain":
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
    grain = _grain_of(left.text)
    if grain is None and left.text in _ALWAYS:
        return Joined("steady", ("every", 1, grain, sign), 1.2)
    if grain is None and left.tags & {"every", "running"} and not right.tags & {"growth", "change"}:
        return Joined("moved", BasisPhrase(sign=sign, every=True), 0.3)  # type: ignore[arg-type]
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
    """都 + 低于95%: the measure is found in the clause before; 月月都 tests every month."""
    if left.kind == "quantn":
        return Joined("qcmp", (*left.value, right.value), 1.0)
    if left.kind == "grain":  # 月月达标
        doubled = len(left.text) == len(set(left.text)) * 2
        every = ("every", 1, left.value.grain, right.value)
        return Joined("qcmp", every, 0.8) if doubled else None
    grain = _grain_of(left.text)
    if "every" in left.tags and grain is None and "always" not in left.tags:
        return Joined("cmp", replace(right.value, every=True), 0.3)
    for tag in ("every", "none", "some"):
        if tag in left.tags:
            return Joined("qcmp", (tag, 1, grain, right.value), 0.8)
    return None


def each_period_bare(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """上传率 + 逐月达到95%的: tested in each of the months."""
    if not right.de:
        return None
    return Joined("qcmp", ("every", 1, left.value.grain, right.value), 0.8)


def quantified_threshold(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率一次都没低过九成、完整率和及时率月月都在九成以上."""
    kind, k, grain, comparison = right.value
    measures, join = left.value if left.kind == "measures" else ((left.value,), "and")
    if any(m.change is not None or m.kind == "share" and m.part is None for m in measures):
        return None
    preds = tuple(
        PredPhrase(m, comparison=comparison, quantifier=kind, k=k, grain=grain,
                   text=left.text + right.text) for m in measures)
    return Joined("mods", Mods(preds=preds, join="or" if join == "or" else "and"), 1.5)


def counted_periods(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """五天以上 + 到报率没到95%的: in at least so many periods."""
    if left.value.cmp not in (">", ">=") or left.value.upper is not None:
        return None
    periods = _periods_of(left.value.amount)
    if periods is None:
        return None
    k, grain = periods
    least = k + 1 if left.value.cmp == ">" else k
    return quantified(context, replace(left, kind="quantn", value=("at_least", least, grain)),
                      right)


def running_at_least(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连续五天以上."""
    periods = _periods_of(right.value.amount)
    if "running" not in left.tags or right.value.cmp not in (">", ">=") or periods is None:
        return None
    k, grain = periods
    return Joined("quantn", ("running", k + 1 if right.value.cmp == ">" else k, grain), 1.1)


def _periods_of(amount: Amount | None) -> tuple[int, str] | None:
    """五天、两个月: how many periods of which grain."""
    interval = amount.interval if amount is not None else None
    if interval is None or interval.unit not in _GRAIN_OF_UNIT or not isinstance(interval.n, int):
        return None
    return interval.n, _GRAIN_OF_UNIT[interval.unit]


def _grain_of(text: str) -> str | None:
    found: str | None = sense_in("every_grain", text)
    return found


def never(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """一次都没被抽查过的: the state did not come about in the period."""
    mods: Mods = right.value
    if "none" not in left.tags or mods.preds or len(mods.states) != 1 or mods.conds:
        return None
    denied = tuple(replace(s, negated=not s.negated, ever=True) for s in mods.states[0])
    return Joined("mods", Mods(states=(denied,)), 1.2)
