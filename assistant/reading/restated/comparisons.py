"""Conditions on measures read back: ``完整率低于95%``, ``用水总量比上年增长超过5%``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from assistant.answer.wording.amounts import COUNTED, NOUGHT, VALUED
from assistant.answer.wording.comparisons import AGAINST
from assistant.contracts import algebra as a
from assistant.reading.restated.figures import figures
from assistant.reading.restated.grammar import Terms, rule
from assistant.reading.restated.held_against import HeldAgainst
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts

_CHANGED = re.compile(r"^(.+?)(增长|下降|增加|减少|上升)(?:(超过|不少于)(.+))?$")
_RANKED = re.compile(r"^居(前|第)(\d+)名(（从低到高）)?$")
_AMONG = re.compile(r"^(.+)在各(.+)(内|中)$")
_DOWN = ("下降", "减少")


def _ways(*tables: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in tables:
        for cmp, word in table.items():
            found[word][cmp] = None
    return {word: tuple(cmps) for word, cmps in found.items()}


_FIGURED = _ways(VALUED, COUNTED, NOUGHT)
_MEASURED = _ways(AGAINST)


class Comparisons(HeldAgainst):
    """Reads a measure held against a figure, another measure, or its own earlier value."""

    @rule
    def comparison(self, text: str, scope: Scope, when: str = "") -> Terms:
        """Read a condition on a measure; ``when`` stands before the verb."""
        said = self.wording(scope).comparison
        found = (*self._among_first(text, scope, when), *self._changed(text, scope, when),
                 *self._figured(text, scope, when), *self._measured(text, scope, when))
        return tuple(term for term in found if said(term, when) == text)

    def _figured(self, text: str, scope: Scope, when: str) -> Iterator[a.MeasurePred]:
        for way, signs in _FIGURED.items():
            for left, right in cuts(text, when + way):
                for value in figures(right):
                    for measure in self._held(left, scope):
                        yield from (
                            a.MeasurePred(left=measure, cmp=cmp, right=a.Number(value=value))
                            for cmp in signs)

    def _held(self, text: str, scope: Scope) -> Iterator[Any]:
        """Measures that are held against something; an attribute's test is none on a measure."""
        yield from (m for m in self.measure(text, scope) if not isinstance(m, a.Attr))

    def _measured(self, text: str, scope: Scope, when: str) -> Iterator[a.MeasurePred]:
        for way, signs in _MEASURED.items():
            for left, right in cuts(text, when + way):
                for measure in self._held(left, scope):
                    others = (*self.relative(right, scope, measure), *self.measure(right, scope))
                    yield from (a.MeasurePred(left=measure, cmp=cmp, right=other)
                                for other in others for cmp in signs)

    def _among_first(self, text: str, scope: Scope, when: str) -> Iterator[a.MeasurePred]:
        for left, right in cuts(text, f"{when}居"):
            found = _RANKED.match("居" + right)
            if found is None:
                continue
            for measure, among in self.placed(left, scope):
                place = a.Rank(measure=measure, direction="asc" if found[3] else "desc", **among)
                yield a.MeasurePred(left=place, cmp="<=" if found[1] == "前" else "=",
                                    right=a.Number(value=float(found[2])))

    def placed(self, text: str, scope: Scope) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Yield what is placed, and among which: ``取水量在各设区市内``, ``取水量在各日中``."""
        yield from ((measure, {}) for measure in self.measure(text, scope))
        found = _AMONG.match(text)
        if found is None:
            return
        for measure in self.measure(found[1], scope):
            if found[3] == "中":
                yield measure, {"of_periods": True}
            else:
                yield from ((measure, {"within": path}) for path in self.paths(found[2], scope))

    def _changed(self, text: str, scope: Scope, when: str) -> Iterator[a.MeasurePred]:
        for left, right in cuts(text, f"{when}比"):
            found = _CHANGED.match(right)
            if found is None:
                continue
            down = found[2] in _DOWN
            sign = ("<" if down else ">") + ("=" if found[3] == "不少于" else "")
            for measure in self.measure(left, scope):
                for base in self.earlier_of(found[1], scope, measure):
                    for value in figures(found[4]) if found[4] else (0.0,):
                        right_side = a.Number(value=-value if down and value else value)
                        yield from (
                            a.MeasurePred(left=moved, cmp=sign, right=right_side)
                            for word in ("增长率", "增减量")
                            for moved in self.changes(word, measure, (base,)))
