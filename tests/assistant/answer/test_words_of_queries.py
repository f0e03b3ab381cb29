"""Hand-written queries, and random mixtures of them, are worded in clean Chinese."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.contracts.query import MetricQuery
from assistant.reading.restate import Restater
from evals.case_files import load_query_cases
from knowledge_graph.semantics.load import load_model

CASES = load_query_cases()
# Units and names that are written in Latin letters, and the codes of the test's own names.
LATIN = re.compile(r"〈[^〉]*〉|“[^”]*”|GDP|mm|km²?|m³|kWh|\bL\b|C36\w+")
KINDS = {
    "pred": {"attr", "known", "state", "has", "lacks", "measure", "in_set", "quantified", "trend",
             "not", "and", "or"},
    "set": {"members", "periods", "values", "product", "union", "intersect", "minus", "top"},
    "measure": {"metric", "number", "count", "agg", "ratio", "share", "per", "growth", "prev",
                "at", "rank", "duration", "run", "extreme"},
}  # fmt: skip


@pytest.fixture(scope="module")
def restater() -> Restater:
    return Restater(load_model(profile="jiangxi"), lambda entity, key: f"〈{key}〉")


def check(text: str) -> None:
    """Clean Chinese: no code names, no English units, no doubled or dangling marks."""
    bare = LATIN.sub("", text)
    assert re.findall(r"[A-Za-z_]{2,}", bare) == [], text
    for wrong in ("，，", "，的", "的的", "、，", "，、", "（）", "的，列", "None", "e+0", "“”"):
        assert wrong not in text, f"{wrong}: {text}"
    assert not re.search(r"\d(year|month|day|fraction)", text), text
    assert text and text[0] not in "，的、" and text[-1] not in "，、", text
    assert text.count("（") == text.count("）"), text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_query_is_restated_in_clean_chinese(restater, case):
    check(restater.restate(case.query))


def nodes(value: Any, pool: dict[str, list[Any]]) -> None:
    """Collect the terms of a query by kind."""
    if isinstance(value, dict):
        for kind, ops in KINDS.items():
            if value.get("op") in ops:
                pool[kind].append(value)
        for inner in value.values():
            nodes(inner, pool)
    elif isinstance(value, list):
        for inner in value:
            nodes(inner, pool)


def mutated(value: Any, pool: dict[str, list[Any]], chance: random.Random) -> Any:
    """A copy in which some terms are others of their kind."""
    if isinstance(value, list):
        return [mutated(inner, pool, chance) for inner in value]
    if not isinstance(value, dict):
        return value
    kind = next((k for k, ops in KINDS.items() if value.get("op") in ops), None)
    if kind and chance.random() < 0.15:
        return chance.choice(pool[kind])
    return {name: mutated(inner, pool, chance) for name, inner in value.items()}


def test_mixtures_of_queries_are_restated_in_clean_chinese(restater):
    dumps = [case.query.model_dump(mode="json") for case in CASES]
    pool: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    nodes(dumps, pool)
    chance, tried = random.Random(20260916), 0
    for _ in range(900):
        try:
            query = MetricQuery.model_validate(mutated(chance.choice(dumps), pool, chance))
        except ValidationError:
            continue
        tried += 1
        check(restater.restate(query))
    assert tried > 400
