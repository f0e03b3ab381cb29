"""One form for queries that differ only in the order of things whose order does not matter."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from assistant.contracts.algebra import Intersect, Union

Model = TypeVar("Model", bound=BaseModel)
_UNORDERED = ("where", "preds", "having")


def canonical(term: Model) -> Model:
    """Return the same term with its conditions, and the sets it joins, in one fixed order."""
    changed: dict[str, Any] = {}
    for name in type(term).model_fields:
        value = getattr(term, name)
        fresh = _inside(value)
        if isinstance(fresh, tuple) and len(fresh) > 1 and _is_unordered(term, name):
            fresh = tuple(sorted(fresh, key=lambda item: str(item.model_dump_json())))
        if fresh is not value:
            changed[name] = fresh
    return term.model_copy(update=changed) if changed else term


def _is_unordered(term: BaseModel, name: str) -> bool:
    return name in _UNORDERED or (name == "of" and isinstance(term, Union | Intersect))


def _inside(value: Any) -> Any:
    """Return a field's value with the terms in it in their one form; itself when they are."""
    if isinstance(value, BaseModel):
        return canonical(value)
    if isinstance(value, tuple):
        items = tuple(_inside(item) for item in value)
        same = all(a is b for a, b in zip(items, value, strict=True))
        return value if same else items
    if isinstance(value, dict):
        found = {key: _inside(item) for key, item in value.items()}
        return value if all(found[key] is value[key] for key in value) else found
    return value
