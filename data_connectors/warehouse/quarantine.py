"""Keeps every refused row of a file in ``_quarantine`` with its line and reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from assistant.contracts.errors import BadInput
from data_connectors.warehouse.schema import ColumnType, TableDef

QUARANTINE = "_quarantine"
CREATE_QUARANTINE = """
CREATE TABLE _quarantine (
  table_name VARCHAR NOT NULL, file VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
  line BIGINT, reason VARCHAR NOT NULL, content VARCHAR
)
"""
_BATCH = 20_000
_FIELDS = pa.schema(
    [
        ("table_name", pa.string()), ("file", pa.string()), ("sha256", pa.string()),
        ("line", pa.int64()), ("reason", pa.string()), ("content", pa.string()),
    ]
)  # fmt: skip
_ZH_TYPES: dict[ColumnType, str] = {
    "text": "文本", "int": "整数", "real": "数", "bool": "true 或 false",
    "date": "YYYY-MM-DD 的日期", "timestamp": "YYYY-MM-DD HH:MM:SS 的时间",
}  # fmt: skip
_REJECTS = """
SELECT line_byte_position - 1, arg_min(error_type, column_idx), arg_min(column_name, column_idx),
  left(any_value(csv_line), 2000)
FROM reject_errors GROUP BY line_byte_position ORDER BY 1
"""
_BAD = """
SELECT stage.rowid, bad.reason, left(CAST(to_json(stage) AS VARCHAR), 2000)
FROM stage JOIN bad ON bad.row = stage.rowid ORDER BY 1
"""


@dataclass(frozen=True)
class Refused:
    """One refused row; ``line`` is the physical line of the file, the header being line 1."""

    line: int | None
    reason: str
    content: str


def refused_rows(
    con: duckdb.DuckDBPyConnection, path: Path, table: TableDef
) -> Iterator[Refused]:
    """Yield the rows the reader rejected, then the staged rows that the checks refused."""
    rejects = con.execute(_REJECTS).fetchall()
    lines = _lines_at(path, [position for position, *_ in rejects])
    for (_, kind, column, content), line in zip(rejects, lines, strict=True):
        yield Refused(line, _reason(kind, column, table), (content or "").strip("\r\n"))
    bad = con.execute(_BAD).fetchall()
    if bad:
        yield from _with_lines(path, set(lines), bad)


def store(
    con: duckdb.DuckDBPyConnection, table: TableDef, file: str, sha256: str,
    rows: Iterable[Refused],
) -> None:
    """Write the rows into ``_quarantine``."""  # fmt: skip
    batch: list[Refused] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            _write(con, table, file, sha256, batch)
            batch = []
    if batch:
        _write(con, table, file, sha256, batch)


def _write(
    con: duckdb.DuckDBPyConnection, table: TableDef, file: str, sha256: str, rows: list[Refused]
) -> None:
    columns = [
        [table.name] * len(rows), [file] * len(rows), [sha256] * len(rows),
        [row.line for row in rows], [row.reason for row in rows], [row.content for row in rows],
    ]  # fmt: skip
    arrays = [pa.array(*pair) for pair in zip(columns, _FIELDS.types, strict=True)]
    con.register("refused_batch", pa.Table.from_arrays(arrays, schema=_FIELDS))
    con.execute("INSERT INTO _quarantine SELECT * FROM refused_batch")
    con.unregister("refused_batch")


def _reason(kind: str, column: str | None, table: TableDef) -> str:
    if kind == "CAST" and column is not None:
        return f"列 {column} 的值不是{_ZH_TYPES[table.column(column).type]}"
    reasons = {
        "MISSING COLUMNS": "列数不足",
        "TOO MANY COLUMNS": "列数过多",
        "UNQUOTED VALUE": "引号不配对",
        "INVALID ENCODING": "不是 UTF-8 编码",
        "LINE SIZE OVER MAXIMUM": "行太长",
    }
    return reasons.get(kind, f"不能读取（{kind}）")


def _lines_at(path: Path, positions: list[int]) -> list[int]:
    """Physical line of each byte position (sorted); a position may lie on the line break before."""
    lines, line, at = [], 1, 0
    with path.open("rb") as file:
        for position in positions:
            line += file.read(position - at).count(b"\n")
            at = position
            while (byte := file.read(1)) in {b"\r", b"\n"}:
                line += byte == b"\n"
                at += 1
            file.seek(at)
            lines.append(line)
    return lines


def _with_lines(
    path: Path, rejected: set[int], bad: Iterable[tuple[int, str, str]]
) -> Iterator[Refused]:
    """Walk the file once, pairing the staged rows (in file order) with their lines."""
    accepted = _accepted_lines(path, rejected)
    at = -1
    line: int | None = None
    for row, reason, content in bad:
        while at < row:
            line = next(accepted, None)
            at += 1
        yield Refused(line, reason, content)


def _accepted_lines(path: Path, rejected: set[int]) -> Iterator[int]:
    """First line of each record that the reader did not reject."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        start = 1
        try:
            for record in reader:
                if record and start not in rejected and start > 1:
                    yield start
                start = reader.line_num + 1
        except csv.Error as error:
            raise BadInput(f"{path}:{start} 不是合法的 CSV。", detail=str(error)) from error
