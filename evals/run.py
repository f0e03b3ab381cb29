"""Runs a suite: asks every question, compares with gold, collects the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Protocol

from assistant.ask import DataFacts
from assistant.contracts.answer import Answer
from assistant.contracts.errors import BadInput
from assistant.contracts.flow import Plan, Question
from evals.case_files import (
    CASES,
    MetricCase,
    QueryCase,
    load_hard_cases,
    load_manager_cases,
    load_metric_cases,
    load_query_cases,
    load_thresholds,
)
from evals.gold import GoldDatabase
from evals.judge import Verdict, judge
from evals.match import holds
from evals.parts import GoldPart
from evals.result import CaseResult, SuiteResult
from evals.shapes import chosen
from evals.shown_as import shown_as_asked
from evals.tables import answer_table
from evals.thread_files import load_thread_cases
from evals.wording_files import ask_wordings, load_wordings

SUITES = ("metric", "query", "manager", "thread", "thread_users", "wording", "wording_held",
          "hard", "hard_wording")
_OF_WORDINGS = frozenset({"wording", "wording_held", "hard_wording"})
_SHORT = 160


class Answers(Protocol):
    """The assistant, as far as a suite needs it."""

    @property
    def data(self) -> DataFacts:
        """What is loaded."""

    def ask(self, question: Question) -> Answer:
        """Answer a question as typed."""

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        """Answer a plan made by hand: run and write, without reading."""


def run_suite(
    suite: str,
    assistant: Answers,
    db: Path,
    *,
    only: str = "",
    cases: Sequence[MetricCase | QueryCase] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SuiteResult:
    """Return the results of a suite.

    Args:
        suite: ``metric`` (questions are read), ``query`` (typed queries written by hand),
            ``manager`` (the users' questions, by line), ``thread`` (turns of conversations),
            ``thread_users`` (those of the users' own conversations), ``wording`` (ways to ask
            what a restatement says), ``wording_held`` (those that are only ever scored),
            ``hard_wording`` (those of them that the parser alone gets wrong or leaves open) or
            ``hard`` (the users' questions that it gets wrong or leaves open).
        assistant: who answers.
        db: warehouse file the gold statements run on; the same the assistant reads.
        only: keep cases whose id contains this text.
        cases: instead of the suite's own files.
        progress: called with (done, all) after each case.

    Raises:
        BadInput: there is no such suite, a case file is malformed, or a gold does not run.
    """
    if suite not in SUITES:
        raise BadInput(f"没有评测集 {suite}，现有：{'、'.join(SUITES)}。")
    if suite in _OF_WORDINGS:
        return _run_wordings(suite, assistant, only)
    if cases is None:
        cases = _cases(suite)
    chosen = [case for case in cases if only in case.id]
    results: list[CaseResult] = []
    with GoldDatabase(db, assistant.data.as_of) as gold:
        for n, case in enumerate(chosen, 1):
            golds = gold.parts(case.parts)
            if isinstance(case, QueryCase):
                results.append(_run_query(case, golds, assistant))
            else:
                also = gold.parts(case.also)
                results.extend(_run_question(case, golds, also, assistant))
            if progress is not None:
                progress(n, len(chosen))
    return SuiteResult(suite, tuple(results), load_thresholds(suite))


def _run_wordings(suite: str, assistant: Answers, only: str) -> SuiteResult:
    results: list[CaseResult] = []
    for case in load_wordings(CASES / suite):
        if only in case.id:
            results.extend(ask_wordings(case, len(results) + 1, assistant))
    return SuiteResult(suite, tuple(results), load_thresholds(suite))


def _cases(suite: str) -> Sequence[MetricCase | QueryCase]:
    if suite == "query":
        return load_query_cases()
    if suite in {"thread", "thread_users"}:
        return load_thread_cases(CASES / suite)
    if suite == "hard":
        return load_hard_cases()
    return load_metric_cases() if suite == "metric" else load_manager_cases()


def _run_query(case: QueryCase, golds: tuple[GoldPart, ...], assistant: Answers) -> CaseResult:
    plan = Plan(
        status="ready", query=case.query, reading=case.question, confidence=1.0, route="by_hand"
    )
    start = perf_counter()
    answer = assistant.answer_plan(Question(text=case.question), plan)
    spent = (perf_counter() - start) * 1000
    return CaseResult(
        id=case.id, question=case.question, area=case.area, ops=case.ops,
        verdict=judge(answer, ("answered",), golds), status=answer.status,
        reading=answer.reading, got=short_answer(answer), want=short_gold(golds),
        milliseconds=spent, llm_calls=answer.llm_calls,
    )  # fmt: skip


def _run_question(
    case: MetricCase, golds: tuple[GoldPart, ...], also: tuple[GoldPart, ...], assistant: Answers
) -> Iterator[CaseResult]:
    """The case's own wording, then its paraphrases."""
    own: Answer | None = None
    for n, text in enumerate((case.question, *case.paraphrases)):
        start = perf_counter()
        answer = assistant.ask(Question(text=text, earlier=case.earlier))
        spent = (perf_counter() - start) * 1000
        yield CaseResult(
            id=case.id if n == 0 else f"{case.id}~{n}", question=text, area=case.area,
            ops=case.ops, verdict=_verdict(answer, case, golds, also),
            status=answer.status, reading=answer.reading, got=short_answer(answer),
            want=short_gold(golds) if golds else "、".join(case.expected),
            milliseconds=spent, llm_calls=answer.llm_calls,
            paraphrase_of=case.id if n else None,
            agrees=same_answer(own, answer) if own is not None else None,
            source_line=case.source_line,
        )  # fmt: skip
        own = own or answer


def _verdict(
    answer: Answer, case: MetricCase, golds: tuple[GoldPart, ...], also: tuple[GoldPart, ...]
) -> Verdict:
    """The verdict by the gold, or by the other fair reading where that one is met."""
    verdict = judge(answer, case.expected, golds)
    if verdict == "wrong" and also:
        verdict = judge(answer, case.expected, also)
    if verdict == "right" and not shown_as_asked(answer, case.chart, case.export):
        return "wrong"
    return verdict


def same_answer(one: Answer, two: Answer) -> bool:
    """Return whether two answers say the same: status, and rows whatever the columns' order."""
    if one.status != two.status:
        return False
    if len(one.parts) != len(two.parts):
        return False
    if not all(same_answer(a, b) for a, b in zip(one.parts, two.parts, strict=True)):
        return False
    a, b = answer_table(one), answer_table(two)
    # Either may show a column more than the other; the shared ones must hold the same rows.
    return holds(a, b) or holds(b, a)


def short_answer(answer: Answer) -> str:
    """Return status, text and first rows on one line."""
    rows = "；".join(
        "，".join("" if cell is None else str(cell) for cell in row) for row in answer.rows[:4]
    )
    text = answer.text.replace("\n", " ")
    return f"[{answer.status}] {text[:_SHORT]} ｜ {len(answer.rows)}行：{rows[:_SHORT]}"


def short_gold(golds: Sequence[GoldPart]) -> str:
    """Return the first gold rows on one line; of several fair forms, the first."""
    parts = []
    for gold in (chosen(part.tables[0], part.compare.columns)[0] for part in golds):
        rows = "；".join(
            "，".join("" if cell is None else _brief(cell) for cell in row) for row in gold.rows[:4]
        )
        parts.append(f"{len(gold.rows)}行（{'，'.join(gold.names)}）：{rows[:_SHORT]}")
    return " ＋ ".join(parts)


def _brief(cell: float | str) -> str:
    return f"{cell:.10g}" if isinstance(cell, float) else cell
