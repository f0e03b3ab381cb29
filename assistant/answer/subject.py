"""What a sentence is about: when, where and of what, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assistant.answer.time_words import period_text
from assistant.answer.wording import Wording
from assistant.contracts.algebra import AttrPred, PredT
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in

_SOURCES = {"ministry": "部级数据", "basin": "流域机构数据"}


def lead_of(query: MetricQuery, wording: Wording, as_of: datetime) -> str:
    """Return the opening of the first sentence: ``2026年8月，九江市国控计量站点的``."""
    when = period_text(query.context.time, as_of)
    shown = {group.path for group in query.by}
    kept = tuple(
        p for p in scope_told(query)
        if getattr(p, "path", None) not in shown or getattr(p, "cmp", "") not in ("=", "in")
    )  # fmt: skip
    where = wording.scoped(kept, "")  # what the rows are named by goes without saying
    source = _SOURCES.get(query.context.source or "", "")
    parts = [part for part in (when, source) if part]
    return "".join(f"{part}，" for part in parts) + where


def scope_told(query: MetricQuery) -> tuple[PredT, ...]:
    """Return the conditions on the whole question that its figures do not each say themselves.

    ``南昌市、九江市`` goes without saying before 南昌市用水总量 and 九江市用水总量.
    """
    said = {(term.path, term.value)
            for out in query.measures for term in terms_in(out.expr)
            if isinstance(term, AttrPred) and term.cmp == "=" and isinstance(term.value, str)}
    return tuple(
        pred for pred in query.context.where
        if not (isinstance(pred, AttrPred) and pred.cmp == "in" and isinstance(pred.value, tuple)
                and all((pred.path, value) in said for value in pred.value)))


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
