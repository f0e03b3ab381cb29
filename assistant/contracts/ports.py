"""Seams: small Protocols that stores, clocks and models fill; wired in ``assistant/wiring.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from assistant.contracts.flow import ResultTable, User
from assistant.contracts.language import Message, Reply, Wanted
from assistant.contracts.time import Term


class Clock(Protocol):
    """Tells the time (Asia/Shanghai); injected everywhere."""

    def now(self) -> datetime:
        """Return the current time."""


class Embedder(Protocol):
    """Turns short texts into unit vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector a text."""


class NamedRow(Term):
    """One object that can be named in a question: a region, basin, station or holder.

    ``parent`` is the key of the row above it (county → city), ``path`` the attribute path that a
    condition on it uses (``county``, ``holder`` …), ``group`` a name it shares with its like (the
    river system of a basin).
    """

    entity: str
    key: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    group: str | None = None


class Catalog(Protocol):
    """Lists the named rows of an entity; read from the warehouse, given to the linker."""

    def named_rows(self, entities: Iterable[str]) -> tuple[NamedRow, ...]:
        """Return the named rows of the given entities."""


class Warehouse(Protocol):
    """Read-only access to the data layer: one SELECT at a time, rights already in the statement."""

    @property
    def as_of(self) -> datetime:
        """The data's as-of time from the manifest."""

    @property
    def data_version(self) -> str:
        """Changes whenever the data change; part of the cache key."""

    def run(self, sql: str, *, time_limit_s: float = 10.0, row_limit: int = 10_000) -> ResultTable:
        """Run one SELECT.

        Raises:
            LimitReached: time, rows or memory ran out.
            SourceUnavailable: the database cannot be opened.
        """


class AccessPolicy(Protocol):
    """Decides once, in code, what a user may read; default deny."""

    def row_filter(self, user: User, table: str) -> Any:
        """Return a sqlglot condition over ``table``'s columns, or None for all rows.

        Raises:
            NotPermitted: the user may not read the table at all.
        """

    def masked_columns(self, user: User, table: str) -> frozenset[str]:
        """Return the columns shown as masked to this user."""

    def may_ask_freely(self, user: User) -> bool:
        """Whether the user may be answered by a query that a language model wrote."""


class LanguageModel(Protocol):
    """A text model behind an OpenAI-like interface, in this process's reach or far away."""

    @property
    def name(self) -> str:
        """Name of the model, for the answer's proof and for people."""

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        """Return the model's reply.

        Raises:
            SourceUnavailable: the model cannot be reached, is overloaded or timed out.
        """

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        """Yield the reply piece by piece.

        Raises:
            SourceUnavailable: as for ``complete``; also after some pieces have come.
        """


class Transcriber(Protocol):
    """Turns speech into text."""

    def transcribe(self, audio: bytes, kind: str) -> str:
        """Return what is said in a recording of a media type.

        Raises:
            BadInput: it is no recording, or of a form that is not taken.
            SourceUnavailable: the service cannot be reached.
        """
