"""Output columns read back: attributes, flags, lists of related values, who and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer.operands import set_entity
from assistant.answer.wording.base import GRAIN_NOUN
from assistant.contracts import algebra as a
from assistant.reading.restated.grammar import Terms, condition, rule
from assistant.reading.restated.measures import Measures
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets, parts

_END = re.compile(r"最(?:多|少|大|小|高|低|长|短)的")
_MAX = frozenset("多大高长")
_FAILING = re.compile(r"^未达到的条件（(.+)）$")
_GRAINS = {noun: grain for grain, noun in GRAIN_NOUN.items()}


class Columns(Measures):
    """Reads columns."""

    @rule
    def column(self, text: str, scope: Scope) -> Terms:
        """Read an output column."""
        return tuple(self.said_so("column", text, scope, self._columns(text, scope)))

    def _columns(self, text: str, scope: Scope) -> Iterator[Any]:
        if scope.owner is not None:
            recorded = text.removeprefix("登记的")
            yield from (a.PathCol(path=path) for path in self.paths(recorded, scope))
        yield from (m for m in self.measure(text, scope) if not isinstance(m, a.Attr))
        yield from (a.Flag(pred=pred) for pred in self._flags(text, scope))
        yield from self._collected(text, scope)
        yield from self._at_extremes(text, scope)
        found = _FAILING.match(text)
        if found is not None:
            yield from self._failing(parts(found[1], "、"), scope)

    def _flags(self, text: str, scope: Scope) -> Iterator[a.PredT]:
        if "是否" not in text:
            return
        yield from self.comparison(text, scope, "是否")
        lead, _, rest = text.partition("是否")
        if not lead:
            yield from self.pred(rest, scope)
            yield from (condition(where)
                        for where in self.where(rest.removeprefix("属于"), scope, ""))
        else:
            yield from self.pred(lead + rest, scope)

    def _collected(self, text: str, scope: Scope) -> Iterator[Any]:
        link = "登记的" if "登记的" in text else "的"
        for members, path in cuts(text, link):
            for over in self.set(members, scope):
                inner = scope.within(set_entity(over))
                yield from (a.Collect(path=one.removeprefix(f"{inner.owner}."), over=over)
                            for one in self.paths(path, inner))

    def _at_extremes(self, text: str, scope: Scope) -> Iterator[Any]:
        for found in _END.finditer(text):
            way: Any = "max" if found[0][1] in _MAX else "min"
            lead, end = text[:found.start()], found[0][:-1]
            for measure in (*self.measure(lead, scope), *self.measure(end + lead, scope)):
                for over, give in self._whose(text[found.end():], scope):
                    yield a.AtExtreme(measure=measure, over=over, direction=way, give=give)

    def _whose(self, text: str, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """Yield over what, and what is told of the one: itself, or another measure."""
        if text in _GRAINS:
            yield _GRAINS[text], "when"
        yield from ((over, "who") for over in self.set(text, scope)
                    if not isinstance(over, a.Periods))
        for one, other in cuts(text, "的"):
            for measure in self.measure(other, scope):
                yield from ((over, measure) for over, _ in self._whose(one, scope))

    def _failing(self, names: tuple[str, ...], scope: Scope) -> Iterator[Any]:
        told: dict[str, Any] = {}
        for words in names:
            for name, said in inside_brackets(words):
                preds = self.pred(said, scope)
                told |= {name: preds[0]} if preds else {}
        if len(told) == len(names):
            yield a.Failing(preds=told)
