"""The happening behind a state: the event whose existence makes it hold."""

from __future__ import annotations

from pydantic import BaseModel

from assistant.contracts.algebra import Has


def find_has(term: BaseModel) -> Has | None:
    """Return the first ``has`` inside a predicate."""
    if isinstance(term, Has):
        return term
    for name in type(term).model_fields:
        value = getattr(term, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel) and (found := find_has(item)) is not None:
                return found
    return None
