"""All wordings of a case must get the same typed query, or the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assistant.contracts.answer import Answer
from assistant.contracts.flow import Question
from evals.case_files import MetricCase
from evals.robust.outcome import Outcome, Proof
from evals.run import same_answer

LEAST = 0.95


class Asks(Protocol):
    """The assistant, as far as wordings need it."""

    def ask(self, question: Question) -> Answer:
        """Answer a question as typed."""


def wording_proof(cases: tuple[MetricCase, ...], assistant: Asks) -> Proof:
    """Return, for each case with paraphrases, whether every wording gets what its own gets."""
    outcomes = [_case(case, lambda text: assistant.ask(Question(text=text)))
                for case in cases if case.paraphrases]
    return Proof("同一题的各种说法，结果必须相同", tuple(outcomes), LEAST)


def _case(case: MetricCase, ask: Callable[[str], Answer]) -> Outcome:
    own = ask(case.question)
    strayed = [(text, answer) for text in case.paraphrases
               if not _agree(own, answer := ask(text))]
    return Outcome(
        id=case.id, kind=case.area, question=case.question,
        altered="；".join(text for text, _ in strayed),
        changed=f"{len(strayed)} 种说法不同", ok=not strayed,
        told=f"[{own.status}] {own.reading}｜" + "；".join(
            f"[{answer.status}] {answer.reading or answer.text[:60]}" for _, answer in strayed),
    )  # fmt: skip


def _agree(one: Answer, other: Answer) -> bool:
    typed = one.metric_query is not None and one.metric_query == other.metric_query
    return typed and one.status == other.status or same_answer(one, other)
