"""A typed query goes through JSON and comes back the same."""

from __future__ import annotations

import json

import pytest

from assistant.contracts.plain import plain
from assistant.contracts.query import MetricQuery
from evals.case_files import load_query_cases


@pytest.mark.parametrize("case", load_query_cases(), ids=lambda case: case.id)
def test_every_hand_written_query_comes_back(case):
    there = json.dumps(plain(case.query), ensure_ascii=False)
    assert MetricQuery.model_validate(json.loads(there)) == case.query


def test_defaults_are_left_out_and_kinds_are_not():
    query = MetricQuery(measures=("取水量",))
    assert plain(query) == {"measures": [{"expr": {"op": "metric", "name": "取水量"}}]}
