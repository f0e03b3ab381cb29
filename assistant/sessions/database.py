"""Opens the application state, in SQLite or any database that SQLAlchemy speaks to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.contracts.errors import ConfigMissing, SourceUnavailable
from assistant.sessions.tables import STATE

_BUSY_MS = 10_000


class StateDatabase:
    """Transactions over the application state; opened at the first use, shared by threads.

    Args:
        url: SQLAlchemy address, for example ``sqlite:////home/state.db``.
    """

    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url)
        except ArgumentError as error:
            raise ConfigMissing(
                "SHUIWEN_STATE_URL 不是数据库地址，例如 postgresql+psycopg://用户:口令@主机/库。",
                detail=str(error),
            ) from error
        self._engine: Engine | None = None
        self._opening = Lock()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Yield a connection in one transaction: all of it is kept, or nothing.

        Raises:
            SourceUnavailable: the database cannot be reached, or the disk is full.
        """
        try:
            with self._open().begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise SourceUnavailable(
                "会话存不下或取不出：数据库暂时不可用，或磁盘已满。请稍后再试。", detail=str(error)
            ) from error

    def close(self) -> None:
        """Give all connections back."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _open(self) -> Engine:
        with self._opening:  # a first page asks for several things at once: the tables once
            if self._engine is None:
                self._engine = _opened(self._url)
            return self._engine


def _opened(url: URL) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _sqlite_manners)
    STATE.create_all(engine)
    return engine


def _sqlite_manners(connection: Any, _record: Any) -> None:
    """Readers do not wait for the writer, writers wait for each other, references hold."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
