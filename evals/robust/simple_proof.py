"""Simple questions in everyday word orders must be read as the typed query they were made from."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Protocol

import yaml

from assistant.contracts.answer import Answer
from assistant.contracts.flow import Plan, Question
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period
from evals.robust.outcome import Outcome, Proof
from evals.robust.proof import Explain, same_reading
from evals.robust.simple import Simple, SimpleQuestions
from evals.robust.simple_words import Place, SimpleWords
from evals.run import same_answer
from knowledge_graph.semantics.model import SemanticModel

LEAST = 0.95
_WORDS = Path(__file__).with_name("simple.yaml")


class Runs(Protocol):
    """The assistant, as far as typed queries need it."""

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        """Answer a plan made by hand: run and write, without reading."""


def simple_proof(
    explain: Explain, runs: Runs, model: SemanticModel, *, count: int, seed: int
) -> Proof:
    """Return, for each wording, whether the reading is the query that the question began from.

    Args:
        explain: the reader.
        runs: runs two queries that are written differently, to see whether their rows agree.
        model: the semantic model the questions are made from.
        count: how many typed queries; each is asked in all its word orders.
        seed: of the draw.
    """
    drawn = SimpleQuestions(simple_words(explain, model), Random(seed)).draw(count)
    outcomes = [_outcome(f"s{n}", simple, text, explain, runs)
                for n, simple in enumerate(drawn) for text in simple.texts()]
    return Proof(f"简单的题换着说，读法必须是出题的那一个（种子 {seed}）", tuple(outcomes), LEAST)


def simple_words(explain: Explain, model: SemanticModel) -> SimpleWords:
    """Return the words to ask with; places and periods as the reader knows them by themselves."""
    data = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    places = tuple(_place(text, explain) for text in data["places"])
    return SimpleWords(model, places, lambda text: _period(text, explain), data["periods"])


def _place(text: str, explain: Explain) -> Place:
    tokens = explain(text).tokens if text else ()
    named = {item.entity: str(item.keys[0]) for token in tokens
             for item, _ in token.readings.get("name", ())}
    path = next((name for name in ("city", "county") if name in named), "")
    return Place(text, path, named.get(path, ""))


def _period(text: str, explain: Explain) -> Period:
    period: Period = explain(text).tokens[0].readings["time"][0].period
    return period


def _outcome(name: str, simple: Simple, text: str, explain: Explain, runs: Runs) -> Outcome:
    plan = explain(text).plan
    ok = same_reading(plan, simple.query) or _same_rows(plan, simple.query, runs)
    return Outcome(id=name, kind=simple.kind, question=simple.query.model_dump_json(
        exclude_defaults=True), altered=text, changed="", ok=ok,
        told=f"[{plan.status}] {plan.reading or plan.message}")  # fmt: skip


def _same_rows(plan: Plan, query: MetricQuery, runs: Runs) -> bool:
    """A query written otherwise gives the same rows; of what is not held, both say so."""
    if plan.status == "no_data":
        return _run(query, runs).status == "no_data"
    return plan.status == "ready" and plan.query is not None and same_answer(
        _run(query, runs), _run(plan.query, runs))


def _run(query: MetricQuery, runs: Runs) -> Answer:
    plan = Plan(status="ready", query=query, confidence=1.0, route="by_hand")
    return runs.answer_plan(Question(text="simple"), plan)
