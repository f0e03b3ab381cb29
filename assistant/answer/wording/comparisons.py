"""A measure held against another: with a figure, with its own earlier value, with a reference."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answer.wording.amounts import amount, compared
from assistant.answer.wording.base import GRAIN, Base
from assistant.contracts import algebra as a

_UP, _DOWN = (">", ">="), ("<", "<=")
AGAINST = {"<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于", "=": "等于", "!=": "不等于"}


class Comparisons(Base):
    """Words for conditions on measures."""

    def comparison(self, term: a.MeasurePred, when: str = "") -> str:
        """Return ``完整率低于95%``; ``when`` stands before the verb (每个月都)."""
        special = self._changed(term, when) or self._ranked(term, when)
        if special:
            return special
        left = self.measure(term.left)
        if isinstance(term.right, a.Number):
            said = self._figure(term.left, term.right)
            way = compared(term.cmp, self.unit(term.left), term.right.value)
            return f"{left}{when}{way}{said}"
        right = self.relative(term.right, term.left) or self.measure(term.right)
        return f"{left}{when}{AGAINST[term.cmp]}{right}"

    def _figure(self, left: Any, right: a.Number) -> str:
        unit = right.unit or self.unit(left)
        if unit == "ratio" and abs(right.value) < 1:
            unit = "fraction"
        if isinstance(left, a.Arith) and left.op == "minus" and unit == "fraction":
            unit = "pp"
        if right.value == 0 and unit not in ("fraction", "pp"):
            return "0"
        counted = getattr(left, "distinct", None) or getattr(
            getattr(left, "of", None), "entity", None)
        counter = self.counter(counted)
        return amount(right.value, unit, counter=counter)

    def _ranked(self, term: a.MeasurePred, when: str) -> str:
        """Return ``耗水率居前3名``."""
        left, right = term.left, term.right
        if not isinstance(left, a.Rank) or not isinstance(right, a.Number):
            return ""
        lowest = "（从低到高）" if left.direction == "asc" else ""
        within = self.among(left)
        n = right.value - 1 if term.cmp == "<" else right.value
        side = {"<=": f"居前{amount(n, '')}名", "<": f"居前{amount(n, '')}名",
                "=": f"居第{amount(n, '')}名"}.get(term.cmp)  # fmt: skip
        return f"{self.measure(left.measure)}{within}{when}{side}{lowest}" if side else ""

    def among(self, term: a.Rank) -> str:
        """Return among which a row is placed, when it is not among all: 在各设区市内, 在各日中."""
        if term.of_periods:
            return f"在各{GRAIN[self.grains[-1]] if self.grains else '期'}中"
        return f"在各{self.path(term.within)}内" if term.within else ""

    def _changed(self, term: a.MeasurePred, when: str) -> str:
        """Return ``用水量比上年增长超过5%`` for a growth or a difference held against a figure."""
        left, right = term.left, term.right
        if not isinstance(right, a.Number) or not isinstance(left, a.Growth | a.Arith):
            return ""
        upward = term.cmp in _UP and right.value >= 0
        if not upward and not (term.cmp in _DOWN and right.value <= 0):
            return ""
        if term.cmp in (">=", "<=") and right.value == 0:
            return ""
        against = self.against(left)
        if against is None or change_word(left) in ("降幅", "减少量"):
            return ""
        if isinstance(left, a.Growth):
            unit, verb = "fraction", "增长" if upward else "下降"
        else:
            unit, verb = self.unit(left), "增加" if upward else "减少"
            unit = "pp" if unit == "fraction" else unit
            if unit == "pp":
                verb = "上升" if upward else "下降"
        text = f"{against[0]}{when}{against[1]}{verb}"
        if right.value == 0:
            return text
        way = {">": "超过", "<": "超过", ">=": "不少于", "<=": "不少于"}[term.cmp]
        return text + way + amount(abs(right.value), right.unit or unit)

    def against(self, term: Any) -> tuple[str, str] | None:
        """Return a change as (the measure, ``比上年同期``), or None when it is none over time."""
        now, base = change_of(term)
        if isinstance(base, a.Prev) and base.measure == now:
            return self._changing(now), f"比{self.earlier(base)}"
        timed = isinstance(base, a.At) and base.time is not None and not base.lift
        if not timed or base.where:
            return None
        before = self.period(base.time)
        if base.measure == now:
            return self._changing(now), f"比{before}"
        same = isinstance(now, a.At) and now.measure == base.measure and not now.where
        if same and now.time is not None and not now.lift:
            return self._changing(now), f"比{before}"
        return None

    def _changing(self, term: Any) -> str:
        """Return what changes; a sum or product in brackets, for its last part might be meant."""
        words = self.measure(term)
        return f"（{words}）" if isinstance(term, a.Arith) else words

    def change(self, term: Any) -> str:
        """Return ``用水总量比上年的降幅`` for a change over time; else nothing."""
        over = self.against(term)
        if over is not None:
            return f"{over[0]}{over[1]}的{change_word(term)}"
        return ""

    def relative(self, term: Any, measure: Any) -> str:
        """Return ``上年同期`` / ``全省水平`` for the same measure elsewhere; else nothing."""
        match term:
            case a.Prev() if term.measure == measure:
                return self.earlier(term)
            case a.At(time=None) if term.measure == measure and term.lift and not term.where:
                return "全省水平"
            case a.At(lift=(), where=()) if term.measure == measure and term.time is not None:
                return self.period(term.time)
            case a.Ancestor() if term.measure == measure:
                return f"{self.whole(term.level)}水平"
            case a.Target():
                return self._target(term)
            case a.Arith(op="times") if len(term.of) == 2:
                return self._multiple(term, measure)
            case _:
                return ""

    def _multiple(self, term: a.Arith, measure: Any) -> str:
        for factor, other in (term.of, term.of[::-1]):
            words = self.relative(other, measure)
            if isinstance(factor, a.Number) and words:
                return f"{words}的{amount(factor.value, '')}倍"
        return ""

    def _target(self, term: a.Target) -> str:
        try:
            metric = self.names.model.metric(term.metric)
        except KeyError:
            return "目标值"
        if metric.target is None or term.name != "target":
            return "参考值"
        return f"{amount(metric.target.value, metric.unit)}的{metric.target.zh}"

    def whole(self, level: str) -> str:
        """Return ``全省`` / ``所在设区市``."""
        if level == "province":
            return "全省"
        return f"所在{self.path(level)}"

    def earlier(self, term: a.Prev) -> str:
        """Return when an earlier value was (上年同期, 前一个月, 前一天)."""
        if term.shift is not None:
            n, unit = term.shift.n, term.shift.unit
            named = {"day": "前一天", "month": "前一个月", "quarter": "前一季度", "week": "前一周"}
            if n == -1 and unit in named:
                return named[unit]
            if not isinstance(n, int):
                return "此前"
            length = amount(abs(n), unit)
            return f"{length}前" if n < 0 else f"{length}后"
        span = self.grains[-1] if self.grains else span_of(self.time)
        if term.basis == "yoy":
            return "上年" if span == "year" else "上年同期"
        return {"month": "前一个月", "quarter": "前一季度", "year": "上年", "day": "前一天",
                "week": "前一周"}.get(span, "上期")  # fmt: skip


def change_of(term: Any) -> tuple[Any, Any]:
    """Return what changed and what it is held against; a fall is the change turned round."""
    match term:
        case a.Growth():
            return term.measure, term.base
        case a.Arith(op="minus", of=(a.Prev() | a.At() as before, now)) if earlier_of(before, now):
            return now, before
        case a.Arith(op="minus", of=(now, base)):
            return now, base
        case a.Arith(op="times", of=(a.Growth() as growth, a.Number(value=-1))):
            return growth.measure, growth.base
        case _:
            return None, None


def earlier_of(before: Any, now: Any) -> bool:
    """Whether the one is the other at another time."""
    if isinstance(before, a.Prev):
        return bool(before.measure == now)
    plain = before.time is not None and not before.where and not before.lift
    return bool(plain and before.measure == now)


def change_word(term: Any) -> str:
    """Return what a change is called: 增长率, 降幅, 增减量, 减少量."""
    if term.op == "growth":
        return "增长率"
    if term.op == "times":
        return "降幅"
    return "减少量" if change_of(term)[0] == term.of[1] else "增减量"


def span_of(period: Any) -> str:
    """The grain of a period of one whole year, quarter or month, or one day."""
    first, last = getattr(period, "first", None), getattr(period, "last", None)
    if not isinstance(first, date) or not isinstance(last, date):
        return ""
    days = (last - first).days + 1
    if first.day != 1:
        return "day" if days == 1 else ""
    if days in (365, 366) and first.month == 1:
        return "year"
    if 90 <= days <= 92 and first.month % 3 == 1:
        return "quarter"
    whole = 28 <= days <= 31 and (last.year, last.month) == (first.year, first.month)
    return "month" if whole else "day" if days == 1 else ""
