"""The first page of a user, made of questions that the assistant answers."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

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


class _Map(Term):
    title: str
    query: MetricQuery


class _Book(Term):
    examples: dict[str, tuple[str, ...]]
    today: tuple[str, ...]
    map: _Map


class Line(Term):
    """One question about today with its answer's sentence."""

    question: str
    text: str


class Today(Term):
    """The state of things: a line each, and the stations on a map."""

    lines: tuple[Line, ...]
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

    def examples(self, user: User) -> tuple[str, ...]:
        """Return questions worth asking for the user's role."""
        held = start_book().examples
        return held.get(user.role, held[_USUAL])

    def today(self, user: User) -> Today:
        """Return the state of things for the user."""
        key = (self._assistant.data.version, user.role, user.region_code)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = Today(lines=tuple(self._lines(user)), map=self._map(user))
            with self._lock:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                self._kept[key] = found
        return found

    def _lines(self, user: User) -> list[Line]:
        told = []
        for question in start_book().today:
            answer = self._assistant.ask(Question(text=question, user=user))
            if answer.status == "answered":
                told.append(Line(question=question, text=answer.text))
        return told

    def _map(self, user: User) -> dict[str, Any] | None:
        book = start_book().map
        last = self._assistant.data.as_of.date().replace(day=1) - timedelta(days=1)
        month = Period(first=last.replace(day=1), last=last, label="上月")
        query = book.query.model_copy(update={
            "context": book.query.context.model_copy(update={"time": month})})
        plan = Plan(status="ready", query=query, reading=book.title, confidence=1.0, route="page")
        answer = self._assistant.answer_plan(Question(text=book.title, user=user), plan)
        return _figure(book.title, answer) if answer.status == "answered" else None


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
