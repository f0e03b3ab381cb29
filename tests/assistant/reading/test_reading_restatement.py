"""The restatement says in Chinese everything that the typed query holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from golden_book import golden_readings
from pydantic import BaseModel

from assistant.answer.time_words import range_text
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery
from assistant.reading.restate import Restater

READY = [golden.question for golden in golden_readings() if golden.ready]


@pytest.fixture(scope="module")
def restater(model) -> Restater:
    """Writes places as 〈code〉, so that each can be looked for."""
    return Restater(model, lambda entity, key: f"〈{key}〉")


def terms(value: Any) -> Iterator[BaseModel]:
    """Every term inside a value, itself included."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from terms(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from terms(item)


def shown(term: BaseModel) -> Iterator[set[str]]:
    """For each number and place of a term: the ways it may be written."""
    match term:
        case a.AttrPred(path=path, value=value):
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, BaseModel):
                    continue  # a date: told in words
                if "." not in path:
                    yield {f"〈{one}〉", str(one)}
                elif isinstance(one, int | float) and not isinstance(one, bool):
                    yield written(one)
                elif isinstance(one, str):
                    yield {one}
        case a.Number(value=value):
            yield written(value)
        case a.Quantified(k=k) if k > 1:
            yield {str(k)}


def written(value: float) -> set[str]:
    """How a number may stand: as it is, in percent, in 万 or 亿."""
    return {f"{value:g}", f"{value * 100:g}%", f"{value / 1e4:g}万", f"{value / 1e8:g}亿"}


def conditions(query: MetricQuery) -> Iterator[BaseModel]:
    """The terms of the rows and conditions; figures inside a column stand in its label."""
    yield from terms((query.over, query.having, query.context.where))
    for out in query.measures:
        if out.label is None:
            yield from terms(out.expr)


@pytest.mark.parametrize("question", READY)
def test_every_place_and_number_is_said(reader, restater, question):
    query = reader.read(question).query
    said = restater.restate(query)
    wanted = [ways for term in conditions(query) for ways in shown(term)]
    if query.limit:
        wanted.append({str(query.limit)})
    assert [ways for ways in wanted if not any(way in said for way in ways)] == []


@pytest.mark.parametrize("question", READY)
def test_the_dates_of_the_period_are_said(reader, restater, question):
    query = reader.read(question).query
    periods = [part.context.time for part in query.parts or (query,)]
    said = restater.restate(query)
    if periods == [None] and not re.search(r"\d{4}-\d\d-\d\d", query.model_dump_json()):
        assert not re.search(r"\d年\d+月\d+日", said)
    assert [p for p in periods if p and range_text(p.first, p.last) not in said] == []


@pytest.mark.parametrize("question", READY)
def test_it_is_chinese_without_code_names(reader, question):
    said = reader.read(question).reading
    assert re.search("[一-鿿]", said)
    assert re.findall(r"[a-z_]{2,}", said) == []


def test_two_readings_are_never_restated_alike(reader):
    said = {}
    for question in READY:
        plan = reader.read(question)
        said.setdefault(plan.reading, set()).add(plan.query)
    assert [text for text, queries in said.items() if len(queries) > 1] == []
