"""Runs the hand-written gold statements on the warehouse file, read-only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

import duckdb
from sqlglot import exp

from assistant.contracts.errors import BadInput, SourceUnavailable
from evals.parts import GoldPart, Part
from evals.tables import Table, gold_table


class GoldDatabase:
    """A connection of its own to the file that the assistant also reads.

    The file is attached, not opened: one process may hold it open with another configuration.
    """

    def __init__(self, path: Path, as_of: datetime) -> None:
        if not path.is_file():
            raise SourceUnavailable(f"数据库文件不存在：{path}。请先装载数据（shuiwen demo）。")
        self._as_of = as_of
        self._connection = duckdb.connect()
        place = exp.Literal.string(str(path)).sql(dialect="duckdb")
        try:
            self._connection.execute(f"ATTACH {place} AS warehouse (READ_ONLY)")
            self._connection.execute("USE warehouse")
        except duckdb.Error as error:
            raise SourceUnavailable(f"数据库打不开：{path}。", detail=str(error)) from error

    def rows(self, sql: str) -> Table:
        """Return the rows of a gold statement; ``{as_of}`` becomes the as-of date (ISO).

        Raises:
            BadInput: the statement does not run.
        """
        text = sql.replace("{as_of}", self._as_of.date().isoformat())
        try:
            cursor = self._connection.execute(text)
            names = [column[0] for column in cursor.description or ()]
            return gold_table(names, cursor.fetchall(), text)
        except duckdb.Error as error:
            raise BadInput(f"标准答案的 SQL 跑不通：{error}") from error

    def parts(self, parts: Sequence[Part]) -> tuple[GoldPart, ...]:
        """Return the rows of each part's statements.

        Raises:
            BadInput: a statement does not run, or has none of the columns that must be found.
        """
        return tuple(self._part(part) for part in parts)

    def _part(self, part: Part) -> GoldPart:
        tables = tuple(self.rows(sql) for sql in part.statements)
        for wanted in part.columns:
            if not any(set(wanted) <= set(table.names) for table in tables):
                raise BadInput(f"标准答案没有要比的列：{'、'.join(wanted)}。")
        return GoldPart(tables, part)

    def __enter__(self) -> GoldDatabase:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
