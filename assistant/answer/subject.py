"""What a sentence is about: when and where, in words, or the whole reading when that says more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assistant.answer.time_words import period_text
from assistant.contracts.query import MetricQuery
from knowledge_graph.semantics.model import SemanticModel


def lead_of(
    query: MetricQuery, reading: str, names: Mapping[str, str], as_of: datetime
) -> str:
    """Return the opening of the first sentence: ``2026年8月，九江市`` or ``<reading>：``.

    A condition that has no plain name here is told by the reading, so that none goes untold.
    """
    places = [value_words(pred, names) for pred in query.context.where]
    told = all(place is not None for place in places) and _plain_terms(query)
    if not told and reading:
        return reading.rstrip("。？?！!：: ") + "："
    when = period_text(query.context.time, as_of)
    where = "".join(place for place in places if place)
    return f"{when}，{where}" if when else where


def _plain_terms(query: MetricQuery) -> bool:
    """Whether the labels and the rows' own names say all there is to the query."""
    if query.context.source or query.having or query.premise is not None:
        return False
    return all(
        out.label is not None or (out.expr.op == "metric" and not out.expr.where)
        or out.expr.op == "count"
        for out in query.measures
    )  # fmt: skip


def value_words(pred: Any, names: Mapping[str, str]) -> str | None:
    """Return words for an equality (九江市; 农业), or None when it takes more than a name."""
    if pred.op != "attr" or pred.cmp not in {"=", "in"}:
        return None
    values = pred.value if isinstance(pred.value, tuple) else (pred.value,)
    words = []
    for value in values:
        if not isinstance(value, str):
            return None
        word = names.get(value, value)
        if word.isascii():  # a code nobody could read
            return None
        words.append(word)
    return "、".join(words)


def members_words(term: Any, model: SemanticModel, names: Mapping[str, str]) -> str | None:
    """Return a set in words (``离线的计量站点``), or None when it takes more than names."""
    if term is None or term.op != "members":
        return None
    entity = next((one for one in model.entities if one.name == term.entity), None)
    if entity is None:
        return None
    words = []
    for pred in term.where:
        word = _pred_words(pred, model, names)
        if word is None:
            return None
        words.append(word)
    return f"{'、'.join(words)}的{entity.zh}" if words else entity.zh


def _pred_words(pred: Any, model: SemanticModel, names: Mapping[str, str]) -> str | None:
    if pred.op == "state":
        if pred.params:
            return None
        return next((s.zh for s in model.states if pred.name in (s.name, s.zh)), None)
    return value_words(pred, names)
