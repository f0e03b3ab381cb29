"""Measures read back: named metrics, counts, quotients and shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.answer.operands import set_entity
from assistant.contracts import algebra as a
from assistant.reading.restated.derived import Derived
from assistant.reading.restated.figures import figures
from assistant.reading.restated.grammar import Terms, rule
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets


class Measures(Derived):
    """Reads measures."""

    @rule
    def measure(self, text: str, scope: Scope) -> Terms:
        """Read a measure."""
        if not text.endswith(self.words.measured):
            return ()
        return tuple(self.said_so("measure", text, scope, self._measures(text, scope)))

    def _measures(self, text: str, scope: Scope) -> Iterator[Any]:
        yield from self._metrics(text, scope)
        if scope.owner is not None and text not in self.words.metrics:
            yield from (a.Attr(path=path) for path in self.paths(text, scope))
        yield from self._counts(text, scope)
        yield from self._shares(text, scope)
        yield from self._ratios(text, scope)
        yield from self._pers(text, scope)
        yield from self.derived(text, scope)
        yield from self.aggregates(text, scope)
        yield from self._numbers(text)

    def _metrics(self, text: str, scope: Scope) -> Iterator[Any]:
        for start in range(len(text)):
            for metric in self.words.metrics.get(text[start:], ()):
                about = scope
                if scope.owner is None and not scope.near:
                    about = replace(scope, near=self.words.bases(metric.name))
                wheres = self.scoped(text, about, metric.zh) if start else ((),)
                yield from (a.Metric(name=metric.name, where=where) for where in wheres)

    def _numbers(self, text: str) -> Iterator[Any]:
        if text[0].isdigit():
            yield from (a.Number(value=value) for value in figures(text))

    # -------------------------------------------------------------------------------- counts
    def _counts(self, text: str, scope: Scope) -> Iterator[Any]:
        if not text.endswith(("数", "数量")):
            return
        for words in dict.fromkeys((text[:-1], text.removesuffix("个数"), text[:-2])):
            yield from (a.Count(of=members) for members in self.set(words, scope))
        for words, counted in cuts(text[:-1], "涉及的"):
            for members in self.set(words, scope):
                inner = scope.within(set_entity(members))
                yield from (a.Count(of=members, distinct=path)
                            for path in self.paths(counted, inner))

    # ---------------------------------------------------------------------- shares and ratios
    def _shares(self, text: str, scope: Scope) -> Iterator[Any]:
        if text.endswith("的占比"):
            for whole, added in cuts(text[:-3], "中"):
                yield from self._narrower(whole, added, scope)
        if text.endswith("的比例"):
            for part, whole in cuts(text[:-3], "占"):
                for one in self.measure(part, scope):
                    yield from (a.Share(part=one, whole=other)
                                for other in self.whole(whole, scope, one))
                    yield from self._among(whole, scope, one)

    def _narrower(self, text: str, added: str, scope: Scope) -> Iterator[a.Share]:
        """国控计量站点中离线的占比: the part is the whole under more conditions."""
        words, _, counted = text.partition("涉及的")
        for of in self.set(words, scope):
            if isinstance(of, a.Members):
                inner = scope.within(of.entity)
                for more in self.bare(added, inner):
                    part = of.model_copy(update={"where": (*of.where, *more)})
                    for path in self.paths(counted, inner) if counted else (None,):
                        yield a.Share(part=a.Count(of=part, distinct=path),
                                      whole=a.Count(of=of, distinct=path))

    def whole(self, text: str, scope: Scope, part: Any) -> Iterator[Any]:
        """Yield what a part is a share of: 全省, 全部, 全部计量站点, 取水量."""
        yield from (a.At(measure=part, lift=lift) for lift in self.wider().get(text, ()))
        if text.startswith("所在"):
            yield from (a.Ancestor(measure=part, level=path)
                        for path in self.paths(text[2:], scope))
        inner = part.measure if isinstance(part, a.At) else part
        if text == "全部" and isinstance(inner, a.Metric):
            yield inner.model_copy(update={"where": ()})
        for words in (text, text.removeprefix("全部")):
            yield from (a.Count(of=members) for members in self.set(words, scope))
        yield from self.measure(text, scope)

    def _among(self, text: str, scope: Scope, part: Any) -> Iterator[Any]:
        """A part of a sum of which it is one: ``取水量占（取水量、用水量之和）的比例``."""
        for whole in self.measure(text.removeprefix("（").removesuffix("）"), scope):
            if isinstance(whole, a.Arith) and part in whole.of:
                yield a.Ratio(top=part, bottom=whole)

    def _ratios(self, text: str, scope: Scope) -> Iterator[Any]:
        if text.endswith("的偏差率"):
            for now, base in cuts(text[:-4], "相对"):
                for top in self.measure(now, scope):
                    yield from (a.Ratio(top=a.Arith(op="minus", of=(top, bottom)), bottom=bottom)
                                for bottom in self.measure(base, scope))
        if text.endswith("之比"):
            for top, bottom in self.two(text[:-2], scope):
                yield a.Ratio(top=top, bottom=bottom)

    # ----------------------------------------------------------------------------- per something
    def _pers(self, text: str, scope: Scope) -> Iterator[Any]:
        if not text.startswith("每"):
            return
        for by, measure in cuts(text, "的"):
            for term in self.apart(measure, scope):
                for each, scale in self._bys(by, scope):
                    yield a.Per(measure=term, by=each, scale=scale)
                for one, other in cuts(by, "每"):
                    yield from (a.Per(measure=term, by=a.Arith(op="times", of=(x, y)), scale=scale)
                                for x, scale in self._bys(one, scope)
                                for y, _ in self._bys(f"每{other}", scope))

    def apart(self, text: str, scope: Scope) -> Terms:
        """Read a measure that is in brackets when it has a 的 of its own."""
        if text.startswith("（") and text.endswith("）"):
            return self.measure(text[1:-1], scope)
        return () if "的" in text else self.measure(text, scope)

    def _bys(self, text: str, scope: Scope) -> Iterator[tuple[Any, float]]:
        """Yield what it is taken per, and the scale: 每天, 每100个计量站点, 每单位面积."""
        at = next((i for i in range(1, len(text)) if not text[i].isdigit()), len(text))
        scale, words = float(text[1:at] or 1), text[at:]
        if words in ("天", "月"):
            yield a.DaysIn(unit="day" if words == "天" else "month"), scale
        for entity in self.words.model.entities:
            for counter in (*entity.counters[:1], "个"):
                if words.startswith(counter):
                    yield from ((a.Count(of=members), scale)
                                for members in self.set(words.removeprefix(counter), scope))
                    break
        yield from ((term, scale) for term in self.apart(words.removeprefix("单位"), scope))
        for before, members in inside_brackets(text):
            yield from ((term, scale) for term in self._involved(before[at:], members, scope))
        for amount in figures(text[1:]):
            yield a.Number(value=amount), 1.0

    def _involved(self, counted: str, members: str, scope: Scope) -> Iterator[Any]:
        """每个取水户（站点日汇总所涉）: the different ones of a row's attribute."""
        if counted.startswith("个") and members.endswith("所涉"):
            for of in self.set(members.removesuffix("所涉"), scope):
                inner = scope.within(set_entity(of))
                yield from (a.Count(of=of, distinct=path)
                            for path in self.paths(counted[1:], inner))
