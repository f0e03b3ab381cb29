"""Every stage of one reading, for ``--explain`` and for tests."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contracts.flow import Plan
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token
from assistant.reading.phrase_types import Item
from knowledge_graph.semantics.spans import Span

Heard = tuple[str, tuple[Item, ...], tuple[Item, ...]]  # a clause, its phrases, columns it names


@dataclass(frozen=True)
class Explained:
    """Every stage of one reading, for ``--explain`` and for tests."""

    text: str
    tokens: tuple[Token, ...]
    frames: tuple[Frame, ...]
    plan: Plan
    spans: tuple[Span, ...] = ()
    clauses: tuple[Heard, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
