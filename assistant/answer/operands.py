"""What stands behind a column: its metric, the entity it counts, the entity of the rows."""

from __future__ import annotations

from typing import Any

from assistant.contracts.query import MetricQuery, Out
from knowledge_graph.semantics.model import Entity, MetricDef, SemanticModel

# Terms that keep the unit and meaning of the measure inside.
_WRAPPERS = frozenset({"prev", "at", "abs", "ancestor", "running", "growth", "extreme"})


def metric_of(out: Out | None, name: str, model: SemanticModel) -> MetricDef | None:
    """Return the governed metric a column shows (also through prev, at …), if there is one."""
    term: Any = out.expr if out is not None else None
    while term is not None and term.op in _WRAPPERS:
        term = term.measure
    wanted = term.name if term is not None and term.op == "metric" else name
    if term is not None and term.op != "metric":
        return None
    return next((m for m in model.metrics if wanted in (m.name, m.zh)), None)


def counter_of(out: Out | None, metric: MetricDef | None, model: SemanticModel) -> str:
    """Return the measure word for a counted column, or nothing."""
    name = metric.entity if metric is not None else None
    if name is None and out is not None:
        term: Any = out.expr
        while term is not None and term.op in {*_WRAPPERS, "minus", "plus", "per"}:
            term = term.of[0] if term.op in {"minus", "plus"} else term.measure
        if term is not None and term.op == "metric":
            inner = next((m for m in model.metrics if term.name in (m.name, m.zh)), None)
            name = inner.entity if inner is not None else None
        if term is not None and term.op == "count" and term.distinct is None:
            name = set_entity(term.of)
    entity = entity_named(name, model)
    return entity.counters[0] if entity is not None and entity.counters else ""


def rows_entity(query: MetricQuery, model: SemanticModel) -> Entity | None:
    """Return the entity whose members are the rows, if they are members of one."""
    if query.over is not None:
        return entity_named(set_entity(query.over), model)
    if len(query.by) == 1 and query.by[0].path is not None:
        return entity_named(query.by[0].path.rsplit(".", 1)[-1], model)
    return None


def set_entity(term: Any) -> str | None:
    """Return the entity a set's members belong to; None for periods, values and products."""
    while term is not None and term.op in {"union", "intersect", "minus", "top"}:
        term = term.of[0] if isinstance(term.of, tuple) else term.of
    return term.entity if term is not None and term.op == "members" else None


def entity_named(name: str | None, model: SemanticModel) -> Entity | None:
    """Return the entity, or None."""
    return next((entity for entity in model.entities if entity.name == name), None)
