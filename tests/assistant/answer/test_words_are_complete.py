"""Whatever a query holds is said: values, places, states, figures, quantifiers, dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from assistant.answer.time_words import range_text
from assistant.answer.wording.amounts import plain
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period
from assistant.reading.restate import Restater
from evals.case_files import load_query_cases
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import SemanticModel

MODEL = load_model(profile="jiangxi")
CASES = load_query_cases()


@pytest.fixture(scope="module")
def restater() -> Restater:
    return Restater(MODEL, lambda entity, key: f"〈{key}〉")


def terms(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from terms(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from terms(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from terms(item)


def figures(value: float) -> set[str]:
    sizes = {plain(value), f"{plain(value * 100)}%", f"{plain(value / 1e4)}万",
             f"{plain(value / 1e8)}亿"}  # fmt: skip
    return sizes | {text.lstrip("-") for text in sizes}


def wanted(term: BaseModel, model: SemanticModel) -> Iterator[set[str]]:  # noqa: C901
    """For each thing a term says: the ways it may be written."""
    match term:
        case a.AttrPred(value=value):
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, str) and one[:1].isdigit() and "-" in one:
                    yield {"年"}
                elif isinstance(one, str):
                    yield {one, f"〈{one}〉"}
                elif isinstance(one, int | float) and not isinstance(one, bool):
                    yield figures(one)
        case a.StatePred(name=name, params=params):
            zh = model.state(name).zh
            yield {zh, zh.removeprefix("已"), zh.removeprefix("有")}
            for value in params.values():
                yield figures(float(value))
        case a.Number(value=value) if value not in (0, 1, -1):
            yield figures(value)
        case a.Quantified(k=k) if k > 1:
            yield {str(k)}
        case a.Has(at_least=k) if isinstance(k, int) and k > 1:
            yield {str(k)}
        case a.Top(n=n) if n > 1:
            yield {str(n)}
        case Period(label="") if term.first is not None and not hasattr(term.first, "path"):
            yield {range_text(term.first, term.last)}  # type: ignore[arg-type]
        case MetricQuery(limit=limit) if limit:
            yield {str(limit)}
        case a.Metric(name=name):
            yield {model.metric(name).zh}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_everything_in_a_query_is_said(restater, case):
    said = restater.restate(case.query)
    missing = [
        ways for term in terms(case.query) for ways in wanted(term, MODEL)
        if not any(way in said for way in ways)
    ]  # fmt: skip
    assert missing == [], said
