"""The first page of a user, made of questions that the assistant answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import yaml

from assistant.ask import Assistant
from assistant.contracts.answer import Answer
from assistant.contracts.flow import Plan, Question, User
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period, Term
from tools.charts.points import points

_FILE = Path(__file__).with_name("start.yaml")
_USUAL = "manager"
_KEPT = 64
T = TypeVar("T")


class _Map(Term):
    title: str
    query: MetricQuery


class _Asked(Term):
    ask: str
    name: str
    more: str
    above: float | None = None
    below: float | None = None

    def warns(self, value: float) -> bool:
        """Whether a figure is one to look at."""
        return (self.above is not None and value > self.above) or (
            self.below is not None and value < self.below)


class _Book(Term):
    lead: dict[str, str]
    examples: dict[str, tuple[str, ...]]
    today: dict[str, tuple[_Asked, ...]]
    map: _Map


class Tile(Term):
    """One figure of today: what it is, the sentence it is from, and the question for more."""

    name: str
    value: float
    unit: str
    warns: bool
    question: str
    text: str


class Today(Term):
    """The state of things: a tile a figure, and the stations on a map."""

    tiles: tuple[Tile, ...]
    map: dict[str, Any] | None = None


@lru_cache(maxsize=1)
def start_book() -> _Book:
    """Return the file."""
    return _Book.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


class StartPage:
    """First pages; what is the same for all of one role and region is kept until the data change.

    Args:
        assistant: answers what the page is made of, under the user's rights.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._kept: dict[tuple[str, str, str | None], Today] = {}
        self._lock = Lock()

    def lead(self, user: User) -> str:
        """Return what the page is good for, to the user's role."""
        return _of_role(start_book().lead, user)

    def examples(self, user: User) -> tuple[str, ...]:
        """Return questions worth asking for the user's role."""
        return _of_role(start_book().examples, user)

    def today(self, user: User) -> Today:
        """Return the state of things for the user."""
        key = (self._assistant.data.version, user.role, user.region_code)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = Today(tiles=tuple(self._tiles(user)), map=self._map(user))
            with self._lock:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                self._kept[key] = found
        return found

    def _tiles(self, user: User) -> Iterator[Tile]:
        for asked in _of_role(start_book().today, user):
            answer = self._assistant.ask(Question(text=asked.ask, user=user))
            if answer.status != "answered" or len(answer.rows) != 1:
                continue
            figures = [(column, value)
                       for column, value in zip(answer.columns, answer.rows[0], strict=True)
                       if column.type == "number" and isinstance(value, int | float)]
            for column, value in figures:
                name = asked.name + (column.label if len(figures) > 1 else "")
                yield Tile(name=name, value=value, unit=column.unit,
                           warns=asked.warns(value), question=asked.more, text=answer.text)

    def _map(self, user: User) -> dict[str, Any] | None:
        book = start_book().map
        last = self._assistant.data.as_of.date().replace(day=1) - timedelta(days=1)
        month = Period(first=last.replace(day=1), last=last, label="上月")
        query = book.query.model_copy(update={
            "context": book.query.context.model_copy(update={"time": month})})
        plan = Plan(status="ready", query=query, reading=book.title, confidence=1.0, route="page")
        answer = self._assistant.answer_plan(Question(text=book.title, user=user), plan)
        return _figure(book.title, answer) if answer.status == "answered" else None


def _of_role(held: Mapping[str, T], user: User) -> T:
    return held.get(user.role, held[_USUAL])


def _figure(title: str, answer: Answer) -> dict[str, Any] | None:
    """Each station by the worst of its rates."""
    at = {column.name: place for place, column in enumerate(answer.columns)}
    rates = [place for place, column in enumerate(answer.columns) if column.unit == "%"]
    rows = [row for row in answer.rows
            if None not in (row[at["longitude"]], row[at["latitude"]])
            and any(row[place] is not None for place in rates)]
    if not rows:
        return None
    worst = [min(v for place in rates if isinstance(v := row[place], int | float)) for row in rows]
    east, north = ([float(str(row[at[name]])) for row in rows]
                   for name in ("longitude", "latitude"))
    return points(title, [str(row[at["name"]]) for row in rows], east, north, worst, "%")
