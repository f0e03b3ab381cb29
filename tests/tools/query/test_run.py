"""From a request to evidence, on a real warehouse file under the real access policy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from assistant.contracts.errors import NotPermitted
from assistant.contracts.flow import Evidence, ToolRequest, User
from assistant.contracts.query import MetricQuery
from data_connectors.access.policy import load_policy
from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.store import DuckWarehouse
from knowledge_graph.semantics.load import load_model
from tests.data_connectors.folders import Folder
from tools.query import run_query

AS_OF = datetime(2026, 9, 16, 9)
PROVINCE = User()
NANCHANG = User(name="nc", role="manager", region_code="360100")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory):
    home: Path = tmp_path_factory.mktemp("run")
    load_folder(Folder(home / "folder").seal(), home / "warehouse.duckdb")
    store = DuckWarehouse(home / "warehouse.duckdb", threads=1)
    yield store
    store.close()


@pytest.fixture(scope="module")
def run(warehouse):
    policy, shipped = load_policy(), load_model()

    def call(query: dict[str, object], user: User = PROVINCE, cache=None) -> Evidence:
        request = ToolRequest(query=MetricQuery.model_validate(query), user=user, as_of=AS_OF)
        return run_query(request, shipped, warehouse, policy, cache)

    return call


SEPTEMBER = {"time": "2026-09-01..2026-09-02"}
BY_CITY = {"by": ["city"], "measures": ["records_received"], "context": SEPTEMBER}


def test_rows_come_with_their_proof(run, warehouse):
    evidence = run(BY_CITY)
    assert [row[1:] for row in evidence.table.rows] == [("南昌市", 90), ("九江市", 42)]
    assert [c.label for c in evidence.table.columns] == ["", "设区市", "实收条数"]
    assert evidence.key_count == 2
    assert "SUM(" in evidence.sql
    assert any(d.startswith("实收条数：") for d in evidence.definitions)
    assert evidence.data_version == warehouse.data_version
    assert set(evidence.timings_ms) == {"compile", "run"}


def test_rights_are_in_the_statement(run):
    evidence = run(BY_CITY, NANCHANG)
    assert [row[1] for row in evidence.table.rows] == ["南昌市"]
    assert "360100" in evidence.sql


def test_an_unknown_role_reads_nothing(run):
    with pytest.raises(NotPermitted):
        run(BY_CITY, User(name="x", role="nobody"))


def test_a_cached_result_is_for_the_same_rights_only(run):
    cache: dict[str, Evidence] = {}
    first = run(BY_CITY, cache=cache)
    assert run(BY_CITY, cache=cache) is first
    assert run(BY_CITY, NANCHANG, cache=cache) is not first
    assert len(cache) == 2


def test_several_questions_are_several_evidences(run):
    evidence = run({"shape": "several", "parts": [BY_CITY, {
        "measures": ["records_received"], "context": SEPTEMBER}]})
    assert [len(part.table.rows) for part in evidence.parts] == [2, 1]
    assert evidence.parts[1].table.rows == ((132,),)
    assert len(evidence.definitions) == len(set(evidence.definitions)) > 0


def test_added_rows_are_named_and_their_mark_is_gone(run):
    evidence = run({**BY_CITY, "add": ["total", "parent"]})
    assert evidence.notes["added_rows"] == ("合计", "江西省")
    assert [row[1:] for row in evidence.table.rows[2:]] == [("合计", 132), ("江西省", 132)]
    assert all(len(row) == len(evidence.table.columns) for row in evidence.table.rows)


@pytest.mark.parametrize("limit, holds", [(100, True), (200, False)])
def test_a_premise_is_told_beside_the_rows(run, limit, holds):
    premise = {"op": "measure", "left": "records_received", "cmp": ">", "right": limit}
    assert run({**BY_CITY, "premise": premise}).notes["premise"] is holds


def test_none_found_says_among_how_many(run):
    query = {"shape": "yesno", "over": {"op": "members", "entity": "station", "where": [
        {"op": "attr", "path": "batch", "value": "没有这一批"}]}}
    evidence = run(query)
    assert evidence.table.rows == ()
    assert evidence.notes["base_count"] == 3


def test_personal_columns_are_masked(run):
    evidence = run({"over": "holder", "columns": [{"expr": "holder_id"}]})
    assert len(evidence.table.rows) == 3
    assert "***" in evidence.sql
