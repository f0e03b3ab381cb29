"""Builds small exchange folders by hand: one consistent row or two in every table."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from data_connectors.warehouse.schema import Schema, TableDef, load_schema

AS_OF = "2026-09-16T09:00:00"
# Enough for every rule of loading; a load of all tables takes three times as long.
FEW = ("reading", "station_day", "station_month_archive", "station_month", "meter", "inspection")
Rows = list[dict[str, Any]]

# Two cities, three counties; the rest hangs on one object a county.
_GIVEN: dict[str, Rows] = {
    "province": [{"province_code": "360000", "name": "江西省", "short_name": "江西"}],
    "city": [
        {"city_code": "360100", "name": "南昌市", "short_name": "南昌", "sort_order": 1},
        {"city_code": "360400", "name": "九江市", "short_name": "九江", "sort_order": 2},
    ],
    "county": [
        {"county_code": "360102", "name": "东湖区", "short_name": "东湖", "city_code": "360100"},
        {"county_code": "360121", "name": "南昌县", "short_name": "南昌", "city_code": "360100"},
        {"county_code": "360481", "name": "瑞昌市", "short_name": "瑞昌", "city_code": "360400"},
    ],
    "reading": [
        {"station_id": f"station-{n}", "observed_at": f"2026-09-15 {hour:02}:00:00",
         "received_at": f"2026-09-15 {hour:02}:03:00", "volume_m3": 10.0 * n + hour}
        for n in (1, 2, 3) for hour in (1, 2)
    ],
    "station_day": [
        {"station_id": f"station-{n}", "date": f"2026-09-{day:02}", "records_due": 24,
         "records_received": 24 - n, "records_on_time": 20, "delay_minutes_sum": 5.0,
         "volume_m3": 100.0 * n, "online": n != 3, "abnormal": n == 3}
        for n in (1, 2, 3) for day in (1, 2)
    ],
    "station_month_archive": [
        {"station_id": "station-1", "month": month, "days": 16, "records_due": 384,
         "records_received": 380, "records_on_time": 370, "delay_minutes_sum": 9.0,
         "volume_m3": 50.0, "report_days": 16, "online_days": 15, "abnormal_days": 1}
        for month in ("2024-08-01", "2026-09-01")
    ],
}  # fmt: skip
_DEFAULTS = {
    "text": "甲", "int": 1, "real": 1.5, "bool": True, "date": "2026-01-31",
    "timestamp": "2026-01-31 08:00:00",
}  # fmt: skip


def sample_rows(schema: Schema | None = None) -> dict[str, Rows]:
    """Rows of every table of the schema: keys unique, every reference leads somewhere."""
    schema = schema or load_schema()
    rows: dict[str, Rows] = {}
    for table in schema.load_order:
        if not table.derived:
            given = _GIVEN.get(table.name) or [{} for _ in range(3)]
            rows[table.name] = [
                _complete(table, row, n, rows, schema) for n, row in enumerate(given)
            ]
    return rows


def _complete(
    table: TableDef, row: dict[str, Any], n: int, rows: dict[str, Rows], schema: Schema
) -> dict[str, Any]:
    full: dict[str, Any] = {}
    for column in table.columns:
        if column.name in row:
            full[column.name] = row[column.name]
        elif column.name in table.refs:
            target = table.refs[column.name]
            parents = rows[target]
            full[column.name] = parents[n % len(parents)][schema.tables[target].key[0]]
        elif column.name in table.key:
            full[column.name] = _key_value(table, column.type, n)
        else:
            full[column.name] = _DEFAULTS[column.type]
    return full


def _key_value(table: TableDef, kind: str, n: int) -> Any:
    if kind == "int":
        return 2023 + n
    if kind == "date":
        return f"2026-0{n + 1}-01"
    return f"{table.name}-{n + 1}"


def few_tables() -> Schema:
    """The schema cut down to ``FEW`` and what they refer to."""
    whole = load_schema()
    wanted = list(FEW)
    for name in wanted:
        wanted += [to for to in whole.tables[name].refs.values() if to not in wanted]
    return Schema({name: table for name, table in whole.tables.items() if name in wanted})


def to_csv(table: TableDef, rows: Rows) -> str:
    """The table as CSV text, columns in the schema's order; None is an empty cell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, table.column_names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in table.column_names})
    return out.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


class Folder:
    """An exchange folder; texts may be spoilt before ``seal`` writes the manifest."""

    def __init__(
        self, path: Path, rows: dict[str, Rows] | None = None, schema: Schema | None = None
    ) -> None:
        self.path = path
        self.schema = schema or load_schema()
        path.mkdir(parents=True, exist_ok=True)
        self.texts: dict[str, bytes] = {}
        self.row_counts: dict[str, int] = {}
        for name, table_rows in (rows if rows is not None else sample_rows(self.schema)).items():
            self.put(name, table_rows)

    def put(self, table: str, rows: Rows) -> None:
        self.texts[table] = to_csv(self.schema.tables[table], rows).encode()
        self.row_counts[table] = len(rows)

    def add_line(self, table: str, line: str | bytes) -> int:
        """Append a line; return its number in the file."""
        data = line.encode() if isinstance(line, str) else line
        self.texts[table] += data + b"\n"
        self.row_counts[table] += 1
        return self.texts[table].count(b"\n")

    def drop(self, *tables: str) -> None:
        for table in tables:
            del self.texts[table], self.row_counts[table]

    def seal(self, **changes: Any) -> Path:
        """Write the files and the manifest; ``changes`` override keys of the manifest."""
        tables = {}
        for name, data in self.texts.items():
            (self.path / f"{name}.csv").write_bytes(data)
            tables[name] = {
                "file": f"{name}.csv",
                "rows": self.row_counts[name],
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        manifest = {
            "format_version": 1, "profile": "jiangxi", "generated": True, "seed": 1,
            "as_of": AS_OF, "tables": tables,
        } | changes  # fmt: skip
        (self.path / "manifest.json").write_text(
            json.dumps(manifest, ensure_ascii=False), encoding="utf-8"
        )
        return self.path
