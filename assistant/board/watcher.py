"""Runs pins again and raises a notice when a threshold is crossed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from pydantic import ValidationError

from assistant.board.alerts import check_alert, tripped
from assistant.board.store import BoardStore
from assistant.contracts.alert import Alert
from assistant.contracts.answer import Answer
from assistant.contracts.board import Every, Notice, Pin
from assistant.contracts.errors import AssistantError, BadInput
from assistant.contracts.flow import Plan, Question, User
from assistant.contracts.ports import Clock
from assistant.contracts.query import MetricQuery
from assistant.contracts.session import Turn
from assistant.contracts.work import work_now

log = logging.getLogger("shuiwen")


class Answers(Protocol):
    """Answers a plan made before: run and write, without reading."""

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        """Return the answer."""


class Watcher:
    """Pins answers and keeps them live.

    Args:
        board: where pins and notices are kept.
        answers: runs their queries, under the rights their owner has now.
        clock: tells the time (Asia/Shanghai).
        user_of: the user of a name, with today's rights.
        send: tells a notice to the world outside (a webhook); may fail without harm.
    """

    def __init__(
        self, board: BoardStore, answers: Answers, clock: Clock,
        user_of: Callable[[str], User], send: Callable[[str, Notice], None],
    ) -> None:  # fmt: skip
        self._board, self._answers, self._clock = board, answers, clock
        self._user_of, self._send = user_of, send

    def pin(
        self, user: User, turn: Turn, *, title: str = "", every: Every = "day",
        alert: Alert | None = None, chart: str = "",
    ) -> Pin:  # fmt: skip
        """Put an answer on its user's board.

        Raises:
            BadInput: the answer has no typed query, or no such column to watch.
        """
        answer = turn.answer
        if answer.metric_query is None or answer.status != "answered":
            raise BadInput("只有查到数的答案能放上看板。")
        if alert is not None:
            check_alert(alert, answer)
        pin = self._board.new(
            title=title.strip() or turn.question, question=turn.question,
            query=answer.metric_query, reading=answer.reading, chart=chart, every=every,
            alert=alert, answer=answer, refreshed_at=turn.asked_at,
        )  # fmt: skip
        return self._checked(user.name, self._board.add(user.name, pin), answer)

    def refresh(self, user: User, pin: Pin) -> Pin:
        """Run a pin again; where it cannot be answered now, the last answer stays.

        Raises:
            Cancelled: the asker does not wait any more.
            NotFound: the user has no such pin.
        """
        try:
            query = MetricQuery.model_validate(pin.query)
        except ValidationError as error:
            log.warning("pin %s is of another version: %s", pin.pin_id, error)
            return self._board.put(user.name, pin.model_copy(update={"every": "never"}))
        plan = Plan(status="ready", query=query, reading=pin.reading, confidence=1.0,
                    route="pinned")
        answer = self._answers.answer_plan(Question(text=pin.question, user=user), plan)
        work_now().check()  # what was broken off tells nothing
        fresh = pin.model_copy(update={"refreshed_at": self._clock.now()})
        if answer.status == "failed":
            return self._board.put(user.name, fresh)
        return self._checked(user.name, fresh.model_copy(update={"answer": answer}), answer)

    def run_due(self) -> int:
        """Run every pin whose time has come; return how many. One that fails stops no other."""
        done = 0
        for name, pin in self._board.due():
            try:
                self.refresh(self._user_of(name), pin)
                done += 1
            except AssistantError as error:
                log.warning("pin %s was not run: %s", pin.pin_id, error)
        return done

    def _checked(self, user: str, pin: Pin, answer: Answer) -> Pin:
        """A notice is raised when the threshold is crossed, not each time it is found crossed."""
        told = tripped(pin.alert, answer) if pin.alert is not None else ""
        kept = self._board.put(user, pin.model_copy(update={"tripped": bool(told)}))
        if told and not pin.tripped:
            notice = self._board.notify(
                user, pin, f"{pin.title}：{told}（数据截至 {answer.as_of}）。")
            self._send(user, notice)
        return kept
