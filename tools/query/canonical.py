"""One form for queries that differ only in ways that mean the same.

The order of conditions, conditions joined that could stand alone, a condition said twice, the
entity's own name before its own attribute (``station.batch`` of a station is ``batch``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery

Model = TypeVar("Model", bound=BaseModel)
_UNORDERED = ("where", "preds", "having")
_PATHS = ("path", "start", "end", "of", "weight", "distinct")  # fields that may hold one
# Terms whose conditions or sets are said of rows of their own, which nothing here tells.
_ELSEWHERE = (a.Metric, a.Target, a.ParentRef, a.Values, a.Top, a.Product)


def canonical(term: Model, owner: str | None = None) -> Model:
    """Return the same term in its one form.

    Args:
        term: any term, or a whole query.
        owner: the entity of the row it is said of, if known.
    """
    if isinstance(term, a.Members):
        owner = term.entity
    elif isinstance(term, MetricQuery):
        owner = term.over.entity if isinstance(term.over, a.Members) else None
    changed: dict[str, Any] = {}
    for name in type(term).model_fields:
        value = getattr(term, name)
        fresh = _inside(value, _row_of(term, name, owner))
        if name in _PATHS and isinstance(fresh, str):
            fresh = fresh.removeprefix(f"{_row_of(term, name, owner)}.")
        if isinstance(fresh, tuple) and name in ("where", "preds") and not _is_any(term):
            fresh = _once(fresh)
        if isinstance(fresh, tuple) and len(fresh) > 1 and _is_unordered(term, name):
            fresh = tuple(sorted(fresh, key=lambda item: str(item.model_dump_json())))
        if fresh is not value and fresh != value:
            changed[name] = fresh
    return term.model_copy(update=changed) if changed else term


def conjuncts(preds: Iterable[Any]) -> tuple[Any, ...]:
    """Return conditions that all hold, those joined by ``and`` one by one."""
    found: list[Any] = []
    for pred in preds:
        found += conjuncts(pred.preds) if isinstance(pred, a.And) else [pred]
    return tuple(found)


def _once(preds: tuple[Any, ...]) -> tuple[Any, ...]:
    found: list[Any] = []
    for pred in conjuncts(preds):
        if pred not in found:
            found.append(pred)
    return preds if len(found) == len(preds) else tuple(found)


def _row_of(term: BaseModel, name: str, owner: str | None) -> str | None:
    """The entity of the row that a field is said of; None where another row may be meant."""
    over = getattr(term, "over", None)
    if isinstance(term, MetricQuery):
        return owner if name in ("over", "columns") else None
    if isinstance(term, a.Count | a.Collect | a.Agg) or (
            isinstance(term, a.Quantified) and not isinstance(over, str)):
        of = term.of if isinstance(term, a.Count) else over
        return of.entity if isinstance(of, a.Members) else None
    return None if isinstance(term, _ELSEWHERE) else owner


def _is_any(term: BaseModel) -> bool:
    """Whether its conditions are alternatives."""
    return isinstance(term, a.Or)


def _is_unordered(term: BaseModel, name: str) -> bool:
    return name in _UNORDERED or (name == "of" and isinstance(term, a.Union | a.Intersect))


def _inside(value: Any, owner: str | None) -> Any:
    """Return a field's value with the terms in it in their one form; itself when they are."""
    if isinstance(value, BaseModel):
        return canonical(value, owner)
    if isinstance(value, tuple):
        items = tuple(_inside(item, owner) for item in value)
        same = all(x is y for x, y in zip(items, value, strict=True))
        return value if same else items
    if isinstance(value, dict):
        found = {key: _inside(item, owner) for key, item in value.items()}
        return value if all(found[key] is value[key] for key in value) else found
    return value
