"""Measures on measures read back: changes, other times and places, ranks, durations, extremes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer.wording.base import GRAIN, GRAIN_ONE
from assistant.answer.wording.derived import SPAN
from assistant.contracts import algebra as a
from assistant.reading.restated.aggregates import Aggregates
from assistant.reading.restated.comparisons import Comparisons
from assistant.reading.restated.figures import figures
from assistant.reading.restated.grammar import Terms
from assistant.reading.restated.held_against import WIDER
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts

_CHANGE = re.compile(r"的(增长率|增减率|降幅|增减量|减少量)$")
_EXTREME = re.compile(r"(?:最大|最小|最高|最低|最长|最短)$")
_RUN = re.compile(r"^(到期末仍)?连续(.+)的(?:最长)?(?:(.+)数|时段的(开始|结束)(?:日期|时间))$")
_UNTIL = re.compile(r"^按(.+)的进度推算到(\d+)年(\d+)月(\d+)日的(.+)$")
_SPANS = {word: unit for unit, word in SPAN.items()}
_ONE = {one.removeprefix("个"): grain for grain, one in GRAIN_ONE.items()}
_GRAINS = {word: grain for grain, word in GRAIN.items()}
_COUNTED = re.compile(r"(?:\d+项)?之和$")
_AMONG = re.compile(rf"^(.+?)在(.*)各({'|'.join(GRAIN.values())})中的名次$")
_DATED = re.compile(r"\d|至")
_LONGEST_EARLIER = 6
_MAX = frozenset({"最大", "最高", "最长", "最多"})


class Derived(Aggregates, Comparisons):
    """Reads measures built on other measures.

    Attributes:
        keys: what the rows are grouped by, which 合计 lifts.
    """

    keys: set[str]

    def derived(self, text: str, scope: Scope) -> Iterator[Any]:
        """Yield the measures on measures that a text may be."""
        yield from self._changes(text, scope)
        yield from self._earlier(text, scope)
        yield from self._elsewhere(text, scope)
        yield from self._arithmetic(text, scope)
        yield from self._durations(text, scope)
        yield from self._extremes(text, scope)
        yield from self._runs(text, scope)
        yield from self._wrapped(text, scope)

    def _wrapped(self, text: str, scope: Scope) -> Iterator[Any]:
        yield from self.fill("{m:measure}的绝对值", text, scope, lambda m: a.Abs(measure=m))
        yield from self.fill("累计{m:single}", text, scope, lambda m: a.Running(measure=m))
        plain = text.removesuffix("（从低到高）")
        way: Any = "desc" if plain == text else "asc"
        if plain.endswith("的名次"):
            yield from (a.Rank(measure=measure, direction=way, **among)
                        for measure, among in self.placed(plain.removesuffix("的名次"), scope))

    def _changes(self, text: str, scope: Scope) -> Iterator[Any]:
        found = _CHANGE.search(text)
        if found is not None:
            for left, right in cuts(text[:found.start()], "比"):
                for now in self.bracketed(left, scope):
                    bases = (*self.earlier_of(right, scope, now), *self.measure(right, scope))
                    yield from self.changes(found[1], now, bases)

    # ---------------------------------------------------------------- another time or place
    def _earlier(self, text: str, scope: Scope) -> Iterator[Any]:
        for end in range(1, min(_LONGEST_EARLIER, len(text) - 1) + 1):
            if text[end - 1] in "年期月度天周前后":
                for probe in self.earlier(text[:end], scope, a.Number(value=0)):
                    yield from (probe.model_copy(update={"measure": measure})
                                for measure in self.single(text[end:], scope))

    def _elsewhere(self, text: str, scope: Scope) -> Iterator[Any]:
        yield from self._lifted(text, scope, None)
        for end in range(2, len(text)) if _DATED.search(text) else ():
            if text[end - 1] in "）年月日度旬周期时止":
                for time in self.period(text[:end], scope):
                    rest = text[end:]
                    yield from (a.At(measure=m, time=time) for m in self.single(rest, scope))
                    yield from self._lifted(rest, scope, time)
        if text.startswith("所在"):
            for end in range(3, len(text)):
                for level in self.paths(text[2:end], scope):
                    yield from (a.Ancestor(measure=m, level=level)
                                for m in self.single(text[end:], scope))

    def _lifted(self, text: str, scope: Scope, time: Any) -> Iterator[Any]:
        for word, lifts in self.wider().items():
            if text.startswith(word):
                yield from (a.At(measure=m, time=time, lift=lift)
                            for m in self.single(text.removeprefix(word), scope)
                            for lift in lifts)

    def wider(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Return what 全省, 全市 and 合计 lift; the last lifts what the rows are grouped by."""
        return {**WIDER, "合计": tuple((key,) for key in sorted(self.keys))}

    # ------------------------------------------------------------------------------ sums
    def _arithmetic(self, text: str, scope: Scope) -> Iterator[Any]:
        if text.endswith("之和"):
            for lead, last in cuts(_COUNTED.sub("", text), "与"):
                for terms in self._summands(lead, scope):
                    yield from (a.Arith(op="plus", of=(*terms, end))
                                for end in self.bracketed(last, scope))
        yield from self._places_among(text, scope)
        if text.endswith("之差"):
            yield from (a.Arith(op="minus", of=pair) for pair in self.two(text[:-2], scope))
        for sign, op in (("×", "times"), ("减去", "minus")):
            for one, other in cuts(text, sign):
                yield from (a.Arith(op=op, of=(x, y))
                            for x in self.bracketed(one, scope)
                            for y in self.bracketed(other, scope))
        yield from self._with_figures(text, scope)

    def _places_among(self, text: str, scope: Scope) -> Iterator[Any]:
        """去年（2025年）年降水量在2015年至2025年各年中的名次."""
        found = _AMONG.match(text)
        if found is None:
            return
        for now in self.measure(found[1], scope):
            for time in self.period(found[2], scope) if found[2] else (None,):
                more = a.MeasurePred(left=getattr(now, "measure", now), cmp=">", right=now)
                years = a.Periods(grain=_GRAINS[found[3]], time=time, where=(more,))
                yield a.Arith(op="plus", of=(a.Count(of=years), a.Number(value=1)))

    def _with_figures(self, text: str, scope: Scope) -> Iterator[Any]:
        if text.endswith("的部分"):
            for lead, figure in cuts(text[:-3], "超出"):
                for value in figures(figure):
                    yield from (a.Arith(op="minus", of=(m, a.Number(value=value)))
                                for m in self.measure(lead, scope))
        if text.endswith("倍"):
            for lead, figure in cuts(text[:-1], "的"):
                for value in figures(figure):
                    yield from (a.Arith(op="times", of=(a.Number(value=value), m))
                                for m in self.measure(lead, scope))
        yield from self.fill("{m:measure}的相反数", text, scope,
                             lambda m: a.Arith(op="times", of=(m, a.Number(value=-1))))

    def _summands(self, text: str, scope: Scope) -> Iterator[Terms]:
        yield from ((term,) for term in self.bracketed(text, scope))
        for one, rest in cuts(text, "、"):
            for term in self.bracketed(one, scope):
                yield from ((term, *others) for others in self._summands(rest, scope))

    def single(self, text: str, scope: Scope) -> Terms:
        """Read what stands behind 上年, 2020年, 全省: in brackets when it is built of several."""
        if text.startswith("（") and text.endswith("）"):
            return tuple(m for m in self.measure(text[1:-1], scope) if not _timed(m))
        return tuple(m for m in self.measure(text, scope)
                     if not isinstance(m, a.Arith | a.Ratio | a.Share | a.Growth)
                     and not _timed(m))

    def bracketed(self, text: str, scope: Scope) -> Terms:
        """Read a measure, in brackets when it is itself a sum or difference."""
        if text.startswith("（") and text.endswith("）"):
            return self.measure(text[1:-1], scope)
        return self.measure(text, scope)

    def two(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """Yield the two measures of a difference or quotient: ``A与B``, ``A与全省水平``."""
        for one, other in cuts(text, "与"):
            for term in self.bracketed(one, scope):
                yield from ((term, base) for base in self.relative(other, scope, term))
                yield from ((term, base) for base in self.bracketed(other, scope))
            yield from self._paired(one, other, scope)
        yield from self._both_ends(text, scope)

    def _paired(self, one: str, other: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """One measure in two scopes: ``自筹计量站点与国控计量站点的及时率``."""
        for second, said in cuts(other, "的"):
            for measure in self.measure(said, scope):
                for times in ((x, y) for x in self.period(one, scope)
                              for y in self.period(second, scope)):
                    yield a.At(measure=measure, time=times[0]), a.At(measure=measure, time=times[1])
                firsts, seconds = self.said_of(one, scope), self.said_of(second, scope)
                for x, y in ((x, y) for x in firsts for y in seconds):
                    yield a.At(measure=measure, where=x), a.At(measure=measure, where=y)
                    if isinstance(measure, a.Metric) and not measure.where:
                        yield (measure.model_copy(update={"where": x}),
                               measure.model_copy(update={"where": y}))

    # ------------------------------------------------------------- durations, extremes, runs
    def _durations(self, text: str, scope: Scope) -> Iterator[Any]:
        for word, unit in _SPANS.items():
            if text.endswith(f"的{word}"):
                for start, end in cuts(text.removesuffix(f"的{word}"), "至"):
                    yield from (a.Duration(start=x, end=y, unit=unit)
                                for x in self._point(start, scope) for y in self._point(end, scope))

    def _point(self, text: str, scope: Scope) -> tuple[str, ...]:
        own = f"{scope.owner}."
        return tuple(path.removeprefix(own) for path in self.paths(text, scope))

    def _extremes(self, text: str, scope: Scope) -> Iterator[Any]:
        found = _EXTREME.search(text.removesuffix("值"))
        if found is None or not text.endswith("值"):
            return
        way: Any = "max" if found[0] in _MAX else "min"
        for over, measure in self.each_one(text[:found.start()].removesuffix("的"), scope):
            yield a.Extreme(measure=measure, over=over, direction=way)

    def each_one(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """Yield over what, and the measure: ``各县（市、区）及时率``, ``各月取水量``."""
        for grain in GRAIN:
            words = text.removeprefix(f"各{GRAIN[grain]}")
            yield from ((grain, m) for m in self.measure(words, scope)) if words else ()
        if text.startswith("各"):
            for end in range(2, len(text)):
                for over in self.set(text[1:end], scope):
                    yield from ((over, m) for m in self.measure(text[end:], scope))
        for members, what in cuts(text, "中"):
            for over in self.set(members, scope):
                yield from ((over, m) for m in self.measure(what, scope))

    def _both_ends(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """各县（市、区）及时率最高与最低."""
        for one, low in cuts(text, "与"):
            found = _EXTREME.search(one)
            if found is not None and _EXTREME.fullmatch(low):
                for over, measure in self.each_one(one[:found.start()], scope):
                    ways: Any = ("max", "min") if found[0] in _MAX else ("min", "max")
                    one_end, other_end = (a.Extreme(measure=measure, over=over, direction=way)
                                          for way in ways)
                    yield one_end, other_end

    def _runs(self, text: str, scope: Scope) -> Iterator[Any]:
        found = _RUN.match(text)
        if found is not None:
            which: Any = "open" if found[1] else "longest"
            give: Any = {"开始": "start", "结束": "end"}.get(found[4] or "", "length")
            grains = [_ONE[found[3].removeprefix("最长")]] if (found[3] or "").removeprefix(
                "最长") in _ONE else list(GRAIN) if found[4] else []
            lead = found[2]
            yield from (a.Run(pred=pred, grain=grain, give=give, which=which)
                        for pred in self.pred(lead, scope) for grain in grains)
        until = _UNTIL.match(text)
        if until is not None:
            from datetime import date
            last = date(int(until[2]), int(until[3]), int(until[4]))
            yield from (a.Project(measure=m, pace=pace, until=last)
                        for pace in self.period(until[1], scope)
                        for m in self.measure(until[5], scope))


def _timed(term: Any) -> bool:
    """Whether a measure has its own time already."""
    return isinstance(term, a.At) and term.time is not None
