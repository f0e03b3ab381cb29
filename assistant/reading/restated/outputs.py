"""The list of outputs read back; what is built on a measure just said is told without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer.wording.outputs import BUILT
from assistant.contracts import algebra as a
from assistant.contracts.query import Out
from assistant.reading.restated.columns import Columns
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets

_CHANGE = re.compile(r"^比(.+)的(增长率|增减率|降幅|增减量|减少量)$")
_CHANGED = re.compile(r"的(增长率|增减率|降幅|增减量|减少量)$")
_SHARE = re.compile(r"^占(.+)的比例$")
_GAP = re.compile(r"^与(.+)之差$")
_RANK = {"名次": "desc", "名次（从低到高）": "asc"}
_SHORT = ("比", "占", "与", "名次")

_NO_LABEL = frozenset("、（），")  # they part outputs


class Outputs(Columns):
    """Reads what is told of each row."""

    def outputs(self, text: str, scope: Scope) -> Iterator[tuple[Out, ...]]:
        """Yield the outputs that a text lists."""
        yield from self._rest(text, scope, ())

    def _rest(self, text: str, scope: Scope, before: tuple[Out, ...]) -> Iterator[tuple[Out, ...]]:
        for end in _ends(text):
            for out in self._output(text[:end], scope, before):
                if end == len(text):
                    yield (*before, out)
                else:
                    yield from self._rest(text[end + 1:], scope, (*before, out))

    def _output(self, text: str, scope: Scope, before: tuple[Out, ...]) -> Iterator[Out]:
        found = False
        told = [out.expr for out in before]
        for term in (*self._short(text, scope, told), *self._than_before(text, scope, told),
                     *self.column(text, scope)):
            found = True
            yield Out(expr=term)
        for label, words in () if found else inside_brackets(text):
            if set(label) & _NO_LABEL:
                continue
            yield from (Out(expr=term, label=label) for term in self.column(words, scope)
                        if term.op == "flag")

    def _than_before(self, text: str, scope: Scope, before: Sequence[Any]) -> Iterator[Any]:
        """2024年用水总量比2019年的增减量, where that of 2019 was said before."""
        found = _CHANGED.search(text)
        if found is not None and before:
            for left, _ in cuts(text[:found.start()], "比"):
                for now in self.measure(left, scope):
                    yield from self.changes(found[1], now, self._said_before(before))

    def _short(self, text: str, scope: Scope, before: Sequence[Any]) -> Iterator[Any]:
        """Yield what is built on the measure said last before."""
        if not text.startswith(_SHORT):
            return
        for only in dict.fromkeys(reversed(before)):
            if only.op not in BUILT:
                terms = tuple(dict.fromkeys(self._built(text, scope, only, before)))
                yield from terms
                if terms:  # the measure said last of those it can be built on
                    return

    def _built(self, text: str, scope: Scope, only: Any, before: Sequence[Any]) -> Iterator[Any]:
        if text in _RANK:
            yield a.Rank(measure=only, direction=_RANK[text])
        if changed := _CHANGE.match(text):
            bases = (*self.earlier_of(changed[1], scope, only), *self._said_before(before),
                     *self.measure(changed[1], scope))
            yield from self.changes(changed[2], only, (b for b in bases if b != only))
        if share := _SHARE.match(text):
            yield from (a.Share(part=only, whole=one)
                        for one in self.whole(share[1], scope, only))
        if gap := _GAP.match(text):
            bases = (*self.relative(gap[1], scope, only), *self.measure(gap[1], scope))
            yield from (a.Arith(op="minus", of=(only, base)) for base in bases if base != only)

    def _said_before(self, before: Sequence[Any]) -> Iterator[Any]:
        """比前年: the other time was said in full before."""
        yield from (one for one in before if isinstance(one, a.At) and one.time is not None)


def _ends(text: str) -> list[int]:
    """Where the first output of a list may end: before a 、 outside of brackets, or at its end."""
    depth, found = 0, []
    for at, char in enumerate(text):
        depth += (char in "（“") - (char in "）”")
        if char == "、" and depth == 0 and at:
            found.append(at)
    return [*found, len(text)]
