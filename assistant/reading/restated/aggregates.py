"""Aggregates read back: ``各县（市、区）上传率中位数``, ``有效取水许可证的年许可水量合计``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer.operands import set_entity
from assistant.answer.wording.base import GRAIN
from assistant.contracts import algebra as a
from assistant.reading.restated.grammar import Grammar
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets

_AFTER = {"合计": "sum", "中位数": "median", "标准差": "stdev"}
_BEFORE = {"平均": "avg", "加权平均": "wavg", "最小": "min", "最大": "max", "最短": "min",
           "最长": "max"}  # fmt: skip
_SHARE = re.compile(r"^(.+)的(\d+(?:\.\d+)?)%分位数$")
_EACH_PERIOD = re.compile(rf"^(.+)的逐({'|'.join(GRAIN.values())})(平均值|最小值|最大值|合计)$")
_OF_PERIODS = {"平均值": "avg", "最小值": "min", "最大值": "max", "合计": "sum"}
_GRAINS = {word: grain for grain, word in GRAIN.items()}
_LONGEST_TAIL = 5


class Aggregates(Grammar):
    """Reads sums, means and the like over members or periods."""

    def aggregates(self, text: str, scope: Scope) -> Iterator[Any]:
        """Yield the aggregates that a text may be."""
        found = _EACH_PERIOD.match(text)
        if found is not None:
            over = a.Periods(grain=_GRAINS[found[2]])
            yield from (a.Agg(fn=_OF_PERIODS[found[3]], of=measure, over=over)
                        for measure in self.measure(found[1], scope))
        yield from self._unweighted(text, scope, None)
        for said, inside in inside_brackets(text):
            if inside.startswith("按") and inside.endswith("加权"):
                yield from self._unweighted(said, scope, inside[1:-2])

    def _unweighted(self, text: str, scope: Scope, weight: str | None) -> Iterator[Any]:
        for over, path in self._own_total(text, scope):
            yield a.Agg(fn="sum", of=path, over=over)
        for words, fn, p in _functions(text):
            for of, over in self._of_over(words, scope):
                inner = scope.within(set_entity(over))
                weights = (None,) if weight is None else self.paths(weight, inner)
                yield from (a.Agg(fn=fn, of=of, over=over, p=p, weight=one)
                            for one in weights)

    def _own_total(self, text: str, scope: Scope) -> Iterator[tuple[Any, str]]:
        """上报水量合计: an attribute that says itself that it is a sum."""
        for members, what in cuts(text, "的") if text.endswith("合计") else ():
            for over in self.set(members, scope) if what in self.words.paths else ():
                inner = scope.within(set_entity(over))
                yield from ((over, path) for path in self.paths(what, inner))

    def _of_over(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """Yield what is aggregated, and over what, of words that say both."""
        yield from self._over_unsaid(text, scope)
        for members, what in cuts(text, "的"):
            for over in self.set(members, scope):
                inner = scope.within(getattr(over, "entity", None))
                yield from ((of, over) for of in self._own(what, inner))
                if isinstance(over, a.Periods):
                    yield from ((of, over) for of in self.measure(what, inner))
            for over in self.set(members[1:], scope) if members.startswith("各") else ():
                yield from ((of, over) for of in self._what(what, scope, over))
        if text.startswith("各"):
            for end in range(2, len(text)):
                for entity in self.words.entities.get(text[1:end], ()):
                    over = a.Members(entity=entity.name)
                    yield from ((of, over) for of in self._what(text[end:], scope, over))

    def _over_unsaid(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """All rows of facts, or the members whose own figures they are, go without saying."""
        for target in self.words.paths.get(text, ()):
            over = a.Members(entity=target.entity)
            yield from ((path, over) for path in self.paths(text, scope.within(target.entity)))
        for target in self.words.paths.get(text.partition("至")[0], ()):
            over = a.Members(entity=target.entity)
            yield from ((of, over) for of in self.measure(text, scope.within(target.entity))
                        if isinstance(of, a.Duration))

    def _own(self, text: str, inner: Scope) -> Iterator[Any]:
        """What is the members' own: an attribute of theirs, or how long something took."""
        yield from self.paths(text, inner)
        yield from (m for m in self.measure(text, inner) if isinstance(m, a.Duration))

    def _what(self, text: str, scope: Scope, over: Any) -> Iterator[Any]:
        entity = getattr(over, "entity", None)
        inner = scope.within(entity) if entity else scope
        yield from (m for m in self.measure(text, inner) if not isinstance(m, a.Attr | a.Duration))


def _functions(text: str) -> Iterator[tuple[str, str, float | None]]:
    """Yield the words without the function's own, the function, and its share."""
    for word, fn in _AFTER.items():
        if text.endswith(word):
            yield text.removesuffix(word), fn, None
    found = _SHARE.match(text)
    if found is not None:
        yield found[1], "percentile", float(found[2]) / 100
    for word, fn in _BEFORE.items():
        if text.endswith(f"的{word}值"):
            yield text.removesuffix(f"的{word}值"), fn, None
        at = text.find(word)
        while at >= 0:
            yield text[:at] + text[at + len(word):], fn, None
            at = text.find(word, at + 1)
