"""Tests of attributes: ``年许可水量不低于50万m³``, ``名称含“水”``, ``规模以上``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from assistant.answer.wording.amounts import COUNTED, DATED, NOUGHT, VALUED
from assistant.contracts import algebra as a
from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.paths import Paths
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.vocabulary import Target

_YES = {"是": True, "否": False}
_WAYS: dict[str, set[str]] = {}
for _table in (COUNTED, VALUED, DATED, NOUGHT):
    for _cmp, _word in _table.items():
        _WAYS.setdefault(_word, set()).add(_cmp)


class Attributes(Paths, Grammar):
    """Nonterminals for attribute tests."""

    @rule
    def attribute(self, text: str, scope: Scope) -> Terms:
        """Read a test of an attribute as a predicate."""
        found: list[Any] = [*self.flag_test(text, scope), *self._known(text, scope)]
        for at in range(1, len(text)):
            targets = self.words.labels.get(text[:at])
            if targets:
                tests = self._tests(text[at:], scope, targets)
                found += self.said_so("pred", text, scope, tests)
        return self._nearest(found, scope)

    def flag_test(self, text: str, scope: Scope) -> Terms:
        """Read a yes/no attribute: ``规模以上``, ``非灌区渠首站``."""
        tests = [a.AttrPred(path=target.path, value=yes)
                 for target, yes in self.words.flags.get(text, ())]
        return self._nearest([*self.said_so("pred", text, scope, tests)], scope)

    def _nearest(self, preds: list[Any], scope: Scope) -> Terms:
        """Keep the tests of the nearest attributes."""
        ends = {id(pred): self.words.end_of(_tested(pred)) for pred in preds}
        kept = set(self.words.nearest(ends.values(), scope.owner, scope.near))
        return tuple(pred for pred in preds if ends[id(pred)] in kept)

    def _tests(
        self, text: str, scope: Scope, targets: tuple[Target, ...]
    ) -> Iterator[a.AttrPred]:
        """Yield tests of the targets whose comparison and value are said as ``text``."""
        for target in targets:
            for cmp, value in self._compared(text, scope, target):
                yield a.AttrPred(path=target.path, cmp=cmp, value=value)

    def _compared(self, text: str, scope: Scope, target: Target) -> Iterator[tuple[Any, Any]]:
        for way, one, several in (("为", "=", "in"), ("不是", "!=", "not_in")):
            if text.startswith(way):
                yield from self._listed(text.removeprefix(way), scope, target, one, several)
        for way, cmp in (("不含", "not_contains"), ("含", "contains")):
            if text.startswith(f"{way}“") and text.endswith("”"):
                yield cmp, text[len(way) + 1:-1]
        named = self.words.target(target)
        for way, cmps in _WAYS.items():
            if text.startswith(way):
                values = [*self.operand(text.removeprefix(way), scope, named)]
                yield from product(sorted(cmps), values)

    def _listed(
        self, text: str, scope: Scope, target: Target, one: str, several: str
    ) -> Iterator[tuple[str, Any]]:
        """Yield the members, or the values, that a text lists."""
        for path, keys in self.members(text, scope):
            if path in (target.path, target.entity):
                yield (one, keys[0]) if len(keys) == 1 else (several, keys)
        words = tuple(text.split("、"))
        attribute = self.words.target(target).attribute
        known = attribute.values if attribute is not None else {}
        if len(words) < 2 or attribute is None:
            return
        if attribute.type == "flag" and set(words) <= _YES.keys():
            yield several, tuple(_YES[word] for word in words)
        elif all(word in known or not known for word in words):
            yield several, words

    def _known(self, text: str, scope: Scope) -> Iterator[Any]:
        """Read 有修复时间、已关联许可证 and their complements."""
        for lead, known in (("已关联", True), ("有", True), ("未关联", False), ("没有", False)):
            if text.startswith(lead):
                for path in self.paths(text.removeprefix(lead), scope):
                    pred = a.Known(path=path)
                    yield from self.said_so("pred", text, scope,
                                            [pred if known else a.Not(pred=pred)])  # fmt: skip


def _tested(pred: Any) -> str:
    """Return the path that a test, or its complement, looks at."""
    return str(getattr(pred, "pred", pred).path)
