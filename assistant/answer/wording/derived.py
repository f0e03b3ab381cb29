"""Measures taken from other moments, places or rows: changes, ranks, durations, extremes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.answer.wording.amounts import amount, day_words
from assistant.answer.wording.base import GRAIN, GRAIN_NOUN, GRAIN_ONE, wider
from assistant.answer.wording.comparisons import change_of
from assistant.answer.wording.sets import Sets
from assistant.contracts import algebra as a
from assistant.contracts.terms import terms_in

SPAN = {"day": "天数", "workday": "工作日数", "hour": "小时数", "minute": "分钟数",
         "week": "周数", "month": "月数", "quarter": "季度数", "year": "年数"}  # fmt: skip


class Derived(Sets):
    """Words for measures built on other measures."""

    def derived(self, term: Any) -> str:  # noqa: C901  # one case a term
        """Return a measure on measures in words."""
        match term:
            case a.Growth():
                return self._growth(term)
            case a.Prev():
                return self.earlier(term) + self.single(term.measure)
            case a.At():
                return self._at(term)
            case a.Abs():
                return f"{self.measure(term.measure)}的绝对值"
            case a.Ancestor():
                return f"{self.whole(term.level)}{self.single(term.measure)}"
            case a.Rank():
                within = self.among(term)
                order = "" if term.direction == "desc" else "（从低到高）"
                return f"{self.measure(term.measure)}{within}的名次{order}"
            case a.Running():
                return f"累计{self.single(term.measure)}"
            case a.Duration():
                return f"{self.path(term.start)}至{self.path(term.end)}的{SPAN[term.unit]}"
            case a.Run():
                return self._run(term)
            case a.Project():
                pace = self.period(term.pace)
                return f"按{pace}的进度推算到{day_words(term.until)}的{self.measure(term.measure)}"
            case a.Extreme():
                words = self._each_one(term) + self.measure(term.measure)
                return f"{words}的{self._most(term)}值"
            case _:
                return "所问数值"

    def _growth(self, term: a.Growth, word: str = "增减率") -> str:
        """Return ``用水总量比上年的增长率``; against another measure, ``比多年平均的增减率``."""
        return self.change(term) or \
            f"{self.measure(term.measure)}比{self.measure(term.base)}的{word}"

    def _at(self, term: a.At) -> str:
        when = self.period(term.time) if term.time is not None else ""
        lifted = "" if placed(term.measure) else wider(term.lift)
        inner = self.single(term.measure)
        if not term.where:
            return f"{when}{lifted}{inner}"
        return when + lifted + self.scoped(term.where, inner)

    def arithmetic(self, term: a.Arith) -> str:
        """Return a sum, difference or product in words."""
        if term.op == "minus" and len(term.of) == 2:
            return self._difference(term)
        if term.op == "plus":
            return self._sum(term)
        if term.op == "times" and len(term.of) == 2:
            words = self._multiple_of(term)
            if words:
                return words
        sign = "×" if term.op == "times" else "减去"
        return sign.join(self.bracketed(m) for m in term.of)

    def _sum(self, term: a.Arith) -> str:
        among = place_among(term)
        if among is not None:
            measure, years = among
            when = self.period(years.time) if years.time is not None else ""
            return f"{self.measure(measure)}在{when}各{GRAIN[years.grain]}中的名次"
        *first, last = [self.bracketed(m) for m in term.of]
        count = f"{len(term.of)}项" if len(first) > 1 else ""
        return ("、".join(first) + f"与{last}{count}之和") if first else last

    def _difference(self, term: a.Arith) -> str:
        now, base = term.of
        changed = self.change(term)
        if changed:
            return changed
        if isinstance(base, a.Number):
            unit = base.unit or self.unit(now)
            return f"{self.measure(now)}超出{amount(base.value, unit, counter='个')}的部分"
        words = self.relative(base, now)
        if words:
            return f"{self.measure(now)}与{words}之差"
        if isinstance(now, a.Extreme) and isinstance(base, a.Extreme):
            same = now.measure == base.measure and now.over == base.over
            if same and now.direction != base.direction:
                each = self._each_one(now)
                return f"{each}{self.measure(now.measure)}{self._most(now)}与{self._most(base)}之差"
        paired = self.pair(now, base)
        return f"{paired or f'{self.bracketed(now)}与{self.bracketed(base)}'}之差"

    def pair(self, one: Any, other: Any) -> str:
        """Return ``自筹计量站点与国控计量站点的及时率`` for one metric in two scopes."""
        if isinstance(one, a.At) and isinstance(other, a.At) and one.measure == other.measure:
            bare = not (one.where or other.where or one.lift or other.lift)
            if bare and one.time is not None and other.time is not None:
                times = f"{self.period(one.time)}与{self.period(other.time)}"
                return f"{times}的{self.measure(one.measure)}"
            if one.time == other.time and one.lift == other.lift and one.where and other.where:
                when = self.period(one.time) if one.time is not None else ""
                return when + self._scopes(one.where, other.where, self.measure(one.measure))
        if isinstance(one, a.Metric) and isinstance(other, a.Metric) and one.name == other.name:
            if one.where and other.where and one.params == other.params:
                plain = self.measure(a.Metric(name=one.name, params=one.params))
                return self._scopes(one.where, other.where, plain)
        return ""

    def _scopes(self, one: Any, other: Any, said: str) -> str:
        words = [self.scoped(where, "").removesuffix("的") for where in (one, other)]
        return f"{words[0]}与{words[1]}的{said}"

    def _multiple_of(self, term: a.Arith) -> str:
        if isinstance(change_of(term)[0], BaseModel):
            growth: Any = term.of[0]
            return self.change(term) or self._growth(growth, "降幅")
        for factor, other in (term.of, term.of[::-1]):
            if isinstance(factor, a.Number) and factor.value == -1:
                return f"{self.measure(other)}的相反数"
            if isinstance(factor, a.Number) and not isinstance(other, a.Number):
                return f"{self.measure(other)}的{amount(factor.value, '')}倍"
        return ""

    def bracketed(self, term: Any) -> str:
        """Return a measure in brackets when it is itself a sum or difference."""
        words = self.measure(term)
        nested = isinstance(term, a.Arith) and self.against(term) is None
        return f"（{words}）" if nested else words

    def single(self, term: Any) -> str:
        """Return a measure in brackets when a word before it could be said of a part of it."""
        words = self.measure(term)
        built = isinstance(term, a.Arith | a.Ratio | a.Share | a.Growth)
        held = any(isinstance(t, a.MeasurePred | a.Quantified | a.Trend) for t in terms_in(term))
        return f"（{words}）" if built or held else words

    def _run(self, term: a.Run) -> str:
        one = GRAIN_ONE[term.grain].removeprefix("个")
        still = "到期末仍" if term.which == "open" else ""
        longest = "" if term.which == "open" else "最长"
        lead = f"{still}连续{self.pred(term.pred)}"
        if term.give == "length":
            return f"{lead}的{longest}{one}数"
        end = "开始" if term.give == "start" else "结束"
        return f"{lead}的{longest}时段的{end}{'日期' if term.grain == 'day' else '时间'}"

    def _most(self, term: a.Extreme | a.AtExtreme) -> str:
        words = self.extreme(self.unit(term.measure), term.direction)
        return {"最多": "最大", "最少": "最小"}.get(words, words)

    def _each_one(self, term: a.Extreme | a.AtExtreme) -> str:
        """Over what an extreme is taken: 各县（市、区）, 逐月."""
        if isinstance(term.over, str):
            grain = GRAIN[term.over]
            return "" if self.measure(term.measure).startswith(grain) else f"各{grain}"
        words = self.set(term.over)
        return f"各{words}" if words == self.noun(term.over) else f"{words}中"

    def at_extreme(self, term: a.AtExtreme) -> str:
        """Return when, who or what else at the extreme of a measure."""
        end = self.extreme(self.unit(term.measure), term.direction)
        measure = self.measure(term.measure)
        if measure.startswith(end):  # 最小瞬时流量最小的时段
            measure = measure.removeprefix(end)
        where = GRAIN_NOUN[term.over] if isinstance(term.over, str) else self.set(term.over)
        who = f"{measure}{end}的{where}"
        return who if isinstance(term.give, str) else f"{who}的{self.measure(term.give)}"


def place_among(term: Any) -> tuple[Any, a.Periods] | None:
    """Return the measure, and the periods among which its own is placed; None when it is not.

    The place of 2025 is one more than the years in which there was more than in 2025.
    """
    match term:
        case a.Arith(op="plus", of=(a.Count(of=a.Periods() as years), a.Number(value=1))):
            more = years.where[0] if len(years.where) == 1 else None
            if not isinstance(more, a.MeasurePred):
                return None
            now = more.right
            same = isinstance(now, a.At) and now.measure == more.left and now.time is not None
            return (now, years) if same and more.cmp == ">" else None
        case _:
            return None


def placed(measure: Any) -> bool:
    """Whether the measure names its own place: that of 吉安市 is not of the whole province."""
    return any(isinstance(t, a.AttrPred) and t.path.split(".")[0] in ("city", "county", "basin")
               for t in terms_in(measure))
