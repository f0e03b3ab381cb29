"""Looking into a typed query."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel


def terms_in(term: BaseModel) -> Iterator[BaseModel]:
    """Yield the term and every term inside it, outer ones first."""
    yield term
    for name in type(term).model_fields:
        value = getattr(term, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel):
                yield from terms_in(item)
