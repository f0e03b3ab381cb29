"""The parser first; the language model only for what it leaves open."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from assistant.ask import Reads
from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.flow import Plan
from assistant.reading.conversing.follow_words import leaning_of

log = logging.getLogger("shuiwen")
_OWN = frozenset({"rewritten", "listed", "why", "looks", "stretched"})  # said of new questions too
_MOST_CHOICES = 4
_DOWN = "语言模型暂时不可用，以上是不用它的读法。"


class Planned:
    """Fills ``ask.Reads``.

    Args:
        parser: the deterministic reading, with its conversations.
        rewrite: plans a question with the language model; None for no help.
    """

    def __init__(self, parser: Reads, rewrite: Callable[[str], Plan | None]) -> None:
        self._parser, self._rewrite = parser, rewrite

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        """Return the parser's plan where it stands, else the better of the two.

        Args:
            question: as typed.
            earlier: the questions before it in its conversation, oldest first.
        """
        plan = self._parser.plan(question, earlier)
        if not plan.is_open or earlier and leaning_of(question).ways - _OWN:
            return plan
        try:
            planned = self._rewrite(question)
        except SourceUnavailable as error:
            log.warning("planned without the language model: %s", error)
            return plan.model_copy(update={"message": f"{plan.message}（{_DOWN}）"})
        if planned is None:
            return plan
        if planned.status == "ready":
            return planned
        return plan.model_copy(update={
            "choices": tuple(dict.fromkeys((*planned.choices, *plan.choices)))[:_MOST_CHOICES],
            "llm_calls": planned.llm_calls})
