"""Metrics and states are not defined by themselves, directly or around."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.algebra import Metric, StatePred
from knowledge_graph.semantics.issues import DefinitionKind, Finding
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.rules.walk import definitions

_Node = tuple[DefinitionKind, str]


def no_circles(model: SemanticModel) -> Iterator[Finding]:
    """Report every metric or state that its own definition leads back to."""
    code = {m.zh: m.name for m in model.metrics}
    uses: dict[_Node, set[_Node]] = {}
    for kind, name, visit in definitions(model):
        node: _Node = (kind, name)
        edges = uses.setdefault(node, set())
        if isinstance(visit.term, Metric):
            edges.add(("metric", code.get(visit.term.name, visit.term.name)))
        elif isinstance(visit.term, StatePred):
            edges.add(("state", visit.term.name))
    for node in uses:
        if node in _below(node, uses):
            yield Finding("ERROR", node[0], node[1], f"「{node[1]}」的定义绕回了自己")


def _below(start: _Node, uses: dict[_Node, set[_Node]]) -> set[_Node]:
    seen: set[_Node] = set()
    stack = list(uses.get(start, ()))
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(uses.get(node, ()))
    return seen
