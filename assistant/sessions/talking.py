"""A question within a conversation: answered, and kept with its answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from assistant.ask import Outcome
from assistant.contracts.answer import Answer
from assistant.contracts.errors import Cancelled, SourceUnavailable
from assistant.contracts.flow import Question
from assistant.contracts.session import SessionInfo, Turn

log = logging.getLogger("shuiwen")


class Asks(Protocol):
    """Answers a question, telling each stage as it begins."""

    def outcome(
        self, question: Question, *, answer_id: str | None, tell: Callable[[str], None]
    ) -> Outcome:
        """Return the answer and the error behind it."""


class Keeps(Protocol):
    """Keeps the turns of a conversation."""

    def open(self, user: str, session_id: str) -> SessionInfo:
        """Return the user's conversation, begun where there is none of that id."""

    def questions(self, user: str, session_id: str) -> tuple[str, ...]:
        """Return what was asked in a conversation, oldest first."""

    def add(self, user: str, session_id: str, question: str, answer: Answer) -> Turn:
        """Append a turn."""


class Talking:
    """Asks for a user and keeps what was said; an answer is given even where it cannot be kept."""

    def __init__(self, asks: Asks, keeps: Keeps) -> None:
        self._asks, self._keeps = asks, keeps

    def outcome(
        self, question: Question, *, answer_id: str | None = None,
        tell: Callable[[str], None] = lambda stage: None,
    ) -> Outcome:  # fmt: skip
        """Return the answer; with a session, it is kept as the next turn.

        Raises:
            NotFound: the session is another user's.
        """
        session = question.session_id
        if session is None:
            return self._asks.outcome(question, answer_id=answer_id, tell=tell)
        user, earlier = question.user.name, list[str]()

        def look() -> None:
            self._keeps.open(user, session)
            earlier.extend(self._keeps.questions(user, session))

        kept = self._try(look)
        asked = question.model_copy(update={"earlier": tuple(earlier)})
        outcome = self._asks.outcome(asked, answer_id=answer_id, tell=tell)
        if isinstance(outcome.error, Cancelled):
            return outcome  # taken back by the asker: it was never said
        kept = kept and self._try(lambda: self._keeps.add(
            user, session, question.text, outcome.answer))
        return outcome if kept else Outcome(_untold(outcome.answer), outcome.error)

    @staticmethod
    def _try(keep: Callable[[], object]) -> bool:
        try:
            keep()
        except SourceUnavailable as error:
            log.warning("a turn was not kept: %s", error)
            return False
        return True


def _untold(answer: Answer) -> Answer:
    told = "这一问没能存进会话（存储暂时不可用），答案不受影响。"
    return answer.model_copy(update={"caveats": (*answer.caveats, told)})
