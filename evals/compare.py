"""Planners side by side on one suite: right and wrong by area, time and tokens a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Protocol

from assistant.ask import DataFacts
from assistant.contracts.answer import Answer
from assistant.contracts.flow import Plan, Question, User
from assistant.contracts.language import Usage
from evals.result import SuiteResult, Tally
from evals.run import Answers, run_suite


class Counted(Protocol):
    """A model that keeps account of its use."""

    @property
    def usage(self) -> Usage:
        """What it was used for so far."""


@dataclass(frozen=True)
class ArmResult:
    """What one planner did, and what it cost."""

    arm: str
    result: SuiteResult
    used: Usage

    @property
    def p50_ms(self) -> float:
        """Median time of a question."""
        return median(one.milliseconds for one in self.result.own) if self.result.own else 0.0

    def by_area(self) -> dict[str, tuple[Tally, int]]:
        """Right of all, and how many wrong but confident, by area."""
        wrong: dict[str, int] = {}
        for one in self.result.own:
            if one.verdict == "wrong":
                wrong[one.area or "其他"] = wrong.get(one.area or "其他", 0) + 1
        return {area: (tally, wrong.get(area, 0)) for area, tally in self.result.by_area().items()}


class AsUser:
    """Asks in somebody's name: rights decide which planners may answer."""

    def __init__(self, inner: Answers, user: User) -> None:
        self._inner, self._user = inner, user

    @property
    def data(self) -> DataFacts:
        """What is loaded."""
        return self._inner.data

    def ask(self, question: Question) -> Answer:
        """Answer a question as that user."""
        return self._inner.ask(question.model_copy(update={"user": self._user}))

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        """Answer a plan made by hand as that user."""
        return self._inner.answer_plan(question.model_copy(update={"user": self._user}), plan)


def run_arm(
    arm: str, suite: str, assistant: Answers, db: Path, model: Counted, *, only: str = ""
) -> ArmResult:
    """Return what one planner does with a suite.

    Args:
        arm: its name.
        suite: one of ``evals.run.SUITES``.
        assistant: plans with it alone.
        db: warehouse file of the gold statements.
        model: the language model the assistant uses.
        only: keep cases whose id contains this text.
    """
    before = model.usage
    result = run_suite(suite, assistant, db, only=only)
    return ArmResult(arm, result, _between(before, model.usage))


def table_of(arms: Sequence[ArmResult]) -> list[list[str]]:
    """Return lines of cells: a heading, a line an area, then the whole and the cost."""
    areas = list(dict.fromkeys(area for arm in arms for area in arm.by_area()))
    lines = [["", *(f"{arm.arm} 对/全（错）" for arm in arms)]]
    for area in areas:
        cells = [arm.by_area().get(area, (Tally(0, 0), 0)) for arm in arms]
        lines.append([area, *(f"{t.right}/{t.all}（{wrong}）" for t, wrong in cells)])
    lines.append(["合计", *(_whole(arm.result) for arm in arms)])
    lines.append(["每题 p50 秒", *(f"{arm.p50_ms / 1000:.1f}" for arm in arms)])
    lines.append(["每题调用", *(_a_question(arm, arm.used.calls) for arm in arms)])
    lines.append(["每题读入词元", *(_a_question(arm, arm.used.prompt_tokens) for arm in arms)])
    lines.append(["每题写出词元", *(_a_question(arm, arm.used.reply_tokens) for arm in arms)])
    return lines


def _whole(result: SuiteResult) -> str:
    right, wrong = result.right, result.wrong_but_confident
    return f"{right.right}/{right.all}（{wrong.right}）{right.share:.1%}"


def _a_question(arm: ArmResult, number: int) -> str:
    return f"{number / max(1, len(arm.result.own)):.1f}"


def _between(before: Usage, after: Usage) -> Usage:
    return Usage(
        calls=after.calls - before.calls, failures=after.failures - before.failures,
        prompt_tokens=after.prompt_tokens - before.prompt_tokens,
        reply_tokens=after.reply_tokens - before.reply_tokens, ms=after.ms - before.ms)
