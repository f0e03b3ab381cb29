"""Every case: the compiled query gives the rows of hand-written SQL, and passes the guard.

A case is added in ``cases/*.yaml``: a name, the query, the gold SQL, and (optionally) the base
tables that the statement may read.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from sqlglot import exp

from assistant.contracts import algebra
from assistant.contracts.query import MetricQuery
from tools.query import check_select

CASES = [
    case
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def plain(cell: object) -> object:
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int | float | Decimal):
        return pytest.approx(float(cell), rel=1e-9)
    if isinstance(cell, datetime) and (cell.hour, cell.minute) == (0, 0):
        return cell.date()
    return cell


def comparable(cell: object) -> object:
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, datetime) and (cell.hour, cell.minute) == (0, 0):
        return cell.date()
    return cell


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_rows_are_those_of_the_gold_sql(case, ask, data):
    gold = [tuple(plain(c) for c in row) for row in data.execute(case["gold"]).fetchall()]
    got = [tuple(comparable(c) for c in row[: len(gold[0])]) for row in ask.rows(case["query"])]
    assert gold, "a case must have rows, or nothing is proven"
    assert got == gold


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_statements_pass_the_guard(case, ask, model):
    compiled = ask.compiled(case["query"])
    tables = {e.table for e in model.entities}
    check_select(compiled.ast, tables)
    if "reads" in case:
        read = {t.name for t in compiled.ast.find_all(exp.Table)} & tables
        assert read == set(case["reads"])


def terms(value: object) -> set[type]:
    if isinstance(value, algebra.Term):
        found = {type(value)}
        for field in type(value).model_fields:
            found |= terms(getattr(value, field))
        return found
    if isinstance(value, tuple | list):
        return {t for item in value for t in terms(item)}
    if isinstance(value, dict):
        return {t for item in value.values() for t in terms(item)}
    return set()


def test_every_term_of_the_algebra_has_a_case(model):
    used = {t for case in CASES for t in terms(MetricQuery.model_validate(case["query"]))}
    used |= {t for state in model.states for t in terms(state)}
    every = {
        kind for kind in vars(algebra).values()
        if isinstance(kind, type) and issubclass(kind, algebra.Term)
        and kind.__module__ == algebra.__name__
    }
    assert every - used == set()


def test_dates_are_compared_as_dates():
    assert comparable(datetime(2026, 1, 1)) == date(2026, 1, 1)
