"""The tables of the application state: conversations, turns and feedback."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

STATE = MetaData()

SESSIONS = Table(
    "session", STATE,
    Column("session_id", String(64), primary_key=True),
    Column("user_name", String(128), nullable=False),
    Column("title", String(256), nullable=False),
    Column("named", Boolean, nullable=False, default=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    Index("session_of_user", "user_name", "updated_at"),
)  # fmt: skip

TURNS = Table(
    "turn", STATE,
    Column("session_id", ForeignKey("session.session_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer_id", String(64), nullable=False, unique=True),
    Column("answer", JSON, nullable=False),
    Column("asked_at", DateTime, nullable=False),
)  # fmt: skip

FEEDBACK = Table(
    "feedback", STATE,
    Column("answer_id", ForeignKey("turn.answer_id", ondelete="CASCADE"), primary_key=True),
    Column("user_name", String(128), primary_key=True),
    Column("liked", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("given_at", DateTime, nullable=False),
)  # fmt: skip
