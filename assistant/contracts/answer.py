"""The answer envelope: what every question gets back, whoever asked and however it was planned."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assistant.contracts.alert import Alert
from assistant.contracts.time import Term

Status = Literal["answered", "clarify", "no_data", "refused", "not_permitted", "failed"]
Cell = bool | int | float | str | None


class WordReading(Term):
    """What one stretch of the question became, in Chinese, for the user to check."""

    text: str
    became: str


class AnswerColumn(Term):
    """A result column; numbers in ``rows`` are plain and in ``unit``."""

    name: str
    label: str
    unit: str = ""
    type: Literal["text", "number", "date", "datetime", "bool"] = "text"


class Citation(Term):
    """An article or definition that backs the answer."""

    doc_id: str
    title: str
    article: str = ""
    effective_from: str | None = None
    effective_to: str | None = None
    quote: str = ""
    score: float | None = None


class Choice(Term):
    """One way to read an unclear question; ``question`` is what to ask instead, whole."""

    label: str
    question: str


class Answer(Term):
    """See DESIGN §4. Text is Markdown in Chinese; ``metric_query`` is the typed query as JSON.

    ``export``: the asker wants it as a file of that form (xlsx, docx, csv); ``alert``: the
    threshold the asker wants to be told of, once the answer is pinned. ``narrative``: prose by the
    language model, every figure, date and name in it borne out by the rows; empty unless asked for.
    """

    status: Status
    text: str
    reading: str = ""
    words: tuple[WordReading, ...] = ()
    route: str = ""
    confidence: float = 0.0
    verified: bool = False
    metric_query: dict[str, Any] | None = None
    sql: str | None = None
    columns: tuple[AnswerColumn, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    as_of: str | None = None
    chart: dict[str, Any] | None = None
    citations: tuple[Citation, ...] = ()
    graph: dict[str, Any] | None = None
    definitions: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    timings_ms: dict[str, float] = Field(default_factory=dict)
    llm_calls: int = 0
    narrative: str = ""
    answer_id: str = ""
    parts: tuple[Answer, ...] = ()
    generated_data: bool = False
    export: str = ""
    alert: Alert | None = None


Answer.model_rebuild()
