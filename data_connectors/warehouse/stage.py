"""Reads one CSV of an exchange folder into the temporary table ``stage``, types enforced."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
from sqlglot import exp

from assistant.contracts.errors import BadInput
from data_connectors.warehouse.ddl import DIALECT, SQL_TYPES
from data_connectors.warehouse.schema import TableDef

STAGE = "stage"
REJECTS, SCANS = "reject_errors", "reject_scans"
_LONGEST_HEADER = 100_000


def read_header(path: Path, table: TableDef) -> tuple[str, ...]:
    """Return the file's columns, in the file's order.

    Raises:
        BadInput: the file has no header, or its columns are not the table's.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST_HEADER).decode("utf-8-sig")
        header = tuple(next(csv.reader([first]), ()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}:1 表头读不了，应为 UTF-8 的 CSV。", detail=str(error)) from error
    if len(set(header)) != len(header):
        raise BadInput(f"{path}:1 表头有重复的列。")
    missing = [name for name in table.column_names if name not in header]
    strange = [name for name in header if name not in table.column_names]
    if missing or strange:
        faults = [f"缺列 {'、'.join(missing)}"] if missing else []
        faults += [f"多出列 {'、'.join(strange)}"] if strange else []
        raise BadInput(
            f"{path}:1 表头与数据字典不符：{'；'.join(faults)}。"
            "请按 docs/data-dictionary.md 改表头。"
        )
    return header


def stage_file(con: duckdb.DuckDBPyConnection, path: Path, table: TableDef) -> None:
    """Fill ``stage`` with the rows that fit the column types; the others go to the rejects.

    Whole numbers are read as DOUBLE, because a cast to BIGINT would round 1.5 silently; the
    checks refuse what is not whole. Dates and times must be written in full.
    """
    header = read_header(path, table)
    for name in (STAGE, REJECTS, SCANS):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    columns = [exp.column(column, quoted=True) for column in table.column_names]
    select = exp.select(*columns).from_(exp.Table(this=_read_csv(path, table, header)))
    create = exp.Create(
        this=exp.to_table(STAGE),
        kind="TABLE",
        expression=select,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
    try:
        con.execute(create.sql(DIALECT))
    except duckdb.InvalidInputException as error:
        # Not a bad row, which would be among the rejects: the reader lost track of the rows.
        raise BadInput(
            f"{path}:{_odd_line(path)} 分不清行：全文件的换行符应一致（都用 LF 或都用 CRLF），"
            "引号应成对；请改正后重新计算校验和。",
            detail=str(error),
        ) from error
    _refuse_other_encoding(con, path)


def _refuse_other_encoding(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """A file saved in another encoding is one mistake, not as many bad rows as it has lines."""
    found = con.execute(
        f"SELECT (SELECT count(DISTINCT line_byte_position) FROM {REJECTS}"
        f" WHERE error_type = 'INVALID ENCODING'), (SELECT count(*) FROM {STAGE})"
    ).fetchone()
    if found is not None and found[0] > found[1]:
        raise BadInput(
            f"{path} 不是 UTF-8 编码（多半存成了 GBK/GB18030）；请另存为 UTF-8 后重新计算校验和。"
        )


def _odd_line(path: Path) -> int:
    """First line that does not end as the header does; 1 when all end alike."""
    with path.open("rb") as file:
        first = file.readline().endswith(b"\r\n")
        for number, line in enumerate(file, start=2):
            if line.endswith(b"\n") and line.endswith(b"\r\n") != first:
                return number
    return 1


def _read_csv(path: Path, table: TableDef, header: tuple[str, ...]) -> exp.Anonymous:
    types = exp.Struct(
        expressions=[
            exp.PropertyEQ(
                this=exp.to_identifier(name, quoted=True),
                expression=exp.Literal.string(_csv_type(table, name)),
            )
            for name in header
        ]
    )
    options: dict[str, exp.Expression] = {
        "header": exp.true(),
        "auto_detect": exp.false(),
        "delim": exp.Literal.string(","),
        "quote": exp.Literal.string('"'),
        "escape": exp.Literal.string('"'),
        "nullstr": exp.Literal.string(""),
        "dateformat": exp.Literal.string("%Y-%m-%d"),
        "timestampformat": exp.Literal.string("%Y-%m-%d %H:%M:%S"),
        "store_rejects": exp.true(),
        "ignore_errors": exp.true(),
        "columns": types,
    }
    arguments = [exp.EQ(this=exp.column(name), expression=value) for name, value in options.items()]
    return exp.Anonymous(this="read_csv", expressions=[exp.Literal.string(str(path)), *arguments])


def _csv_type(table: TableDef, column: str) -> str:
    kind = table.column(column).type
    return SQL_TYPES["real" if kind == "int" else kind]
