"""Terms of single conditions: a date inside a period, a length between dates, a rise."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.contracts.algebra import And, AsOf, AttrPred, PredT
from assistant.contracts.time import Period
from assistant.reading.nodes import Amount, AttrUse, Comparison
from assistant.reading.rule_words import has_any
from knowledge_graph.semantics.model import SemanticModel


def within(path: str, period: Period, *, exact: bool) -> PredT:
    """Return that the date lies in the period; the day after it bounds what has an hour as well."""
    bounds: list[PredT] = []
    if isinstance(period.first, date):
        bounds.append(AttrPred(path=path, cmp=">=", value=period.first))
    if isinstance(period.last, date):
        bounds.append(AttrPred(path=path, cmp="<=", value=period.last) if exact else
                      AttrPred(path=path, cmp="<", value=period.last + timedelta(days=1)))
    return bounds[0] if len(bounds) == 1 else And(preds=tuple(bounds))


def time_left(path: str, comparison: Comparison) -> PredT:
    """有效期不足一百天、还剩半年以上: how long it is from now to a date set beforehand."""
    assert comparison.amount is not None and comparison.amount.interval is not None
    end = AttrPred(path=path, cmp=comparison.cmp, value=AsOf(plus=comparison.amount.interval))
    if comparison.cmp not in ("<", "<="):
        return end
    return And(preds=(AttrPred(path=path, cmp=">=", value=AsOf()), end))


def risen_by(amount: Amount) -> bool:
    """Return whether so many times is the rise itself: 涨了一倍; 翻一番 names the whole."""
    return has_any(amount.text, "multiples") and not has_any(amount.text[:1], "doubling")


def points(amount: Amount, unit: str | None) -> float:
    """Return an amount of change; of a rate, 五个点 are so many hundredths."""
    counted = amount.dimension in ("bare", "count") and unit == "fraction" and amount.value >= 1
    return amount.value / 100 if amount.dimension == "percent_point" or counted else amount.value


def start_of(model: SemanticModel, use: AttrUse) -> str | None:
    """Return where a happening starts, for a date it reaches later."""
    entity = model.entity(use.entity)
    start = entity.time.start if entity.kind == "event" and entity.time else None
    return start if start != use.attribute else None


def all_of(preds: list[PredT]) -> PredT:
    """Return the predicates as one."""
    return preds[0] if len(preds) == 1 else And(preds=tuple(preds))
