"""Loads an exchange folder: checked, set-based, idempotent, all or nothing.

A load builds a whole new database file beside the old one and puts it in its place at the end, so
a failure at any point (a bad file, a full disk, a kill) leaves the old data as they were, and
whoever is reading goes on reading the old file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import duckdb

from assistant.contracts.errors import BadInput, SourceUnavailable
from data_connectors.warehouse import quarantine
from data_connectors.warehouse.build import LoadedTable, LoadJob, build_tables
from data_connectors.warehouse.duck_errors import load_errors
from data_connectors.warehouse.manifest import Manifest, read_manifest, verify_checksum
from data_connectors.warehouse.merge import OLD
from data_connectors.warehouse.meta import FileFact, Meta, next_meta, read_meta, write_meta
from data_connectors.warehouse.replace import replacing
from data_connectors.warehouse.report import LoadReport, QuarantineSample, TableReport
from data_connectors.warehouse.schema import Schema, load_schema

_SAMPLES = 10


def load_folder(
    folder: Path,
    home_db: Path,
    *,
    schema: Schema | None = None,
    memory_mb: int = 2048,
    threads: int | None = None,
) -> LoadReport:
    """Load an exchange folder (DESIGN §4) into the warehouse file ``home_db``.

    Rows whose key is already there are replaced, unless the folder is older (``as_of``) than the
    data there are. Files that were loaded before are skipped; malformed rows, repeated keys and
    dangling references go to ``_quarantine`` with file, line and reason.

    Args:
        folder: the exchange folder.
        home_db: the database file; created when missing.
        schema: the tables; None = the warehouse's own.
        memory_mb: memory of the whole process, MiB; DuckDB gets three quarters of it.
        threads: DuckDB's threads; None = as many as there are cores.

    Raises:
        BadInput: the folder, its manifest or a file is broken; names file and line.
        LimitReached: memory ran out.
        SourceUnavailable: the disk is full, the old database cannot be read, or another load
            is running. In every case the old database stays as it was.
    """
    started = perf_counter()
    schema = schema or load_schema()
    manifest = read_manifest(folder, schema)
    with load_errors(home_db), replacing(home_db) as new_file:
        for entry in manifest.tables.values():
            verify_checksum(folder, entry)
        with _connection(new_file.path, memory_mb, threads) as con:
            old = _attach_old(con, home_db, schema, manifest) if home_db.exists() else None
            job = LoadJob(con, folder, manifest, schema, old)
            if old is not None and _nothing_new(job, old):
                return _unchanged(job, old, perf_counter() - started)
            loaded = build_tables(job)
            meta = next_meta(old, manifest, str(folder), _files(loaded), schema.digest)
            write_meta(con, meta)
            # At closing a full disk would go unnoticed, and what is still in the log be lost.
            con.execute("CHECKPOINT")
            report = _report(job, loaded, meta, perf_counter() - started)
        new_file.commit()
    return report


@contextmanager
def _connection(
    path: Path, memory_mb: int, threads: int | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb * 3 // 4}MiB",
        "temp_directory": str(path.with_name(f"{path.name}.tmp")),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    con = duckdb.connect(path, config=config)
    try:
        yield con
    finally:
        con.close()


def _attach_old(
    con: duckdb.DuckDBPyConnection, home_db: Path, schema: Schema, manifest: Manifest
) -> Meta:
    """Attach the database to be replaced, and refuse to mix what does not belong together."""
    try:
        con.execute(f"ATTACH ? AS {OLD} (READ_ONLY)", [str(home_db)])
    except duckdb.Error as error:
        raise SourceUnavailable(
            f"打不开现有数据库 {home_db}，它可能已损坏；请移走后重新装载。", detail=str(error)
        ) from error
    old = read_meta(con, OLD)
    if old.schema_digest != schema.digest:
        raise SourceUnavailable(
            f"{home_db} 由表结构不同的另一版本建立；请移走该文件，再把各交换目录重新装载。"
        )
    if old.profile != manifest.profile:
        raise BadInput(
            f"库中是 {old.profile} 的数据，不能混入 {manifest.profile} 的；请用 --home 另设目录。"
        )
    return old


def _nothing_new(job: LoadJob, old: Meta) -> bool:
    newer = job.manifest.as_of > old.as_of or (job.manifest.generated and not old.generated)
    return not newer and not any(
        job.is_new(table, entry) for table, entry in job.manifest.tables.items()
    )


def _files(loaded: list[LoadedTable]) -> tuple[FileFact, ...]:
    return tuple(result.file for result in loaded if result.file is not None)


def _unchanged(job: LoadJob, old: Meta, seconds: float) -> LoadReport:
    tables = tuple(
        TableReport(name, "unchanged", entry.rows, 0, len(job.con.table(f"{OLD}.main.{name}")))
        for name, entry in job.manifest.tables.items()
    )
    return LoadReport(
        job.folder, old.profile, old.as_of, old.generated, old.data_version, True, seconds, tables
    )


def _report(job: LoadJob, loaded: list[LoadedTable], meta: Meta, seconds: float) -> LoadReport:
    notes = []
    absent = [r.report.name for r in loaded if r.report.status == "absent" and not r.report.rows]
    if absent:
        notes.append(f"没有提供、因而为空的表：{'、'.join(absent)}。")
    for result in loaded:
        if result.unchecked:
            columns = "、".join(result.unchecked)
            notes.append(f"{result.report.name} 的 {columns} 所引用的表没有数据，未核对。")
        notes.extend(result.remarks)
    if not job.stage_wins:
        notes.append("该目录比库中数据旧：同键的行保留库中的，只补库中没有的。")
    files = [file.sha256 for file in _files(loaded)]
    samples = job.con.execute(
        f"SELECT file, line, reason FROM {quarantine.QUARANTINE} "
        f"WHERE list_contains(?, sha256) LIMIT {_SAMPLES}",
        [files],
    ).fetchall()
    return LoadReport(
        folder=job.folder,
        profile=meta.profile,
        as_of=meta.as_of,
        generated=meta.generated,
        data_version=meta.data_version,
        unchanged=False,
        seconds=seconds,
        tables=tuple(result.report for result in loaded),
        notes=tuple(notes),
        samples=tuple(QuarantineSample(*row) for row in samples),
    )
