"""Wordings by restatement: what a question means, said once in plain words, and ways to ask it.

Each line of a file is one restatement with its wordings. The gold of a wording is the answer to
the restatement itself, which is read back exactly or refused as malformed; so a case needs no SQL,
and says nothing about the compiler, only about the reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Protocol

from pydantic import Field, ValidationError

from assistant.contracts.answer import Answer
from assistant.contracts.errors import BadInput
from assistant.contracts.flow import Question
from assistant.contracts.time import Term
from evals.judge import judge
from evals.parts import GoldPart
from evals.result import CaseResult
from evals.tables import answer_table


class Wordings(Term):
    """One restatement and the ways it may be asked.

    Attributes:
        id: file and line.
        says: the restatement.
        asks: wordings that mean just that.
    """

    id: str = ""
    says: str = Field(min_length=1)
    asks: tuple[str, ...] = Field(min_length=1)


class Asks(Protocol):
    """Who is asked."""

    def ask(self, question: Question) -> Answer:
        """Answer a question as typed."""


def load_wordings(folder: Path) -> tuple[Wordings, ...]:
    """Return the restatements of a folder's files, in file order.

    Raises:
        BadInput: a line is malformed, or a wording is given twice.
    """
    found: list[Wordings] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                one = Wordings.model_validate({**json.loads(line), "id": f"{path.stem}-{n:03d}"})
            except (ValidationError, ValueError, TypeError) as error:
                raise BadInput(f"{path.name} 第 {n} 行写得不对：{error}") from error
            twice = next((text for text in one.asks if text in seen), None)
            if twice is not None:
                raise BadInput(f"{path.name} 第 {n} 行的问法重复：{twice}")
            seen.update(one.asks)
            found.append(one)
    return tuple(found)


def ask_wordings(case: Wordings, first: int, assistant: Asks) -> Iterator[CaseResult]:
    """Yield the result of each wording.

    Args:
        case: the restatement and its wordings.
        first: the number of its first wording in the suite.
        assistant: who answers.

    Raises:
        BadInput: the restatement is not read back as it stands.
    """
    gold = assistant.ask(Question(text=case.says))
    if gold.reading != case.says:
        raise BadInput(f"{case.id} 的复述读不回来：{case.says}")
    golds = tuple(GoldPart((answer_table(one),)) for one in gold.parts or (gold,))
    for n, text in enumerate(case.asks):
        start = perf_counter()
        answer = assistant.ask(Question(text=text))
        spent = (perf_counter() - start) * 1000
        same = answer.reading == case.says
        yield CaseResult(
            id=f"{case.id}~{n}" if n else case.id, question=text,
            area=case.id.rpartition("-")[0], ops=(),
            verdict="right" if same else judge(answer, (gold.status,), golds),
            status=answer.status, reading=answer.reading, got=answer.text[:160],
            want=case.says, milliseconds=spent, llm_calls=answer.llm_calls, source_line=first + n,
        )  # fmt: skip
