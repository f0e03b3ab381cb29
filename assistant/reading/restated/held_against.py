"""What a measure is held against: its earlier value, a wider place, a target, a multiple of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from assistant.contracts import algebra as a
from assistant.contracts.time import Interval
from assistant.reading.nearest import REGIONS
from assistant.reading.restated.figures import figures
from assistant.reading.restated.grammar import Grammar, Terms
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts

# How an earlier value may be meant, the likeliest first; the wording tells which is in force.
_EARLIER: tuple[dict[str, Any], ...] = (
    {"basis": "yoy"}, {"basis": "mom"},
    *({"shift": Interval(n=-n, unit=unit)}
      for unit in ("day", "week", "month", "quarter", "year") for n in range(1, 13)),
)  # fmt: skip
_EVERYTHING = ("*",)
BELOW_PLACE = ("county", "basin", "subbasin", "water_source", "holder", "station")
WIDER = {"全省": (REGIONS,), "全市": (BELOW_PLACE,), "全省全部": (_EVERYTHING,)}
_LEVELS = ("city", "county")
_REFERENCES = ("target", "plan", "reference")


class HeldAgainst(Grammar):
    """Reads what follows 比, 高于 and the like."""

    def said_of(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        """Read conditions that are said of nothing, without a 的 behind them."""
        return (*self.scoped(text, scope, ""), *self.scoped(f"{text}的", scope, ""))

    def earlier(self, text: str, scope: Scope, measure: Any) -> Iterator[a.Prev]:
        """Yield the earlier value of a measure that ``上年同期`` means here, if any."""
        said = self.wording(scope).earlier
        for how in _EARLIER:
            term = a.Prev(measure=measure, **how)
            if said(term) == text:
                yield term
                return

    def relative(self, text: str, scope: Scope, measure: Any) -> Terms:
        """Read ``上年同期``, ``全省水平``, ``所在设区市水平``: the same measure elsewhere."""
        found = self._relatives(text, scope, measure)
        said = self.wording(scope).relative
        return tuple(term for term in found if said(term, measure) == text)

    def _relatives(self, text: str, scope: Scope, measure: Any) -> Iterator[Any]:
        yield from self.earlier(text, scope, measure)
        if text == "全省水平":
            yield a.At(measure=measure, lift=REGIONS)
        elif text.endswith("水平"):
            yield from (a.Ancestor(measure=measure, level=level) for level in _LEVELS)
        elif isinstance(measure, a.Metric) and text.endswith(("值", "标")):
            yield from (a.Target(metric=measure.name, name=name) for name in _REFERENCES)
        elif text.endswith("倍"):
            for other, times in cuts(text[:-1], "的"):
                for one in self.relative(other, scope, measure):
                    yield from (a.Arith(op="times", of=(a.Number(value=n), one))
                                for n in figures(times))
        else:
            yield from (a.At(measure=measure, time=time) for time in self.period(text, scope))

    def changes(self, word: str, now: Any, bases: Iterable[Any]) -> Iterator[Any]:
        """Yield the change of a measure against each base that a word means."""
        for base in bases:
            growth = a.Growth(measure=now, base=base)
            match word:
                case "增长率" | "增减率":
                    yield growth
                case "降幅":
                    yield a.Arith(op="times", of=(growth, a.Number(value=-1)))
                case "增减量":
                    yield a.Arith(op="minus", of=(now, base))
                case "减少量":
                    yield a.Arith(op="minus", of=(base, now))

    def earlier_of(self, text: str, scope: Scope, now: Any) -> Iterator[Any]:
        """Yield the same measure at the earlier time that ``上年`` or ``2020年`` means."""
        yield from self.earlier(text, scope, now)
        inner = now.measure if isinstance(now, a.At) and now.time is not None else now
        yield from (a.At(measure=inner, time=time) for time in self.period(text, scope))
