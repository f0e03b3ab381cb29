"""The model says a question in the words of the data; the parser reads that, and checks it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period
from assistant.planner.agreement import objections
from assistant.planner.codes import Coded, coded, decoded
from assistant.planner.telling import Tells
from assistant.reading.explained import Explained
from assistant.reading.nodes import Token
from assistant.reading.one_form import bare_form

log = logging.getLogger("shuiwen")
ROUTE = "llm"
_CONFIDENCE = 0.7


class Parser(Protocol):
    """What the planner needs of the deterministic reader."""

    def read(self, question: str) -> Plan:
        """Return the plan of a text."""

    def freely(self, question: str) -> Explained:
        """Return how a question is heard, word by word."""

    def unsaid(self, tokens: Sequence[Token], query: MetricQuery) -> Sequence[str]:
        """Return what of a question a query leaves out or cannot be, told in Chinese."""


@dataclass(frozen=True, slots=True)
class _Vote:
    text: str
    plan: Plan
    against: tuple[str, ...]


Objections = Callable[
    [Coded, Sequence[Token], str, Plan, Callable[[Sequence[Token], MetricQuery], Sequence[str]]],
    tuple[str, ...]]


class Rewriter:
    """Plans what the parser leaves open.

    Args:
        tells: has the model say a question in the words of the data.
        parser: reads questions and rewritings.
        period: words a period as restatements do.
        votes: how often the model is asked; the first reading stands when another one agrees.
        answers: whether such a reading is answered at once; else it is offered, to be confirmed.
        against: tells what speaks against a reading.
    """

    def __init__(
        self, tells: Tells, parser: Parser, period: Callable[[Period], str], *,
        votes: int = 2, answers: bool = False, against: Objections = objections,
    ) -> None:  # fmt: skip
        self._tells, self._parser, self._period = tells, parser, period
        self._votes, self._answers, self._against = votes, answers, against

    def __call__(self, question: str) -> Plan | None:
        """Return a plan, a question back with what was likely meant, or None for no help.

        Raises:
            SourceUnavailable: the model does not answer.
        """
        heard = self._parser.freely(question)
        asked = coded(heard.tokens, self._period)
        votes = [self._vote(heard, asked, 0)]
        if votes[0].against == () and self._answers:
            votes += [self._vote(heard, asked, n) for n in range(1, self._votes)]
        return _counted(votes, answers=self._answers)

    def _vote(self, heard: Explained, asked: Coded, n: int) -> _Vote:
        reply = self._tells(heard, asked, n)
        plan = self._read(decoded(reply, asked.codes))
        against = self._against(asked, heard.tokens, reply, plan, self._parser.unsaid)
        return _Vote(reply, plan, against)

    def _read(self, text: str) -> Plan:
        """Read what a model wrote; what it may write must not fail the question itself."""
        try:
            return self._parser.read(text)
        except Exception:
            log.exception("a rewriting that cannot be read: %s", text)
            return Plan(status="clarify")


def _counted(votes: Sequence[_Vote], *, answers: bool) -> Plan | None:
    """The reading most votes give, if it is the first one's and not alone; else a question back."""
    first, calls = votes[0], len(votes)
    if first.plan.status != "ready" or first.plan.query is None:
        return None
    forms = Counter(str(bare_form(v.plan.query)) for v in votes
                    if v.against == () and v.plan.query is not None)
    same = forms[str(bare_form(first.plan.query))]
    if answers and first.against == () and same * 2 > calls:
        told = f"由语言模型改写后读懂：{first.plan.reading}"
        return first.plan.model_copy(update={
            "route": ROUTE, "confidence": _CONFIDENCE, "llm_calls": calls,
            "assumptions": (*first.plan.assumptions, told)})
    offers = {v.plan.reading: Choice(label=v.plan.reading, question=v.plan.reading)
              for v in votes if v.plan.status == "ready" and v.plan.reading}
    return Plan(
        status="clarify", route=ROUTE, confidence=0.3, llm_calls=calls,
        message="这句话没有完全读懂，问的是不是下面这个？", choices=tuple(offers.values()))
