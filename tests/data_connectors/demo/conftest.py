"""Small folders generated once, loaded into DuckDB with the warehouse's types."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from data_connectors.demo.generate import generate_folder
from data_connectors.demo.pack import PROVINCES
from data_connectors.demo.sheet import read_schema

TYPES = {"text": "VARCHAR", "int": "BIGINT", "real": "DOUBLE", "bool": "BOOLEAN",
         "date": "DATE", "timestamp": "TIMESTAMP"}  # fmt: skip
SEED, SCALE = 11, 0.05


def load(folder: Path) -> duckdb.DuckDBPyConnection:
    """Read every table with exactly the declared columns and types."""
    connection = duckdb.connect()
    for table, columns in read_schema().items():
        spec = ", ".join(f"'{name}': '{TYPES[kind]}'" for name, (kind, _) in columns.items())
        path = folder / f"{table}.csv"
        connection.execute(
            f"create table {table} as select * from "
            f"read_csv('{path}', header=true, auto_detect=false, quote='\"', columns={{{spec}}})"
        )
    return connection


class Folder:
    """A generated folder with its tables and its truth."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = load(path)

    def rows(self, sql: str) -> list[tuple]:
        return self.db.execute(sql).fetchall()

    def one(self, sql: str):
        return self.rows(sql)[0][0]

    def truth(self, table: str, *kinds: str) -> list[dict[str, str]]:
        with (self.path / "truth" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if not kinds or row["kind"] in kinds]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("demo")
    generate_folder(path, SEED, SCALE)
    return Folder(path)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("invented")
    generate_folder(path, SEED, SCALE, province=PROVINCES / "invented")
    return Folder(path)


@pytest.fixture(params=["folder", "invented"])
def either(request: pytest.FixtureRequest) -> Folder:
    """Both provinces."""
    return request.getfixturevalue(request.param)
