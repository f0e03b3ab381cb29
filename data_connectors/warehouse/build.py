"""Creates and fills every table of the new database, parents before children."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from assistant.contracts.errors import BadInput
from data_connectors.warehouse import quarantine
from data_connectors.warehouse.checks import BAD, find_bad_rows
from data_connectors.warehouse.ddl import comments, create_table
from data_connectors.warehouse.manifest import FileEntry, Manifest
from data_connectors.warehouse.merge import OLD, copy_old, derive, merge_stage
from data_connectors.warehouse.meta import FileFact, Meta
from data_connectors.warehouse.report import TableReport, TableStatus
from data_connectors.warehouse.schema import Schema, TableDef
from data_connectors.warehouse.stage import REJECTS, STAGE, stage_file


@dataclass(frozen=True)
class LoadJob:
    """One load: what comes in, and what was there (``old`` None = a first load)."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    manifest: Manifest
    schema: Schema
    old: Meta | None

    @property
    def stage_wins(self) -> bool:
        """Whether the folder's rows replace rows of the same key: not when it is the older."""
        return self.old is None or self.manifest.as_of >= self.old.as_of

    @property
    def load_no(self) -> int:
        """This load's number, 1 for the first."""
        return len(self.old.loads) + 1 if self.old else 1

    def is_new(self, table: str, entry: FileEntry) -> bool:
        """Whether loading the file could change the table."""
        if self.old is None:
            return True
        fact = (entry.sha256.lower(), entry.rows)
        last = self.old.last_file(table)
        if last is not None and (last.sha256, last.rows) == fact:
            return False
        return self.stage_wins or not self.old.seen(table, *fact)


@dataclass(frozen=True)
class LoadedTable:
    """What became of one table."""

    report: TableReport
    file: FileFact | None = None
    unchecked: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def build_tables(job: LoadJob) -> list[LoadedTable]:
    """Create and fill every table, parents before children."""
    job.con.execute(quarantine.CREATE_QUARANTINE)
    if job.old is not None:
        job.con.execute(f"INSERT INTO {quarantine.QUARANTINE} FROM {OLD}.{quarantine.QUARANTINE}")
    loaded: list[LoadedTable] = []
    with_rows: set[str] = set()
    _create_all(job)
    for table in (t for t in job.schema.load_order if not t.derived):
        result = _fill(job, table, with_rows)
        if table.required and not result.report.rows:
            raise BadInput(
                f"{job.folder} 缺少必需的表 {table.name}（{table.zh}），或其中没有可用的行。"
            )
        if result.report.rows:
            with_rows.add(table.name)
        loaded.append(result)
    for table in (t for t in job.schema.load_order if t.derived):
        remarks = derive(job.con, table)
        rows = _count(job.con, table.name)
        derived = TableReport(table.name, "derived", 0, 0, rows)
        loaded.append(LoadedTable(derived, remarks=remarks))
    return loaded


def _create_all(job: LoadJob) -> None:
    """Create and describe every table, in one transaction: each would wait for the disk."""
    job.con.begin()
    for table in job.schema.tables.values():
        job.con.execute(create_table(table))
        for statement in comments(table):
            job.con.execute(statement)
    job.con.commit()


def _fill(job: LoadJob, table: TableDef, with_rows: set[str]) -> LoadedTable:
    entry = job.manifest.tables.get(table.name)
    if entry is not None and not _skippable(job, table, entry):
        return _load_table(job, table, entry, with_rows)
    if job.old is not None:
        copy_old(job.con, table)
    status: TableStatus = "absent" if entry is None else "unchanged"
    return LoadedTable(
        TableReport(table.name, status, entry.rows if entry else 0, 0, _count(job.con, table.name))
    )


def _skippable(job: LoadJob, table: TableDef, entry: FileEntry) -> bool:
    """A known file need not be read again, unless rows of it may now find what they refer to."""
    if job.old is None or job.is_new(table.name, entry):
        return False
    return not any(
        file.quarantined
        for file in job.old.files
        if (file.table, file.sha256) == (table.name, entry.sha256.lower())
    )


def _load_table(
    job: LoadJob, table: TableDef, entry: FileEntry, with_rows: set[str]
) -> LoadedTable:
    path = job.folder / entry.file
    stage_file(job.con, path, table)
    unchecked = find_bad_rows(
        job.con, table, with_rows, lambda name: job.schema.tables[name].key[0]
    )
    _check_row_count(job.con, path, entry)
    sha256 = entry.sha256.lower()
    # A file that is read again brings its refused rows again.
    job.con.execute(
        f"DELETE FROM {quarantine.QUARANTINE} WHERE table_name = ? AND sha256 = ?",
        [table.name, sha256],
    )
    refused = quarantine.refused_rows(job.con, path, table)
    quarantine.store(job.con, table, entry.file, sha256, refused)
    refused_count = _count(job.con, BAD) + _rejected(job.con)
    merge_stage(job.con, table, has_old=job.old is not None, stage_wins=job.stage_wins)
    rows = _count(job.con, table.name)
    return LoadedTable(
        TableReport(table.name, "loaded", entry.rows, refused_count, rows),
        FileFact(job.load_no, table.name, sha256, entry.rows, refused_count),
        unchecked,
    )


def _check_row_count(con: duckdb.DuckDBPyConnection, path: Path, entry: FileEntry) -> None:
    found = _count(con, STAGE) + _rejected(con)
    if found != entry.rows:
        raise BadInput(
            f"{path} 有 {found:,} 行，清单写的是 {entry.rows:,} 行；文件可能被截断，请重新取得。"
        )


def _rejected(con: duckdb.DuckDBPyConnection) -> int:
    return _number(con, f"SELECT count(DISTINCT line_byte_position) FROM {REJECTS}")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return _number(con, f'SELECT count(*) FROM "{table}"')


def _number(con: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = con.execute(statement).fetchone()
    return int(row[0]) if row else 0
