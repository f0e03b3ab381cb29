"""What the service holds and whether it is well."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from assistant.ask import DataFacts
from assistant.settings import Settings


class Health(BaseModel):
    """State of the service."""

    status: Literal["ok"] = "ok"
    data_version: str
    as_of: str
    generated_data: bool
    rows: dict[str, int]
    llm: str


def health_of(data: DataFacts, settings: Settings) -> Health:
    """Return the state of the service."""
    return Health(
        data_version=data.version,
        as_of=data.as_of.isoformat(sep=" ", timespec="minutes"),
        generated_data=data.generated,
        rows=data.rows,
        llm=settings.llm,
    )
