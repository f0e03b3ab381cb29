"""A query changed at random is answered or refused with a reason; it never breaks.

The queries of the golden cases are taken apart and wrapped anew: negated, quantified, compared
with last year, ranked, grouped by something else. What results may make no sense, but each is a
query of the algebra: it runs, or the error says what is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from assistant.contracts.errors import AssistantError, InternalError
from assistant.contracts.query import MetricQuery
from tests.tools.query.test_golden_cases import CASES

Path = tuple[str | int, ...]
Query = dict[str, Any]
PLAIN: list[Query] = [
    MetricQuery.model_validate(case["query"]).model_dump(mode="json") for case in CASES
]
TIMES = [
    "2026-08-01..2026-08-31", "2026-01-01..2026-09-16", "2025-01-01..2025-12-31",
    "2024-03-01..2025-08-20", "2027-01-01..2027-12-31", None, {"last": "2026-08-31"},
    {"first": "2026-08-01", "last": "2026-08-31", "weekdays": [6, 7]},
]  # fmt: skip
GRAINS = ["day", "week", "tenday", "month", "quarter", "half", "year"]
GROUPS = ["city", "county", "holder", "holder.kind", "station.batch", "permit", *GRAINS]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    items = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for key, item in items:
        yield from walk(item, (*path, key))


def at(query: Any, path: Path) -> Any:
    for key in path:
        query = query[key]
    return query


def swap(query: Query, path: Path, value: Any) -> None:
    at(query, path[:-1])[path[-1]] = value


def preds(query: Query) -> list[Path]:
    return [p for p, x in walk(query) if isinstance(x, dict) and "op" in x
            and (p[-1] == "pred" or (len(p) > 1 and p[-2] in ("where", "preds", "having")))]


def measures(query: Query) -> list[Path]:
    named = {"left", "right", "top", "bottom", "part", "whole", "base", "measure", "expr"}
    columns = {"col", "flag", "failing", "collect", "at_extreme", "param"}
    return [p for p, x in walk(query) if p and p[-1] in named and isinstance(x, dict)
            and x.get("op") not in columns]


POOL_PREDS = [at(q, p) for q in PLAIN for p in preds(q)]
POOL_MEASURES = [at(q, p) for q in PLAIN for p in measures(q)]


def change_pred(query: Query, rnd: random.Random) -> None:
    found = preds(query)
    if not found:
        return
    path = rnd.choice(found)
    own, other = at(query, path), deepcopy(rnd.choice(POOL_PREDS))
    quantified = {"op": "quantified", "quantifier": rnd.choice(["every", "none", "running"]),
                  "k": 2, "over": rnd.choice([*GRAINS, "station", "problem"]), "pred": own}
    swap(query, path, rnd.choice([
        {"op": "not", "pred": own}, {"op": "or", "preds": [own, other]}, other, quantified]))


def change_measure(query: Query, rnd: random.Random) -> None:
    path = rnd.choice(measures(query) or [()])
    if not path:
        return
    own, other = at(query, path), deepcopy(rnd.choice(POOL_MEASURES))
    prev = {"op": "prev", "measure": own, "basis": rnd.choice(["yoy", "mom"])}
    swap(query, path, rnd.choice([
        prev, {"op": "growth", "measure": own, "base": prev}, {"op": "rank", "measure": own},
        {"op": "share", "part": own, "whole": {"op": "at", "measure": own, "lift": ["*"]}},
        {"op": "per", "measure": own, "by": {"op": "count", "of": "station"}},
        {"op": "running", "measure": own}, {"op": "minus", "of": [own, other]}, other,
        {"op": "ancestor", "measure": own, "level": rnd.choice(["city", "province"])},
        {"op": "extreme", "measure": own, "over": rnd.choice([*GRAINS, "station"])},
        {"op": "at", "measure": own, "where": [deepcopy(rnd.choice(POOL_PREDS))]},
    ]))


def change_time(query: Query, rnd: random.Random) -> None:
    query["context"]["time"] = deepcopy(rnd.choice(TIMES))


def change_groups(query: Query, rnd: random.Random) -> None:
    query["by"] = rnd.sample(GROUPS, rnd.choice([1, 1, 2]))


def change_end(query: Query, rnd: random.Random) -> None:
    query["order"] = [{"by": 0, "direction": rnd.choice(["asc", "desc"])}]
    query["limit"] = rnd.choice([1, 2])
    query["limit_per"] = rnd.choice([None, "city"])
    query["add"] = rnd.choice([[], ["total"], ["parent"], ["zero"]])


def drop_condition(query: Query, rnd: random.Random) -> None:
    found = [p for p in preds(query) if isinstance(p[-1], int)]
    if found:
        path = rnd.choice(found)
        del at(query, path[:-1])[path[-1]]


CHANGES: list[Callable[[Query, random.Random], None]] = [
    change_pred, change_pred, change_measure, change_measure, change_time, change_groups,
    change_end, drop_condition,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_changed_query_runs_or_says_why_not(ask, seed):
    rnd, ran = random.Random(seed), 0
    for _ in range(60):
        query = deepcopy(rnd.choice(PLAIN))
        for _ in range(rnd.choice([1, 2, 3])):
            rnd.choice(CHANGES)(query, rnd)
        try:
            compiled = ask.compiled(query)
        except AssistantError as error:
            assert not isinstance(error, InternalError) and error.message
            continue
        ask.data.execute(compiled.sql).fetchall()
        ran += 1
    assert ran > 15, "most changes must leave a query that runs, or little is proven"
