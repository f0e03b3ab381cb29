"""Definitions in brackets: 按期办结率（销号不晚于期限） only tells what the rate means anyway."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.marks import leaves_of
from assistant.reading.nodes import AttrUse, Node, StateUse
from knowledge_graph.semantics.model import SemanticModel

_OPENING = frozenset("（(")
_CLOSING = frozenset("）)")
_FORM = frozenset({"token", "punct", "unknown"})
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
            end = _closed(nodes, index)
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
        content = [n for n in inner if n.token is None or n.token.readings.keys()
                   & {"state", "attr", "point", "lasting", "number", "time", "name", "metric"}]
        uses = [self._paths(n) for n in content]
        return bool(uses) and all(u is not None and u & words for u in uses) \
            and not any(n.is_fn("ask_which", "how_many", "most", "least") for n in inner)

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


def _metric_before(kept: Sequence[Node]) -> tuple[str, ...]:
    for node in reversed(kept):
        found = node.reading("metric")
        if found:
            return tuple(found)
        if node.kind not in _FORM:
            return ()
    return ()
