"""The store: one SELECT, read only, under limits, and never an old file after a new load."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from assistant.contracts.errors import (
    AssistantError,
    Cancelled,
    LimitReached,
    ModelFixable,
    NotPermitted,
    SourceUnavailable,
)
from assistant.contracts.work import Work, working
from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.store import DuckWarehouse
from tests.data_connectors.folders import Folder, few_tables

SLOW = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range * b.range % 7 = 3"


def test_values_come_back_plain_and_typed(warehouse: DuckWarehouse):
    table = warehouse.run(
        "SELECT DATE '2026-01-02' AS d, TIMESTAMP '2026-01-02 03:04:05.6' AS t, "
        "CAST(1.25 AS DECIMAL(8,2)) AS m, sum(2) AS n, CAST('nan' AS DOUBLE) AS q, "
        "CAST('inf' AS DOUBLE) AS i, true AS b, '字' AS s, NULL AS z, [1, 2] AS l, "
        "['甲', NULL] AS k"
    )
    assert [column.name for column in table.columns] == list("dtmnqibszlk")
    assert [column.type for column in table.columns] == [
        "date", "datetime", "number", "number", "number", "number", "bool", "text", "text",
        "text", "text",
    ]  # fmt: skip
    assert table.rows == ((
        "2026-01-02", "2026-01-02 03:04:05", 1.25, 2, None, None, True, "字", None, "1、2", "甲、",
    ),)  # fmt: skip
    assert type(table.rows[0][2]) is float and type(table.rows[0][3]) is int


def test_rows_beyond_the_limit_are_cut_and_said(warehouse: DuckWarehouse):
    assert len(warehouse.run("SELECT * FROM range(5)", row_limit=3).rows) == 3
    assert warehouse.run("SELECT * FROM range(5)", row_limit=3).truncated
    assert not warehouse.run("SELECT * FROM range(3)", row_limit=3).truncated


def test_a_slow_query_is_stopped(warehouse: DuckWarehouse):
    started = time.monotonic()
    with pytest.raises(LimitReached, match="时间"):
        warehouse.run(SLOW, time_limit_s=0.2)
    assert time.monotonic() - started < 5
    assert warehouse.run("SELECT 1").rows == ((1,),)


def test_a_query_nobody_waits_for_is_interrupted(warehouse: DuckWarehouse):
    work, started = Work(), time.monotonic()
    threading.Timer(0.2, work.stop).start()
    with working(work), pytest.raises(Cancelled):
        warehouse.run(SLOW, time_limit_s=60)
    assert time.monotonic() - started < 5
    with working(work), pytest.raises(Cancelled):
        warehouse.run("SELECT 1")  # nor is another begun
    assert warehouse.run("SELECT 1").rows == ((1,),)


def test_a_hungry_query_is_stopped(sample_db: Path):
    store = DuckWarehouse(sample_db, memory_mb=64, threads=1)
    with pytest.raises(LimitReached):
        store.run("SELECT list(range || repeat('x', 900)) FROM range(3000000)", time_limit_s=60)
    store.close()


@pytest.mark.parametrize("sql", [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
])  # fmt: skip
def test_files_and_network_are_out_of_reach(warehouse: DuckWarehouse, sql: str):
    with pytest.raises(NotPermitted):
        warehouse.run(sql)


@pytest.mark.parametrize("sql", [
    "", "SELECT 1; SELECT 2", "DROP TABLE city", "INSERT INTO city SELECT * FROM city",
    "COPY city TO '/tmp/x.csv'", "ATTACH '/tmp/x.db'", "SET enable_external_access = true",
    "CREATE TEMP TABLE x AS SELECT 1", "PRAGMA version", "INSTALL httpfs", "EXPLAIN SELECT 1",
    "SELEC 1", "SELECT nothing FROM city", "SELECT * FROM nowhere", "SELECT CAST('x' AS INT)",
    "USE memory",
])  # fmt: skip
def test_only_one_sound_select_runs(warehouse: DuckWarehouse, sql: str):
    with pytest.raises(ModelFixable):
        warehouse.run(sql)


def test_a_python_variable_is_not_a_table(warehouse: DuckWarehouse):
    import pyarrow as pa

    local_rows = pa.table({"a": [1]})
    assert local_rows.num_rows == 1
    with pytest.raises(AssistantError):
        warehouse.run("SELECT * FROM local_rows")


def test_many_threads_at_once(warehouse: DuckWarehouse):
    found: list[object] = []

    def ask(n: int) -> None:
        for _ in range(10):
            found.append(warehouse.run(f"SELECT {n}, count(*) FROM reading").rows == ((n, 6),))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80


def test_a_limit_hits_only_its_own_query(warehouse: DuckWarehouse):
    stopped: list[str] = []

    def slow() -> None:
        with pytest.raises(LimitReached):
            warehouse.run(SLOW, time_limit_s=0.3)
        stopped.append("slow")

    thread = threading.Thread(target=slow)
    thread.start()
    while thread.is_alive():
        assert warehouse.run("SELECT count(*) FROM city").rows == ((2,),)
    assert stopped == ["slow"]


def test_a_new_load_is_seen_even_by_an_open_store(folder: Folder, db: Path, tmp_path: Path):
    schema = few_tables()
    load_folder(folder.seal(), db, schema=schema)
    store, other = (DuckWarehouse(db, schema=schema, threads=1) for _ in range(2))
    version = store.data_version
    assert other.run("SELECT count(*) FROM maintainer").rows == ((3,),)
    running = store._cursor()  # a query under way while the file is replaced
    newer = Folder(tmp_path / "newer", {"maintainer": [{"maintainer_id": "m", "name": "乙"}]})
    load_folder(newer.seal(as_of="2026-09-17T09:00:00"), db, schema=schema)
    assert store.run("SELECT count(*) FROM maintainer").rows == ((4,),)
    assert other.run("SELECT count(*) FROM maintainer").rows == ((4,),)
    assert store.data_version != version and store.as_of.day == 17
    assert running.execute("SELECT count(*) FROM maintainer").fetchall() == [(3,)]
    store.close()
    other.close()


def test_no_database_yet(tmp_path: Path):
    with pytest.raises(SourceUnavailable, match="还没有装载"):
        _ = DuckWarehouse(tmp_path / "none.duckdb").as_of


def test_a_damaged_database(tmp_path: Path):
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"garbage" * 5000)
    with pytest.raises(SourceUnavailable, match="损坏"):
        DuckWarehouse(path).run("SELECT 1")


def test_a_database_of_somebody_else(tmp_path: Path):
    import duckdb

    duckdb.connect(tmp_path / "w.duckdb").execute("CREATE TABLE t (a INT)").close()
    with pytest.raises(SourceUnavailable, match="不是由本程序"):
        DuckWarehouse(tmp_path / "w.duckdb").run("SELECT 1")


def test_a_database_of_another_structure(folder: Folder, db: Path):
    load_folder(folder.seal(), db, schema=few_tables())
    with pytest.raises(SourceUnavailable, match="另一版本"):
        DuckWarehouse(db).run("SELECT 1")


def test_row_counts(warehouse: DuckWarehouse):
    counts = warehouse.row_counts()
    assert counts["reading"] == 6 and counts["station_month"] == 4
    assert not any(name.startswith("_") for name in counts)
