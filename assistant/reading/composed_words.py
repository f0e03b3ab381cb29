"""Metric words that need no entry of their own, because composition reads them."""

from __future__ import annotations

from assistant.contracts.algebra import Agg, AttrPred, Members
from knowledge_graph.semantics.model import SemanticModel


def composed_words(model: SemanticModel) -> set[tuple[str, str]]:
    """Return the metric words that composition reads by itself: 农业 + 用水 = 农业用水.

    Left out of the word list, so that 农业、工业、生态用水 can share their last word.
    """
    totals = {
        m.formula.over.entity: m for m in model.metrics
        if m.additive and isinstance(m.formula, Agg) and isinstance(m.formula.over, Members)
        and not m.formula.over.where
    }
    found: set[tuple[str, str]] = set()
    for metric in model.metrics:
        formula = metric.formula
        if not (isinstance(formula, Agg) and isinstance(formula.over, Members)):
            continue
        total = totals.get(formula.over.entity)
        where = formula.over.where
        if total is None or len(where) != 1 or not isinstance(where[0], AttrPred):
            continue
        parts = _value_words(model, formula.over.entity, where[0])
        for word in (metric.zh, *metric.synonyms):
            for tail in (total.zh, *total.synonyms):
                if word.endswith(tail) and word[: -len(tail)] in parts:
                    found.add((metric.name, word))
    return found


def _value_words(model: SemanticModel, entity: str, pred: AttrPred) -> set[str]:
    for attribute in model.entity(entity).attributes:
        if attribute.name == pred.path:
            value = str(pred.value)
            return {value, *attribute.values.get(value, ())}
    return set()
