"""Looking into a finished query: its terms, what a measure counts, where it is taken."""

from __future__ import annotations

from assistant.contracts.algebra import Agg, At, Count, Members, Metric, PredT, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from knowledge_graph.semantics.model import SemanticModel

PLACES = frozenset({"province", "city", "county", "basin", "subbasin", "water_source"})


def counted(measure: object) -> str:
    """Return the entity a measure counts, or nothing."""
    if isinstance(measure, At):
        return counted(measure.measure)
    if isinstance(measure, Count) and isinstance(measure.of, Members):
        return measure.of.entity
    return ""


def base_of(measure: object, model: SemanticModel) -> str:
    """Return the entity a count, or the formula of a metric, is taken over."""
    if not isinstance(measure, Metric):
        return counted(measure)
    formula = model.metric(measure.name).formula
    if isinstance(formula, Agg) and isinstance(formula.over, Members):
        return formula.over.entity
    return counted(formula)


def where_of(term: object) -> tuple[PredT, ...]:
    """Return the conditions a term carries itself."""
    found = getattr(term, "where", ())
    return found if isinstance(found, tuple) else ()


def placed(query: MetricQuery) -> bool:
    """Return whether the query is narrowed to a place."""
    return any(_place(p) for term in terms_in(query) for p in where_of(term))


def _place(pred: PredT) -> bool:
    if isinstance(pred, StatePred):
        return False
    path: str = getattr(pred, "path", None) or ""
    return path in PLACES
