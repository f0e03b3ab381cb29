"""The typed stages of one question: Question → Plan → ToolRequest → Evidence → Answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from assistant.contracts.alert import Watch
from assistant.contracts.answer import AnswerColumn, Cell, Choice, WordReading
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Term


class User(Term):
    """Who asks. ``region_code`` bounds the rows seen (None = the whole province)."""

    name: str = "local"
    role: str = "manager"
    region_code: str | None = None


class Question(Term):
    """A question as typed; ``earlier``: those asked before it in its conversation, oldest first.

    ``narrative``: whether a few sentences of prose are wanted beside the answer.
    """

    text: str
    user: User = User()
    session_id: str | None = None
    earlier: tuple[str, ...] = ()
    profile: str | None = None
    narrative: bool = False


class Plan(Term):
    """A reading of the question.

    ``status`` ``ready`` carries queries; the others carry what to tell the asker. ``chart`` (bar,
    line, pie, table) and ``export`` (xlsx, docx, csv) are how the asker wants it shown, ``watch``
    a threshold to be told of. ``left_over``: parts of the message for tools that are not there,
    each with why.
    """

    status: Literal["ready", "clarify", "refused", "no_data"]
    query: MetricQuery | None = None
    reading: str = ""
    confidence: float = 0.0
    route: str = "parser"
    words: tuple[WordReading, ...] = ()
    unread: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    message: str = ""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    chart: str = ""
    export: str = ""
    watch: Watch | None = None
    llm_calls: int = 0
    left_over: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether words were left unread: what is ambiguous, refused or absent is not open."""
        return self.status == "clarify" and self.route == "parser" and bool(
            self.unread or self.query is not None or not self.choices)


class ToolRequest(Term):
    """A typed query on its way to the tool that runs it, with the rights it runs under."""

    query: MetricQuery
    user: User
    as_of: datetime


class ResultTable(Term):
    """Rows of one query with typed columns; numbers in base units (m3, fraction, day)."""

    columns: tuple[AnswerColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False


class Evidence(Term):
    """What the tools found, with its proof.

    Attributes:
        table: rows in base units, group keys first, then columns, then measures.
        key_count: how many leading columns identify a row.
        sql: the statement that ran, after the access policy.
        definitions: 口径 of each metric and state used.
        caveats: data-quality and incompleteness notes in Chinese.
        extra: further tables (parts of ``several``, the deciding rows of a yes/no …).
    """

    table: ResultTable
    key_count: int = 0
    sql: str = ""
    definitions: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    parts: tuple[Evidence, ...] = ()
    timings_ms: dict[str, float] = Field(default_factory=dict)
    data_version: str = ""
    notes: dict[str, Any] = Field(default_factory=dict)


Evidence.model_rebuild()
