"""Loading: what comes in is what was sent, twice is once, and a failure leaves the old data."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.contracts.errors import BadInput, SourceUnavailable
from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.replace import replacing
from data_connectors.warehouse.report import LoadReport
from data_connectors.warehouse.schema import load_schema
from data_connectors.warehouse.store import DuckWarehouse
from tests.data_connectors.folders import Folder, few_tables, sample_rows

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = few_tables()


def load(folder: Path, db: Path) -> LoadReport:
    return load_folder(folder, db, schema=SCHEMA, threads=1)


def whole(db: Path, sql: str) -> list[tuple]:
    return rows(db, sql, load_schema())


def rows(db: Path, sql: str, schema=SCHEMA) -> list[tuple]:
    store = DuckWarehouse(db, schema=schema, threads=1)
    try:
        return list(store.run(sql).rows)
    finally:
        store.close()


def test_every_row_of_every_table_is_loaded_unchanged(sample_db: Path):
    for name, sent in sample_rows().items():
        columns = list(sent[0])
        named = ", ".join(f'"{column}"' for column in columns)
        stored = whole(sample_db, f'SELECT {named} FROM "{name}"')
        assert sorted(stored, key=str) == sorted(
            [tuple(row[column] for column in columns) for row in sent], key=str
        ), name


def test_station_month_adds_days_and_archive(sample_db: Path):
    found = whole(sample_db, "SELECT * FROM station_month WHERE station_id = 'station-1'")
    assert found == [
        ("station-1", "2024-08-01", 16, 384, 380, 370, 9.0, 50.0, 16, 15, 1),
        # 16 archived days and two daily rows of the same month
        ("station-1", "2026-09-01", 18, 432, 426, 410, 19.0, 250.0, 18, 17, 1),
    ]
    assert whole(sample_db, "SELECT days, online_days, abnormal_days FROM station_month "
                            "WHERE station_id = 'station-3'") == [(2, 0, 2)]  # fmt: skip


def test_days_counted_twice_are_remarked(folder: Folder, db: Path):
    archive = sample_rows()["station_month_archive"]
    archive[1]["days"] = 30
    folder.put("station_month_archive", archive)
    report = load(folder.seal(), db)
    [note] = [note for note in report.notes if "重叠" in note]
    assert "1 个站月" in note and "station-1，2026-09" in note


def test_a_month_without_any_volume_has_none(folder: Folder, db: Path):
    sent = sample_rows()
    for day in sent["station_day"]:
        day["volume_m3"] = None
    folder.put("station_day", sent["station_day"])
    load(folder.seal(), db)
    assert rows(db, "SELECT volume_m3 FROM station_month WHERE station_id='station-2'") == [(None,)]


def test_comments_are_in_both_languages(sample_db: Path):
    [(comment,)] = whole(sample_db, "SELECT comment FROM duckdb_columns() "
                         "WHERE table_name='reading' AND column_name='volume_m3'")  # fmt: skip
    assert "时段水量" in comment and "volume of the hour" in comment


def test_the_manifest_is_kept(folder: Folder, db: Path):
    report = load(folder.seal(), db)
    store = DuckWarehouse(db, schema=SCHEMA)
    assert store.as_of.isoformat() == "2026-09-16T09:00:00"
    assert store.meta.generated and store.meta.profile == "jiangxi"
    assert [load.folder for load in store.meta.loads] == [str(folder.path)]
    assert store.data_version == report.data_version
    store.close()


# ------------------------------------------------------------------------------ more than once
def test_the_same_folder_twice_changes_nothing(folder: Folder, db: Path):
    first = load(folder.seal(), db)
    before = db.read_bytes()
    second = load(folder.path, db)
    assert second.unchanged and second.data_version == first.data_version
    assert db.read_bytes() == before
    assert "未作改动" in second.text()


def test_a_newer_folder_replaces_rows_of_the_same_key(folder: Folder, db: Path, tmp_path: Path):
    first = load(folder.seal(), db)
    newer = Folder(tmp_path / "newer", {"county": [
        {"county_code": "360102", "name": "东湖新区", "short_name": "东湖", "kind": "市辖区",
         "city_code": "360100", "sort_order": 1},
        {"county_code": "360482", "name": "共青城市", "short_name": "共青城", "kind": "县级市",
         "city_code": "360400", "sort_order": 4}]})  # fmt: skip
    report = load(newer.seal(as_of="2026-09-17T09:00:00"), db)
    assert rows(db, "SELECT county_code, name FROM county ORDER BY 1") == [
        ("360102", "东湖新区"), ("360121", "南昌县"), ("360481", "瑞昌市"), ("360482", "共青城市"),
    ]  # fmt: skip
    assert rows(db, "SELECT count(*) FROM reading") == [(6,)]
    assert report.as_of.day == 17 and report.data_version != first.data_version


def test_an_older_folder_only_fills_gaps(folder: Folder, db: Path, tmp_path: Path):
    load(folder.seal(), db)
    older = Folder(tmp_path / "older", {"basin": [
        {"basin_code": "basin-1", "name": "旧名", "system": "甲", "is_five_river": True,
         "area_km2": 1, "sort_order": 1},
        {"basin_code": "basin-9", "name": "补上", "system": "甲", "is_five_river": True,
         "area_km2": 1, "sort_order": 9}]})  # fmt: skip
    report = load(older.seal(as_of="2026-01-01T00:00:00"), db)
    assert rows(db, "SELECT count(*) FROM basin WHERE name = '旧名'") == [(0,)]
    assert rows(db, "SELECT count(*) FROM basin") == [(4,)]
    assert report.as_of.isoformat() == "2026-09-16T09:00:00"
    assert any("旧" in note for note in report.notes)
    assert load(older.path, db).unchanged


def test_an_earlier_folder_again_after_an_increment_changes_nothing(
    folder: Folder, db: Path, tmp_path: Path
):
    load(folder.seal(), db)
    newer = Folder(tmp_path / "newer", {"maintainer": [{"maintainer_id": "m", "name": "乙"}]})
    version = load(newer.seal(as_of="2026-09-17T09:00:00"), db).data_version
    again = load(folder.path, db)
    assert again.unchanged and again.data_version == version


def test_rows_set_aside_are_tried_again_when_their_parents_arrive(
    folder: Folder, db: Path, tmp_path: Path
):
    folder.add_line("reading", "late,2026-09-15 05:00:00,2026-09-15 05:01:00,1,1,1,正常")
    load(folder.seal(), db)
    assert rows(db, "SELECT count(*) FROM _quarantine") == [(1,)]
    stations = sample_rows()["station"]
    folder.put("station", [*stations, stations[0] | {"station_id": "late"}])
    report = load(folder.seal(), db)
    assert report.quarantined == 0
    assert rows(db, "SELECT count(*) FROM reading WHERE station_id = 'late'") == [(1,)]
    assert rows(db, "SELECT count(*) FROM _quarantine") == [(0,)]


def test_data_of_another_profile_are_not_mixed_in(folder: Folder, db: Path):
    load(folder.seal(), db)
    with pytest.raises(BadInput, match="hunan"):
        load(folder.seal(profile="hunan"), db)


# -------------------------------------------------------------------------------- what may lack
def test_a_missing_table_is_empty_and_reported(folder: Folder, db: Path):
    folder.drop("inspection", "meter")
    report = load(folder.seal(), db)
    assert rows(db, "SELECT count(*) FROM inspection") == [(0,)]
    assert any("inspection" in note and "meter" in note for note in report.notes)


def test_references_to_a_missing_table_are_not_checked_but_said(folder: Folder, db: Path):
    folder.drop("maintainer")
    report = load(folder.seal(), db)
    assert rows(db, "SELECT count(*) FROM station") == [(3,)]
    assert any("station 的 maintainer_id" in note for note in report.notes)


def test_a_required_table_must_be_there(folder: Folder, db: Path):
    folder.drop("county")
    with pytest.raises(BadInput, match="county"):
        load(folder.seal(), db)
    assert not db.exists()


# -------------------------------------------------------------------------- a failure on the way
def test_two_loads_at_once_are_refused(folder: Folder, db: Path):
    db.parent.mkdir(parents=True)
    with db.with_name(f"{db.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SourceUnavailable, match="正在进行"):
            load(folder.seal(), db)


def test_what_a_killed_load_left_is_removed(folder: Folder, db: Path):
    db.parent.mkdir(parents=True)
    db.with_name(f"{db.name}.new").write_bytes(b"half")
    db.with_name(f"{db.name}.new.wal").write_bytes(b"half")
    load(folder.seal(), db)
    assert sorted(path.name for path in db.parent.iterdir()) == [db.name, f"{db.name}.lock"]


def test_a_damaged_database_is_said_and_kept(folder: Folder, db: Path):
    db.parent.mkdir(parents=True)
    db.write_bytes(b"not a database" * 1000)
    with pytest.raises(SourceUnavailable, match="损坏"):
        load(folder.seal(), db)
    assert db.read_bytes().startswith(b"not a database")


_WITH_QUOTA = """
import resource, sys
from pathlib import Path
from assistant.contracts.errors import SourceUnavailable
from data_connectors.warehouse.load import load_folder
from tests.data_connectors.folders import few_tables
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    load_folder(Path(sys.argv[1]), Path(sys.argv[2]), schema=few_tables())
except SourceUnavailable as error:
    print(error.message)
    sys.exit(4)
"""


@pytest.mark.parametrize("limit", [4_096, 300_000, 1_000_000])
def test_a_full_disk_leaves_the_old_data(folder: Folder, db: Path, tmp_path: Path, limit: int):
    load(folder.seal(), db)
    before = db.read_bytes()
    bigger = Folder(tmp_path / "bigger", {"maintainer": [
        {"maintainer_id": f"m{n}", "name": os.urandom(40).hex()} for n in range(20_000)
    ]})  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _WITH_QUOTA, str(bigger.seal(as_of="2026-09-17T09:00:00")), str(db),
         str(limit)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "磁盘空间不足" in done.stdout and "保持原样" in done.stdout
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == [db.name, f"{db.name}.lock"]


def test_a_file_whose_log_is_not_empty_takes_no_place(tmp_path: Path):
    target = tmp_path / "warehouse.duckdb"
    target.write_text("old")
    with pytest.raises(SourceUnavailable, match="保持原样"), replacing(target) as new:
        new.path.write_text("new")
        new.path.with_name(f"{new.path.name}.wal").write_text("what was not written")
        new.commit()
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, f"{target.name}.lock"]
