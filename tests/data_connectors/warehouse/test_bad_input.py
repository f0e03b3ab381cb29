"""Broken folders are refused whole; broken rows are set aside, with line and reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.contracts.errors import BadInput
from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.report import LoadReport
from data_connectors.warehouse.store import DuckWarehouse
from tests.data_connectors.folders import Folder, few_tables, sample_rows

SCHEMA = few_tables()


def load(folder: Path, db: Path) -> LoadReport:
    return load_folder(folder, db, schema=SCHEMA, threads=1)


def rows_of(db: Path, sql: str) -> list[tuple]:
    store = DuckWarehouse(db, schema=SCHEMA, threads=1)
    try:
        return list(store.run(sql).rows)
    finally:
        store.close()


def quarantine(db: Path) -> list[tuple]:
    return rows_of(db, "SELECT file, line, reason FROM _quarantine ORDER BY 1, 2")


def refused(folder: Folder, db: Path, **manifest) -> str:
    """Seal and load a folder that must be refused; return what was said."""
    return refused_path(folder.seal(**manifest), db)


def refused_path(path: Path, db: Path) -> str:
    with pytest.raises(BadInput) as caught:
        load(path, db)
    assert not db.exists()
    return caught.value.message


# ------------------------------------------------------------------------------------ structure
def test_no_folder(tmp_path: Path, db: Path):
    assert "nowhere" in refused_path(tmp_path / "nowhere", db)


def test_no_manifest(tmp_path: Path, db: Path):
    assert "manifest.json" in refused_path(tmp_path, db)


def test_manifest_is_not_json(folder: Folder, db: Path):
    path = folder.seal()
    (path / "manifest.json").write_text('{\n"format_version": 1,\n oops', encoding="utf-8")
    assert "manifest.json:3" in refused_path(path, db)


@pytest.mark.parametrize("change, word", [
    ({"format_version": 2}, "format_version"),
    ({"as_of": "yesterday"}, "as_of"),
    ({"as_of": "2026-09-16T09:00:00+08:00"}, "as_of"),
    ({"generated": None}, "generated"),
    ({"tables": []}, "tables"),
])  # fmt: skip
def test_manifest_with_a_bad_value(folder: Folder, db: Path, change: dict, word: str):
    assert word in refused(folder, db, **change)


def test_missing_file(folder: Folder, db: Path):
    path = folder.seal()
    (path / "reading.csv").unlink()
    message = refused_path(path, db)
    assert "reading.csv" in message and "补上" in message


def test_wrong_checksum(folder: Folder, db: Path):
    path = folder.seal()
    with (path / "reading.csv").open("ab") as file:
        file.write(b"\n")
    message = refused_path(path, db)
    assert "reading.csv" in message and "校验和" in message


def test_wrong_row_count(folder: Folder, db: Path):
    folder.row_counts["reading"] += 1
    message = refused(folder, db)
    assert "reading.csv" in message and "6 行" in message and "7 行" in message


def test_unknown_table(folder: Folder, db: Path):
    path = folder.seal()
    manifest = json.loads((path / "manifest.json").read_text())
    manifest["tables"]["surprise"] = manifest["tables"]["city"]
    (path / "manifest.json").write_text(json.dumps(manifest))
    assert "surprise" in refused_path(path, db)


def test_derived_table_cannot_be_supplied(folder: Folder, db: Path):
    path = folder.seal()
    manifest = json.loads((path / "manifest.json").read_text())
    manifest["tables"]["station_month"] = manifest["tables"]["city"]
    (path / "manifest.json").write_text(json.dumps(manifest))
    assert "station_month" in refused_path(path, db)


def test_file_outside_the_folder(folder: Folder, db: Path):
    path = folder.seal()
    manifest = json.loads((path / "manifest.json").read_text())
    manifest["tables"]["city"]["file"] = "../city.csv"
    (path / "manifest.json").write_text(json.dumps(manifest))
    assert "../city.csv" in refused_path(path, db)


def test_file_the_manifest_does_not_name(folder: Folder, db: Path):
    path = folder.seal()
    (path / "forgotten.csv").write_text("a\n")
    assert "forgotten.csv" in refused_path(path, db)


@pytest.mark.parametrize("old, new, word", [
    (b"volume_m3", b"volume", "volume_m3"),
    (b",quality", b"", "quality"),
    (b",quality", b",quality,quality", "重复"),
])  # fmt: skip
def test_wrong_header(folder: Folder, db: Path, old: bytes, new: bytes, word: str):
    folder.texts["reading"] = folder.texts["reading"].replace(old, new, 1)
    message = refused(folder, db)
    assert "reading.csv:1" in message and word in message


def test_empty_file(folder: Folder, db: Path):
    folder.texts["reading"] = b""
    folder.row_counts["reading"] = 0
    assert "reading.csv:1" in refused(folder, db)


def test_a_file_in_another_encoding_is_refused_whole(folder: Folder, db: Path):
    folder.texts["holder"] = folder.texts["holder"].decode().encode("gb18030")
    message = refused(folder, db)
    assert "holder.csv" in message and "UTF-8" in message


def test_unfinished_quote_swallows_the_rest(folder: Folder, db: Path):
    text = folder.texts["holder"].decode().splitlines()
    text[1] = text[1].replace("甲", '"甲', 1)
    folder.texts["holder"] = ("\n".join(text) + "\n").encode()
    assert "holder.csv" in refused(folder, db)


def test_a_failed_load_leaves_the_loaded_data(folder: Folder, db: Path):
    load(folder.seal(), db)
    before = db.read_bytes()
    folder.row_counts["reading"] += 1
    with pytest.raises(BadInput):
        load(folder.seal(as_of="2026-09-17T09:00:00"), db)
    assert db.read_bytes() == before


# -------------------------------------------------------------------------------------- headers
def test_columns_in_another_order_and_a_byte_order_mark(folder: Folder, db: Path):
    names = "name,maintainer_id\n乙,m1\n"
    folder.texts["maintainer"] = b"\xef\xbb\xbf" + names.encode()
    folder.row_counts["maintainer"] = 1
    folder.drop("station", "meter", "reading", "station_day", "station_month_archive")
    load(folder.seal(), db)
    assert rows_of(db, "SELECT maintainer_id, name FROM maintainer") == [("m1", "乙")]


def test_a_table_without_rows(folder: Folder, db: Path):
    folder.put("inspection", [])
    report = load(folder.seal(), db)
    assert report.quarantined == 0


# ----------------------------------------------------------------------------------------- rows
GOOD = "station-1,2026-09-15 09:00:00,2026-09-15 09:01:00,1,1,1,正常"


@pytest.mark.parametrize("line, reason", [
    ("station-1,2026-13-15 01:00:00,2026-09-15 01:00:00,1,1,1,正常", "observed_at"),
    ("station-1,2026-09-15 25:00:00,2026-09-15 01:00:00,1,1,1,正常", "observed_at"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00+08,1,1,1,正常", "received_at"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,abc,1,1,正常", "flow_m3h"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,nan,1,1,正常", "有限"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,inf,1,1,正常", "有限"),
    ("station-1,2026-09-15 05:00:00,,1,1,1,正常", "received_at 为空"),
    (",2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1,正常", "station_id 为空"),
    ("station-9,2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1,正常", "station不存在"),
    ("station-1,2026-09-15 01:00:00,2026-09-15 05:00:00,1,1,1,正常", "重复"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1", "列数不足"),
    ("station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1,正常,多", "列数过多"),
    (b"station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1,\xff\xfe", "UTF-8"),
    ('station-1,2026-09-15 05:00:00,2026-09-15 05:00:00,1,1,1,"正"常', "引号"),
])  # fmt: skip
def test_a_malformed_row_is_set_aside(folder: Folder, db: Path, line: str | bytes, reason: str):
    number = folder.add_line("reading", line)
    folder.add_line("reading", GOOD)
    report = load(folder.seal(), db)
    [(file, at, why)] = quarantine(db)
    assert (file, at) == ("reading.csv", number) and reason in why
    assert report.quarantined == 1 and f"reading.csv:{number}" in report.text()
    assert rows_of(db, "SELECT count(*) FROM reading") == [(7,)]


@pytest.mark.parametrize("value", ["1.5", "1e30", "one"])
def test_a_whole_number_must_be_whole(folder: Folder, db: Path, value: str):
    number = folder.add_line("city", f"360500,新余市,新余,360000,1,{value}")
    load(folder.seal(), db)
    [(file, at, why)] = quarantine(db)
    assert (file, at) == ("city.csv", number) and "sort_order" in why and "整数" in why


def test_a_date_with_a_time_is_refused_not_cut(folder: Folder, db: Path):
    rows = sample_rows()["inspection"]
    rows[1]["inspected_date"] = "2026-01-31 23:30:00"
    folder.put("inspection", rows)
    load(folder.seal(), db)
    [(file, line, why)] = quarantine(db)
    assert (file, line) == ("inspection.csv", 3) and "inspected_date" in why


def test_children_of_a_refused_row_are_set_aside_too(folder: Folder, db: Path):
    rows = sample_rows()["station"]
    rows[2]["county_code"] = "999999"
    folder.put("station", rows)
    report = load(folder.seal(), db)
    files = {file for file, _, _ in quarantine(db)}
    assert {"station.csv", "reading.csv", "station_day.csv", "meter.csv"} <= files
    assert report.quarantined == len(quarantine(db))


def test_lines_are_counted_through_breaks_inside_quotes_and_blank_lines(folder: Folder, db: Path):
    data = folder.texts["maintainer"].rstrip(b"\n").split(b"\n")
    data[1] = b'maintainer-1,"two\nlines"'
    folder.texts["maintainer"] = b"\n".join(data) + b"\n\n"
    folder.texts["maintainer"] += b"maintainer-1,again\nm7\n"
    folder.row_counts["maintainer"] += 2
    load(folder.seal(), db)
    assert [line for _, line, _ in quarantine(db)] == [7, 8]


def test_windows_line_ends_are_welcome(folder: Folder, db: Path):
    folder.texts["maintainer"] = folder.texts["maintainer"].replace(b"\n", b"\r\n")
    folder.texts["maintainer"] += b"m7\r\nmaintainer-1,again\r\n"
    folder.row_counts["maintainer"] += 2
    load(folder.seal(), db)
    assert [line for _, line, _ in quarantine(db)] == [5, 6]


def test_mixed_line_ends_are_refused_with_the_line(folder: Folder, db: Path):
    folder.texts["maintainer"] += b"m7,again\r\nm8,again\r\n"
    folder.row_counts["maintainer"] += 2
    message = refused(folder, db)
    assert "maintainer.csv:5" in message and "换行符" in message


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"),
            min_size=1, max_size=12),
    min_size=1, max_size=8,
))  # fmt: skip
def test_any_text_comes_back_as_it_was(names: list[str], tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("text")
    rows = {name: sample_rows()[name] for name in ("province", "city", "county")}
    rows["maintainer"] = [
        {"maintainer_id": str(n), "name": name} for n, name in enumerate(names)
    ]
    load(Folder(place / "folder", rows).seal(), place / "db")
    found = rows_of(place / "db", "SELECT name FROM maintainer ORDER BY CAST(maintainer_id AS INT)")
    assert [name for (name,) in found] == names
