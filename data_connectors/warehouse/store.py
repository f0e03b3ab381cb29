"""Read-only access to the warehouse file: one SELECT at a time, under limits.

The file is attached to an in-memory DuckDB whose configuration is locked and that cannot touch
the file system any more. (Opening the file directly would share DuckDB's per-process cache of
open files by path, and a reader would go on seeing the old file after a new load replaced it.)
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock, Timer

import duckdb

from assistant.contracts.errors import LimitReached, ModelFixable, SourceUnavailable
from assistant.contracts.flow import ResultTable
from assistant.contracts.work import work_now
from data_connectors.warehouse.duck_errors import query_error
from data_connectors.warehouse.meta import Meta, read_meta
from data_connectors.warehouse.result import result_table
from data_connectors.warehouse.schema import Schema, load_schema

CATALOG = "warehouse"
_LOCKDOWN = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)
_Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Open:
    """One opened generation of the file."""

    stamp: _Stamp
    root: duckdb.DuckDBPyConnection
    meta: Meta


class DuckWarehouse:
    """Fills ``ports.Warehouse`` with a DuckDB file; safe to share between threads.

    A load that replaced the file is noticed at the next call; queries under way finish on the
    file they began with.
    """

    def __init__(
        self,
        path: Path,
        *,
        schema: Schema | None = None,
        memory_mb: int = 1024,
        threads: int | None = None,
    ) -> None:
        """Remember where the file is; it is opened at the first use.

        Args:
            path: the database file that ``load_folder`` wrote.
            schema: the tables; None = the warehouse's own.
            memory_mb: most memory DuckDB may use, MiB.
            threads: DuckDB's threads; None = as many as there are cores.
        """
        self._path = path
        self._schema = schema or load_schema()
        self._config = _config(path, memory_mb, threads)
        self._lock = Lock()
        self._open: _Open | None = None

    @property
    def as_of(self) -> datetime:
        """The data's as-of time (naive, Asia/Shanghai)."""
        return self._current().meta.as_of

    @property
    def data_version(self) -> str:
        """Changes whenever the data change."""
        return self._current().meta.data_version

    @property
    def meta(self) -> Meta:
        """All the facts about the loaded data: profile, generated flag, loads, files."""
        return self._current().meta

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of each table of the schema."""
        cursor = self._cursor()
        try:
            return {name: len(cursor.table(name)) for name in self._schema.tables}
        except duckdb.Error as error:
            raise query_error(error) from error
        finally:
            cursor.close()

    def run(self, sql: str, *, time_limit_s: float = 10.0, row_limit: int = 10_000) -> ResultTable:
        """Run one SELECT.

        Dates come back as ``YYYY-MM-DD``, times as ``YYYY-MM-DD HH:MM:SS``, decimals as float,
        NaN and infinities as None. More rows than ``row_limit`` are cut off and said so.

        Raises:
            Cancelled: the asker does not wait any more; DuckDB is interrupted.
            LimitReached: time or memory ran out.
            ModelFixable: not one single SELECT, or it does not parse, bind or convert.
            NotPermitted: it reaches for files or the network.
            SourceUnavailable: the database cannot be opened.
        """
        _one_select(sql)
        work = work_now()
        cursor = self._cursor()
        timer = Timer(time_limit_s, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            with work.stopped_by(cursor.interrupt):
                cursor.execute(sql)
                rows = cursor.fetchmany(row_limit + 1)
            return result_table(cursor.description or [], rows, row_limit)
        except duckdb.Error as error:
            work.check()
            raise query_error(error) from error
        except MemoryError as error:
            raise LimitReached("查询需要的内存超过限制，请缩小范围再问。") from error
        finally:
            timer.cancel()
            cursor.close()

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.root.close()
                self._open = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._current().root.cursor()
        cursor.execute(f"USE {CATALOG}")
        return cursor

    def _current(self) -> _Open:
        """The open file, opened anew when a load has replaced it."""
        stamp = self._stamp()
        with self._lock:
            if self._open is None or self._open.stamp != stamp:
                # The old root is dropped, not closed: cursors at work keep its file alive.
                self._open = _Open(stamp, *self._attach())
            return self._open

    def _stamp(self) -> _Stamp:
        try:
            facts = os.stat(self._path)
        except OSError as error:
            raise SourceUnavailable(
                f"还没有装载数据（{self._path} 不存在）；"
                "请运行 make demo，或 shuiwen ingest 目录。",
                detail=str(error),
            ) from error
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def _attach(self) -> tuple[duckdb.DuckDBPyConnection, Meta]:
        root = duckdb.connect(":memory:", config=self._config)
        try:
            root.execute(f"ATTACH ? AS {CATALOG} (READ_ONLY)", [str(self._path)])
            meta = read_meta(root, f"{CATALOG}.main")
            for statement in _LOCKDOWN:
                root.execute(statement)
        except duckdb.Error as error:
            root.close()
            raise SourceUnavailable(
                f"打不开数据库 {self._path}，它可能已损坏；"
                "请移走后重新装载（shuiwen ingest 目录）。",
                detail=str(error),
            ) from error
        except SourceUnavailable:
            root.close()
            raise
        if meta.schema_digest != self._schema.digest:
            root.close()
            raise SourceUnavailable(
                f"{self._path} 由表结构不同的另一版本建立；请移走该文件后重新装载。"
            )
        return root, meta


def _config(
    path: Path, memory_mb: int, threads: int | None
) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb}MiB",
        "temp_directory": str(path.with_name(f"{path.name}.spill")),
        "max_temp_directory_size": "4GiB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    return config


def _one_select(sql: str) -> None:
    """Refuse what is not exactly one SELECT; the guard has looked before, this is the last lock."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise query_error(error) from error
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise ModelFixable("只能执行一条查询语句。", detail=f"not one SELECT: {sql[:200]}")
