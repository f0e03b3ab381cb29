"""The shipped model: every metric, state and entity compiles, passes the guard and binds."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from assistant.contracts.query import MetricQuery
from data_connectors.warehouse.ddl import create_table
from data_connectors.warehouse.schema import load_schema
from knowledge_graph.semantics.load import load_model
from tests.tools.query.conftest import AS_OF
from tools.query import check_select, compile_query

MODEL = load_model()
TABLES = {e.table for e in MODEL.entities}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse's tables without a row: enough to bind a statement."""
    connection = duckdb.connect()
    for table in load_schema().load_order:
        connection.execute(create_table(table))
    yield connection
    connection.close()


def bound(query: dict[str, object], empty: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    compiled = compile_query(MetricQuery.model_validate(query), MODEL, AS_OF)
    check_select(compiled.ast, TABLES)
    return empty.execute(compiled.sql).fetchall()


@pytest.mark.parametrize("name", [m.name for m in MODEL.metrics])
def test_a_metric_is_one_row(name, empty):
    context = {"time": "2025-01-01..2025-12-31"}
    before = {"op": "prev", "measure": name}
    rows = bound({"measures": [name, before], "context": context}, empty)
    assert len(rows) == 1


@pytest.mark.parametrize("name", [s.name for s in MODEL.states])
def test_a_state_selects_members_at_once_and_by_month(name, empty):
    state = MODEL.state(name)
    members = {"op": "members", "entity": state.entity, "where": [name]}
    context = {"time": "2025-01-01..2025-12-31"}
    count = {"measures": [{"op": "count", "of": members}], "context": context}
    assert bound(count, empty) == [(0,)]
    time = MODEL.entity(state.entity).time
    yearly = time is not None and time.grain == "year"  # a year's account has no quarters
    monthly = bound({**count, "by": ["year" if yearly else "quarter"]}, empty)
    assert all(row[-1] == 0 for row in monthly)


@pytest.mark.parametrize("name", [
    s.name for s in MODEL.states if s.during is not None and not s.params])  # those need an amount
def test_what_held_during_a_period(name, empty):
    state = MODEL.state(name)
    pred = state.during.model_dump(mode="json")
    members = {"op": "members", "entity": state.entity, "where": [pred]}
    context = {"time": "2025-01-01..2025-12-31"}
    assert bound({"measures": [{"op": "count", "of": members}], "context": context}, empty) == [
        (0,)]


@pytest.mark.parametrize("name", [e.name for e in MODEL.entities if len(e.key) == 1])
def test_an_entity_is_listed_with_its_own_columns(name, empty):
    assert bound({"over": name}, empty) == []
