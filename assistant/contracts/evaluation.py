"""What evaluators work with: drafts of cases made of disliked answers, and results of suites."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.contracts.time import Term

Expect = Literal["answered", "clarify", "refused", "no_data", "not_permitted"]


class DraftCase(Term):
    """A case to be: all of it but what only a person knows, the gold.

    Attributes:
        id: ``disliked-`` and the id of the answer it was made of.
        earlier: the questions before it in its conversation, oldest first.
        expect: the status that would have been right.
        gold_sql: written by hand over the warehouse tables; never the compiler's output.
        note: what the user said of the answer, and how it had been read.
    """

    id: str = Field(max_length=128)
    question: str = Field(min_length=1, max_length=4000)
    area: str = Field(default="", max_length=64)
    earlier: tuple[str, ...] = ()
    expect: Expect = "answered"
    gold_sql: str = Field(default="", max_length=20_000)
    note: str = Field(default="", max_length=4000)


class Miss(Term):
    """A case that was not answered right."""

    id: str
    question: str
    verdict: str
    reading: str = ""
    got: str = ""
    want: str = ""


class SuiteReport(Term):
    """How a suite last went; ``lines`` tell it in words, ``shortfalls`` what is below its bound."""

    suite: str
    ran_at: datetime
    right: int
    wrong: int
    all: int
    lines: tuple[str, ...] = ()
    shortfalls: tuple[str, ...] = ()
    misses: tuple[Miss, ...] = ()
