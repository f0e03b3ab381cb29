"""Every entity, metric and state that a formula or predicate names exists."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from assistant.contracts.algebra import Ancestor, Members, Metric, StatePred, Target
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.rules.walk import definitions


def known_references(model: SemanticModel) -> Iterator[Finding]:
    """Report names in formulas and predicates that nothing defines."""
    entities = {entity.name for entity in model.entities}
    metrics = {name for metric in model.metrics for name in (metric.name, metric.zh)}
    states = {state.name for state in model.states}
    for kind, name, visit in definitions(model):
        wanted = _reference(visit.term)
        if wanted is None:
            continue
        what, target = wanted
        known = {"对象": entities, "指标": metrics, "状态": states}[what]
        if target not in known:
            message = f"引用了不存在的{what}「{target}」"
            yield Finding("ERROR", kind, name, message, visit.inside)


def _reference(term: BaseModel) -> tuple[str, str] | None:
    if isinstance(term, Metric):
        return "指标", term.name
    if isinstance(term, Target):
        return "指标", term.metric
    if isinstance(term, StatePred):
        return "状态", term.name
    if isinstance(term, Members):
        return "对象", term.entity
    if isinstance(term, Ancestor):
        return "对象", term.level
    return None
