"""Values in attribute tests fit the attribute: listed category values, flags, numbers, dates."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.algebra import Agg, AttrPred
from assistant.contracts.errors import ModelFixable
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import Attribute, SemanticModel
from knowledge_graph.semantics.rules.paths import resolve
from knowledge_graph.semantics.rules.walk import Visit, definitions, set_entity


def fitting_values(model: SemanticModel) -> Iterator[Finding]:
    """Report tests against values an attribute cannot have, and sums of what is no number."""
    known = {entity.name for entity in model.entities}
    for kind, name, visit in definitions(model):
        for entity, path in _read(visit):
            if entity not in known:
                continue
            try:
                found = resolve(model, entity, path)
            except ModelFixable:
                continue  # reported by reachable_paths
            message = _misfit(visit, found) if isinstance(found, Attribute) else ""
            if message:
                yield Finding("ERROR", kind, name, message, visit.inside)


def _read(visit: Visit) -> Iterator[tuple[str, str]]:
    term = visit.term
    if isinstance(term, AttrPred) and visit.row is not None:
        yield visit.row, term.path
    elif isinstance(term, Agg) and isinstance(term.of, str):
        entity = set_entity(term.over)
        if entity is not None:
            yield entity, term.of


def _misfit(visit: Visit, attribute: Attribute) -> str:
    term = visit.term
    if isinstance(term, Agg):
        return "" if attribute.type == "number" else f"「{attribute.zh}」不是数，不能汇总"
    if not isinstance(term, AttrPred):
        return ""
    values = term.value if isinstance(term.value, tuple) else (term.value,)
    if attribute.type == "category" and attribute.values:
        strange = [v for v in values if isinstance(v, str) and v not in attribute.values]
        return f"「{attribute.zh}」没有这些值：{'、'.join(strange)}" if strange else ""
    if attribute.type == "flag" and not all(isinstance(v, bool) for v in values):
        return f"「{attribute.zh}」是是否型，只能比 true 或 false"
    return ""
