"""Keeps pins and notices; each belongs to one user."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.board.tables import NOTICES, PINS
from assistant.contracts.board import Notice, Pin
from assistant.contracts.errors import BadInput, NotFound
from assistant.contracts.ports import Clock
from assistant.sessions.database import StateDatabase

_EVERY = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_MOST_PINS = 60


class BoardStore:
    """Boards of all users.

    Args:
        database: where they are kept.
        clock: tells the time (Asia/Shanghai).
        new_id: gives a new id.
    """

    def __init__(self, database: StateDatabase, clock: Clock, new_id: Callable[[], str]) -> None:
        self._database, self._clock, self._new_id = database, clock, new_id

    def new(self, **fields: Any) -> Pin:
        """Return a pin with an id and the time; nothing is kept yet."""
        return Pin(pin_id=self._new_id(), created_at=self._clock.now(), **fields)

    def add(self, user: str, pin: Pin) -> Pin:
        """Put a pin on the user's board.

        Raises:
            BadInput: the board is full.
        """
        with self._database.begin() as con:
            held = con.execute(select(func.count()).select_from(PINS)
                               .where(PINS.c.user_name == user)).scalar() or 0
            if held >= _MOST_PINS:
                raise BadInput(f"看板最多放 {_MOST_PINS} 个，请先移走不用的。")
            con.execute(insert(PINS).values(
                pin_id=pin.pin_id, user_name=user, pin=pin.model_dump(mode="json"),
                created_at=pin.created_at, due_at=_due(pin)))
        return pin

    def list(self, user: str) -> tuple[Pin, ...]:
        """Return the user's board, in the order it was filled."""
        query = (select(PINS.c.pin).where(PINS.c.user_name == user)
                 .order_by(PINS.c.created_at, PINS.c.pin_id))
        with self._database.begin() as con:
            return tuple(Pin.model_validate(row.pin) for row in con.execute(query))

    def get(self, user: str, pin_id: str) -> Pin:
        """Return one pin.

        Raises:
            NotFound: the user has no such pin.
        """
        with self._database.begin() as con:
            return _owned(con, user, pin_id)

    def put(self, user: str, pin: Pin) -> Pin:
        """Keep a pin as it is now.

        Raises:
            NotFound: the user has no such pin.
        """
        with self._database.begin() as con:
            _owned(con, user, pin.pin_id)
            con.execute(update(PINS).where(PINS.c.pin_id == pin.pin_id).values(
                pin=pin.model_dump(mode="json"), due_at=_due(pin)))
        return pin

    def remove(self, user: str, pin_id: str) -> None:
        """Take a pin off the board, with its notices.

        Raises:
            NotFound: the user has no such pin.
        """
        with self._database.begin() as con:
            _owned(con, user, pin_id)
            con.execute(delete(PINS).where(PINS.c.pin_id == pin_id))

    def due(self) -> tuple[tuple[str, Pin], ...]:
        """Return (user, pin) of every pin whose time to be run again has come."""
        query = (select(PINS.c.user_name, PINS.c.pin)
                 .where(PINS.c.due_at <= self._clock.now()).order_by(PINS.c.due_at))
        with self._database.begin() as con:
            return tuple((r.user_name, Pin.model_validate(r.pin)) for r in con.execute(query))

    def notify(self, user: str, pin: Pin, text: str) -> Notice:
        """Raise a notice of a pin."""
        notice = Notice(notice_id=self._new_id(), pin_id=pin.pin_id, text=text,
                        raised_at=self._clock.now())
        with self._database.begin() as con:
            con.execute(insert(NOTICES).values(**notice.model_dump(), user_name=user))
        return notice

    def notices(self, user: str, *, unseen: bool = False, limit: int = 100) -> tuple[Notice, ...]:
        """Return the user's notices, the latest first."""
        query = select(NOTICES).where(NOTICES.c.user_name == user)
        if unseen:
            query = query.where(NOTICES.c.seen.is_(False))
        query = query.order_by(NOTICES.c.raised_at.desc(), NOTICES.c.notice_id).limit(limit)
        with self._database.begin() as con:
            return tuple(
                Notice(notice_id=r.notice_id, pin_id=r.pin_id, text=r.text,
                       raised_at=r.raised_at, seen=r.seen)
                for r in con.execute(query))

    def see(self, user: str) -> None:
        """Mark all of the user's notices as seen."""
        with self._database.begin() as con:
            con.execute(update(NOTICES).where(NOTICES.c.user_name == user).values(seen=True))


def _owned(con: Connection, user: str, pin_id: str) -> Pin:
    row = con.execute(select(PINS.c.pin).where(
        PINS.c.pin_id == pin_id, PINS.c.user_name == user)).first()
    if row is None:
        raise NotFound(f"看板上没有编号为 {pin_id} 的内容。")
    return Pin.model_validate(row.pin)


def _due(pin: Pin) -> datetime | None:
    if pin.every == "never":
        return None
    return (pin.refreshed_at or pin.created_at) + _EVERY[pin.every]
