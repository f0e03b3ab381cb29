from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from conftest import SCALE, SEED, Folder

from assistant.contracts.errors import BadInput, InternalError
from data_connectors.demo.generate import generate_folder
from data_connectors.demo.pack import PROVINCES
from data_connectors.demo.sheet import SCHEMA_FOLDER, Sheets

TINY = 0.01


def declared() -> dict[str, dict]:
    tables = {}
    for path in SCHEMA_FOLDER.glob("*.yaml"):
        tables |= yaml.safe_load(path.read_text("utf-8"))["tables"]
    return {name: table for name, table in tables.items() if not table.get("derived")}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_same_seed_same_bytes_other_seed_other_data(tmp_path: Path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate_folder(tmp_path / name, seed, TINY)
    a, b, c = (contents(tmp_path / name) for name in "abc")
    assert a == b
    fixed = {"province.csv", "city.csv", "county.csv", "basin.csv", "subbasin.csv",
             "water_source.csv", "maintainer.csv"}  # fmt: skip
    assert {name for name in a if a[name] == c.get(name)} == fixed


def test_the_manifest_says_what_is_there(folder: Folder):
    manifest = json.loads((folder.path / "manifest.json").read_text("utf-8"))
    assert manifest["generated"] is True
    assert (manifest["seed"], manifest["scale"]) == (SEED, SCALE)
    assert manifest["as_of"] == "2026-09-16 09:00:00"
    assert set(manifest["tables"]) == set(declared())
    for name, entry in manifest["tables"].items():
        data = (folder.path / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert folder.one(f"select count(*) from {name}") == entry["rows"] > 0


def test_keys_are_unique_and_references_hold(either: Folder):
    tables = declared()
    for name, table in tables.items():
        key = ", ".join(table["key"])
        repeated = f"select {key} from {name} group by all having count(*) > 1"
        assert either.rows(repeated) == [], name
        for column, target in table.get("refs", {}).items():
            parent = tables[target]["key"][0]
            lost = (
                f"select distinct {column} from {name} where {column} is not null and {column} "
                f"not in (select {parent} from {target})"
            )
            assert either.rows(lost) == [], (name, column)


def test_values_are_those_the_columns_list(either: Folder):
    """A text column whose Chinese label lists values (A、B、C) holds only those."""
    checked = 0
    for name, table in declared().items():
        for column, spec in table["columns"].items():
            head, colon, listed = spec[1].partition("：")
            if not colon or not spec[0].startswith("text") or "、" not in listed or "（" in spec[1]:
                continue
            if (name, column) == ("basin", "system"):
                continue  # the label gives one province's river systems
            allowed = set(listed.split("、"))
            found = {v for (v,) in either.rows(f"select distinct {column} from {name}")} - {None}
            assert found <= allowed, (name, column, head)
            checked += 1
    assert checked > 25


def test_names_are_plainly_invented(folder: Folder):
    assert folder.one("select count(*) from holder where legal_person not like '%示例'") == 0
    assert folder.one("select count(*) from holder where credit_code not like '91DEMO%'") == 0
    assert folder.one("select count(*) from holder where phone not like '000%'") == 0
    assert folder.one("select count(*) - count(distinct name) from holder") == 0
    assert folder.one("select count(*) - count(distinct name) from station") == 0


def test_a_second_province_owes_nothing_to_the_first(invented: Folder):
    text = b"".join(contents(invented.path).values()).decode()
    assert not any(word in text for word in ("江西省", "赣江", "南昌市", "鄱阳湖"))
    codes = invented.rows("select county_code from county union select city_code from city")
    assert all(code.startswith("99") for (code,) in codes)
    assert invented.one("select count(*) from county") == 32
    assert invented.one("select name from province") == "云泽省"


def test_another_moment_moves_everything(tmp_path: Path):
    as_of = datetime(2025, 3, 2, 14, 0)
    generate_folder(tmp_path, 5, TINY, as_of=as_of, province=PROVINCES / "invented")
    moved = Folder(tmp_path)
    assert str(moved.one("select max(date) from station_day")) == "2025-03-02"
    assert moved.one("select max(received_at) from reading") <= as_of
    assert moved.one("select max(year) from annual_use") == 2024
    assert str(moved.one("select max(period_end) from survey_report")) == "2024-12-31"


@pytest.mark.parametrize("scale", [0, -1, 11])
def test_a_silly_scale_is_refused(tmp_path: Path, scale: float):
    with pytest.raises(BadInput, match="规模"):
        generate_folder(tmp_path, 1, scale)


def test_a_folder_in_use_is_not_overwritten(folder: Folder):
    with pytest.raises(BadInput, match="已有数据"):
        generate_folder(folder.path, 1, TINY)


def test_a_table_must_have_the_warehouse_columns(tmp_path: Path):
    sheets = Sheets(tmp_path)
    with pytest.raises(InternalError, match="不符"):
        sheets.write("maintainer", {"maintainer_id": ["1"], "title": ["x"]})
    with pytest.raises(InternalError, match="不该空"):
        sheets.write("maintainer", {"maintainer_id": ["1"], "name": [None]})
    with pytest.raises(InternalError, match="缺表"):
        sheets.finish()
