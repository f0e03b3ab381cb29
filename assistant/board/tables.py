"""The tables of boards and notices, beside those of the conversations."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, String, Table, Text

from assistant.sessions.tables import STATE

PINS = Table(
    "pin", STATE,
    Column("pin_id", String(64), primary_key=True),
    Column("user_name", String(128), nullable=False),
    Column("pin", JSON, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("due_at", DateTime),
    Index("pin_of_user", "user_name", "created_at"),
    Index("pin_due", "due_at"),
)  # fmt: skip

NOTICES = Table(
    "notice", STATE,
    Column("notice_id", String(64), primary_key=True),
    Column("user_name", String(128), nullable=False),
    Column("pin_id", ForeignKey("pin.pin_id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("raised_at", DateTime, nullable=False),
    Column("seen", Boolean, nullable=False, default=False),
    Index("notice_of_user", "user_name", "seen", "raised_at"),
)  # fmt: skip
