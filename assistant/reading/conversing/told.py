"""What was asked and answered before, as far as a later sentence may lean on it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token


@dataclass(frozen=True)
class Told:
    """One turn.

    Attributes:
        question: as typed.
        frames: what was heard, with what the turn took over from those before it.
        tokens: the words said, in this turn and in those it takes over from.
        plan: its reading; one that asked back carries the choices it offered.
        within: the earlier answer whose rows alone it is about.
        alone: read by itself, not as an edit of a turn before it.
    """

    question: str
    frames: tuple[Frame, ...]
    tokens: tuple[Token, ...]
    plan: Plan
    within: MetricQuery | None = None
    alone: bool = True

    @property
    def answered(self) -> bool:
        """Whether there is a query to lean on."""
        return self.plan.status == "ready" and self.plan.query is not None and bool(self.frames)
