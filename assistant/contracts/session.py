"""Conversations as they are kept: a session, its turns, and what people thought of an answer."""

from __future__ import annotations

from datetime import datetime

from assistant.contracts.answer import Answer
from assistant.contracts.time import Term


class SessionInfo(Term):
    """One conversation of one user. Times are Asia/Shanghai.

    ``title`` is the first question until the user gives another name.
    """

    session_id: str
    title: str
    created_at: datetime
    updated_at: datetime
    turns: int = 0


class Turn(Term):
    """A question and its answer; ``number`` counts from 1 within the session."""

    number: int
    question: str
    answer: Answer
    asked_at: datetime


class Session(Term):
    """A whole conversation, oldest turn first."""

    info: SessionInfo
    turns: tuple[Turn, ...] = ()


class Feedback(Term):
    """What a user thought of an answer."""

    answer_id: str
    liked: bool
    reason: str = ""
    given_at: datetime
