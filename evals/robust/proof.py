"""The questions the proofs are made from, and when two readings count as the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.explained import Explained
from assistant.reading.one_form import bare_form
from evals.case_files import load_manager_cases, load_metric_cases, load_thresholds

Explain = Callable[[str], Explained]


@dataclass(frozen=True)
class Asked:
    """A question in its own wording."""

    id: str
    text: str
    area: str


@dataclass(frozen=True)
class Read:
    """A proof question that is answered, with its reading."""

    asked: Asked
    found: Explained
    query: MetricQuery


def proof_questions() -> tuple[Asked, ...]:
    """Return the proof questions: those of the metric set and the users' lines not held out."""
    hidden = [one for one in load_thresholds("manager").stretches if one.held_out]
    users = [case for case in load_manager_cases()
             if not any(stretch.holds(case.source_line) for stretch in hidden)]
    return tuple(Asked(case.id, case.question, case.area)
                 for case in (*load_metric_cases(), *users))


def answered(questions: tuple[Asked, ...], explain: Explain) -> Iterator[Read]:
    """Yield the questions that get a typed query."""
    for asked in questions:
        found = explain(asked.text)
        if found.plan.status == "ready" and found.plan.query is not None:
            yield Read(asked, found, found.plan.query)


def same_reading(one: Plan, query: MetricQuery) -> bool:
    """Return whether a plan asks for the same as a query."""
    ready = one.status == "ready" and one.query is not None
    return ready and one.query is not None and bare_form(one.query) == bare_form(query)
