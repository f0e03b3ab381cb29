"""Pinned answers that stay live, the thresholds that watch them, and the notices these raise."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from assistant.contracts.alert import Alert
from assistant.contracts.answer import Answer
from assistant.contracts.time import Term

Every = Literal["never", "hour", "day", "week"]
class Pin(Term):
    """An answer on a user's board: its typed query, run again on a schedule.

    Attributes:
        query: the typed query as plain values (``contracts.plain``).
        reading: the question restated, in one sentence.
        chart: the kind of chart chosen for it; empty = the answer's own.
        every: how often it is run again.
        alert: raises a notice when it holds for a row.
        tripped: whether the alert held when it was last run.
        answer: what it last gave, with its as-of.
    """

    pin_id: str
    title: str
    question: str
    query: dict[str, Any]
    reading: str = ""
    chart: str = ""
    every: Every = "day"
    alert: Alert | None = None
    tripped: bool = False
    created_at: datetime
    refreshed_at: datetime | None = None
    answer: Answer | None = None


class Notice(Term):
    """What a tripped alert tells its owner."""

    notice_id: str
    pin_id: str
    text: str
    raised_at: datetime
    seen: bool = False
