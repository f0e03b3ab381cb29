"""A small province with known contents, its model, and how results are compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assistant.contracts.query import MetricQuery
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import SemanticModel
from tools.query import compile_query

HERE = Path(__file__).parent
AS_OF = datetime(2026, 9, 16, 9)


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return load_model(HERE / "fixtures" / "model")


@pytest.fixture(scope="session")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute((HERE / "fixtures" / "data.sql").read_text(encoding="utf-8"))
    yield connection
    connection.close()


class Ask:
    """Compiles and runs a query written as plain data."""

    def __init__(self, model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
        self.model = model
        self.data = data

    def compiled(self, query: dict[str, object]):
        return compile_query(MetricQuery.model_validate(query), self.model, AS_OF)

    def rows(self, query: dict[str, object], *, hidden: bool = False) -> list[tuple[object, ...]]:
        """Rows of the visible columns (all, with ``hidden``)."""
        compiled = self.compiled(query)
        shown = [i for i, c in enumerate(compiled.columns)
                 if hidden or not (c.name.endswith("_key") and not c.label)]
        rows = self.data.execute(compiled.sql).fetchall()
        return [tuple(row[i] for i in shown) for row in rows]

    def value(self, measure: object, **context: object) -> object:
        """The one value of a measure."""
        return self.rows({"measures": [measure], "context": context})[0][0]


@pytest.fixture(scope="session")
def ask(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> Ask:
    return Ask(model, data)
