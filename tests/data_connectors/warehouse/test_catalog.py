"""The catalogue of names that a question may use."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import UnknownTerm
from assistant.contracts.ports import NamedRow
from data_connectors.warehouse.catalog import NamedEntity, WarehouseCatalog
from data_connectors.warehouse.store import DuckWarehouse

ENTITIES = (
    NamedEntity("city", "city", "city_code", "name", "short_name", "province_code"),
    NamedEntity("county", "county", "county_code", "name", "short_name", "city_code"),
    NamedEntity("maintainer", "maintainer", "maintainer_id", "name"),
)


def test_named_rows_with_aliases_and_parents(warehouse: DuckWarehouse):
    rows = WarehouseCatalog(warehouse, ENTITIES).named_rows(["city", "county"])
    assert rows[:2] == (
        NamedRow(entity="city", key="360100", name="南昌市", aliases=("南昌",), parent="360000"),
        NamedRow(entity="city", key="360400", name="九江市", aliases=("九江",), parent="360000"),
    )
    assert [(row.key, row.parent) for row in rows[2:]] == [
        ("360102", "360100"), ("360121", "360100"), ("360481", "360400"),
    ]  # fmt: skip


def test_an_entity_without_short_names_or_parents(warehouse: DuckWarehouse):
    rows = WarehouseCatalog(warehouse, ENTITIES).named_rows(["maintainer"])
    assert {(row.aliases, row.parent) for row in rows} == {((), None)}


def test_rows_of_one_name_are_all_listed(warehouse: DuckWarehouse):
    assert len(WarehouseCatalog(warehouse, ENTITIES).named_rows(["maintainer"])) == 3


def test_an_unknown_entity(warehouse: DuckWarehouse):
    with pytest.raises(UnknownTerm, match="planet"):
        WarehouseCatalog(warehouse, ENTITIES).named_rows(["planet"])
