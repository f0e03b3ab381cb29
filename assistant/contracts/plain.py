"""A typed query as plain values, short and complete: defaults left out, every kind told."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel


def plain(term: Any) -> Any:
    """Return a term as JSON values that validate back to the same term.

    What equals its default is left out, but never ``op``: without it nobody could tell a metric
    from a count.
    """
    if isinstance(term, BaseModel):
        told = {}
        for name, field in type(term).model_fields.items():
            value = getattr(term, name)
            if name == "op" or value != field.get_default(call_default_factory=True):
                told[name] = plain(value)
        return told
    if isinstance(term, dict):
        return {key: plain(value) for key, value in term.items()}
    if isinstance(term, list | tuple):
        return [plain(value) for value in term]
    return term.isoformat() if isinstance(term, date) else term
