"""Definitions: 按期办结率（销号不晚于期限）, …；按当天没缺数也没异常的站日算.

They only tell what the rate means anyway; one that denies what the rate does not, or the other
way round, tells something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.marks import leaves_of
from assistant.reading.nodes import AttrUse, Node, StateUse
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel

_OPENING = frozenset("（(")
_CLOSING = frozenset("）)")
_SAID_AS = words_of("defined_as")
_RECKONED = words_of("reckoned")
_SAME = words_of("same_period")
_STOPS = frozenset("，,。；;？?！!")
_FORM = frozenset({"token", "punct", "unknown"})
_DENIALS = tuple(words_of("denials_in_definitions"))
_SAYS_MORE = ("ask_which", "how_many", "most", "least", "except", "except_after", "take_in")
_WORD = re.compile(r"[.\s]")


class Glosses:
    """Leaves out what stands in brackets after a metric and is part of its own formula."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model

    def without(self, nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
        """Return the nodes that matter, and those of the definitions."""
        kept: list[Node] = []
        told: list[Node] = []
        index = 0
        while index < len(nodes):
            end = _closed(nodes, index) or _reckoned(nodes, index)
            metric = _metric_before(kept)
            if end and metric and self._defined(nodes[index + 1 : end], metric):
                told.extend(nodes[index : end + 1])
                index = end + 1
                continue
            kept.append(nodes[index])
            index += 1
        return kept, told

    def _defined(self, inner: Sequence[Node], metrics: Sequence[str]) -> bool:
        words = {word for name in metrics[:1] for word in self._words(name)}
        content = [n for n in inner if not n.is_fn("same_time") and n.text not in _SAME
                   and (n.token is None or n.token.readings.keys()
                   & {"state", "attr", "point", "lasting", "number", "time", "name", "metric"})]
        uses = [self._paths(n) for n in content]
        told = [u is not None and bool(u & words) or self._told(n, metrics)
                for u, n in zip(uses, content, strict=True)]
        return bool(uses) and all(told) and self._denied_alike(inner, metrics) \
            and not any(n.is_fn(*_SAYS_MORE) for n in inner)

    def _denied_alike(self, inner: Sequence[Node], metrics: Sequence[str]) -> bool:
        """按当天没缺数也没异常: each word denied where the definition denies it."""
        held = next((m.definition for m in self._model.metrics if m.name in metrics[:1]), "")
        for before, node in zip((None, *inner), inner, strict=False):
            parts = held.split(node.text) if len(node.text) > 1 else []
            denied = before is not None and before.is_fn("neg")
            if len(parts) > 1 and not any(
                    denied == part.endswith(_DENIALS) for part in parts[:-1]):
                return False
        return True

    def _told(self, node: Node, metrics: Sequence[str]) -> bool:
        """Whether a word stands in the governed definition itself."""
        texts = [m.definition for m in self._model.metrics if m.name in metrics[:1]]
        return node.kind != "number" and len(node.text) > 1 and any(node.text in t for t in texts)

    def _words(self, metric: str) -> set[str]:
        """Return the attributes and states a metric's formula is made of."""
        formulas = {m.name: m.formula for m in self._model.metrics}
        found: set[str] = set()
        waiting, seen = [metric], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                said = _split(formulas[name])
                found |= said
                waiting.extend(said & formulas.keys())
        for state in (s for s in self._model.states if s.name in set(found)):
            found |= _split(state.pred)
        return found

    def _paths(self, node: Node) -> set[str] | None:
        """Return what a node speaks of; None where it says more than a definition does."""
        token = node.token
        if token is None or token.readings.keys() & {"number", "time", "name", "metric"}:
            return None
        found = {use.attribute for kind in ("attr", "point") for use in token.readings.get(kind, ())
                 if isinstance(use, AttrUse)}
        for use in token.readings.get("state", ()):
            if isinstance(use, StateUse):
                found |= {use.name} | _split(self._model.state(use.name).pred)
        return found


def _split(term: object) -> set[str]:
    dumped = term.model_dump(mode="json") if hasattr(term, "model_dump") else term
    return {word for leaf in leaves_of(dumped) for word in _WORD.split(str(leaf))}


def _closed(nodes: Sequence[Node], index: int) -> int:
    """Return where the bracket that opens here closes, 0 when none does."""
    if nodes[index].text not in _OPENING:
        return 0
    return next((i for i in range(index + 1, len(nodes)) if nodes[i].text in _CLOSING), 0)


def _reckoned(nodes: Sequence[Node], index: int) -> int:
    """Return where 按…算 that opens here, at the head of a clause, ends; 0 when it does not."""
    head = index and nodes[index - 1].text in _STOPS
    if not head or nodes[index].text not in _SAID_AS:
        return 0
    end = next((i for i in range(index + 1, len(nodes)) if nodes[i].text in _STOPS), len(nodes))
    return end - 1 if nodes[end - 1].text in _RECKONED else 0


def _metric_before(kept: Sequence[Node]) -> tuple[str, ...]:
    for node in reversed(kept):
        found = node.reading("metric")
        if found:
            return tuple(found)
        if node.kind not in _FORM:
            return ()
    return ()
