"""What is measured: answers without a language model, and the 三率 from raw readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb

from assistant.ask import Assistant
from assistant.contracts.flow import Question
from evals.case_files import load_metric_cases

THREE_RATES = Path(__file__).with_name("three_rates.sql")


def questions(most: int) -> list[str]:
    """Return answerable questions of the proof set, spread evenly over it."""
    every = [case.question for case in load_metric_cases() if case.expected == ("answered",)]
    step = max(1, len(every) // most)
    return every[::step][:most]


@dataclass(frozen=True)
class Asked:
    """What questions without a language-model call took, in milliseconds."""

    whole: tuple[float, ...]
    reading: tuple[float, ...]


def latencies(assistant: Assistant, asked: list[str]) -> Asked:
    """Return how long each question took, and the reading of its sentence alone."""
    whole, reading = [], []
    for text in asked:
        start = perf_counter()
        answer = assistant.ask(Question(text=text))
        if answer.llm_calls == 0:
            whole.append((perf_counter() - start) * 1000)
            reading.append(answer.timings_ms.get("read", 0.0))
    return Asked(tuple(whole), tuple(reading))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -int(-share * len(ranked) // 1) - 1))]


def three_rates_seconds(database: Path, first: date, following: date, runs: int) -> float:
    """Return the median seconds of the 三率 of the month ``[first, following)`` by city."""
    sql = THREE_RATES.read_text(encoding="utf-8")
    spent = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for _ in range(runs):
            start = perf_counter()
            connection.execute(sql, {"first": first, "next": following}).fetchall()
            spent.append(perf_counter() - start)
    return median(spent)
