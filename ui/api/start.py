"""What a user sees first: examples that work, how fresh the data are, what has tripped."""

from __future__ import annotations

from pydantic import BaseModel

from assistant.contracts.board import Notice
from assistant.contracts.flow import User
from assistant.wiring.service import Service

_NOTICES = 5


class Start(BaseModel):
    """The first page of a user."""

    user: str
    role: str
    lead: str
    examples: tuple[str, ...]
    as_of: str
    generated_data: bool
    rows: dict[str, int]
    notices: tuple[Notice, ...]


def start_of(service: Service, user: User) -> Start:
    """Return what the user sees first."""
    data = service.assistant.data
    return Start(
        user=user.name, role=user.role, lead=service.start.lead(user),
        examples=service.start.examples(user),
        as_of=data.as_of.isoformat(sep=" ", timespec="minutes"), generated_data=data.generated,
        rows=data.rows, notices=service.board.notices(user.name, unseen=True, limit=_NOTICES),
    )  # fmt: skip
