"""Conversations with hand-written gold for each turn, read from YAML into frozen types."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from assistant.contracts.time import Term
from evals.case_files import CASES, Expect, Identified, MetricCase, answerable, load
from evals.parts import Compare, Gold


class ThreadTurn(Term):
    """One turn of a conversation; the fields are those of ``MetricCase``.

    ``ops`` names what the turn does with those before it (time, place, rank, topic-change …).
    """

    question: str
    ops: tuple[str, ...] = ()
    expect: Expect | tuple[Expect, ...] = "answered"
    gold_sql: Gold = ()
    also_sql: Gold = ()
    ordered: bool = False
    compare: Compare = Compare()
    chart: str = ""
    export: str = ""
    note: str = ""


class ThreadCase(Identified):
    """A conversation, each of its turns with its own gold.

    Attributes:
        source_line: line of the users' conversations it was taken from.
    """

    title: str = ""
    area: str = ""
    source_line: int | None = None
    turns: tuple[ThreadTurn, ...] = Field(min_length=2)


def load_thread_cases(folder: Path = CASES / "thread") -> tuple[MetricCase, ...]:
    """Return the turns of all conversations as cases (``thread-07.3``), in file order.

    Raises:
        BadInput: a file is malformed, an id is used twice, or an answerable turn has no gold.
    """
    turns: list[MetricCase] = []
    for thread in load(folder, ThreadCase):
        asked: tuple[str, ...] = ()
        for number, turn in enumerate(thread.turns, 1):
            fields = {name: getattr(turn, name) for name in ThreadTurn.model_fields}
            turns.append(MetricCase(
                id=f"{thread.id}.{number}", area=thread.area, earlier=asked,
                source_line=thread.source_line, **fields))
            asked = (*asked, turn.question)
    return answerable(turns)
