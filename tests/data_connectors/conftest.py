"""A small loaded warehouse, built once; tests that change it build their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.store import DuckWarehouse
from tests.data_connectors.folders import Folder, few_tables


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file holding the sample folder; do not change it."""
    home = tmp_path_factory.mktemp("warehouse")
    load_folder(Folder(home / "folder").seal(), home / "warehouse.duckdb")
    return home / "warehouse.duckdb"


@pytest.fixture
def warehouse(sample_db: Path):
    store = DuckWarehouse(sample_db, threads=1)
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The sample folder of a few tables, to be spoilt and sealed."""
    return Folder(tmp_path / "folder", schema=few_tables())


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "home" / "warehouse.duckdb"
