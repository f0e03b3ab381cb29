"""What a load did, table by table, as a value and as Chinese text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

TableStatus = Literal["loaded", "unchanged", "absent", "derived"]


@dataclass(frozen=True)
class TableReport:
    """One table.

    Attributes:
        rows_in_file: rows of the file without the header; 0 when absent or derived.
        quarantined: rows of the file set aside, each in ``_quarantine`` with its reason.
        rows: rows in the warehouse now.
    """

    name: str
    status: TableStatus
    rows_in_file: int
    quarantined: int
    rows: int


@dataclass(frozen=True)
class QuarantineSample:
    """One row set aside, for the report; all of them are in ``_quarantine``."""

    file: str
    line: int | None
    reason: str


@dataclass(frozen=True)
class LoadReport:
    """One load.

    Attributes:
        unchanged: nothing was new, the database was left as it was.
        seconds: wall time of the load.
        notes: Chinese remarks (references that could not be checked, tables not supplied …).
        samples: the first few quarantined rows.
    """

    folder: Path
    profile: str
    as_of: datetime
    generated: bool
    data_version: str
    unchanged: bool
    seconds: float
    tables: tuple[TableReport, ...]
    notes: tuple[str, ...] = ()
    samples: tuple[QuarantineSample, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows of the files that were read in this load."""
        return sum(table.rows_in_file for table in self.tables if table.status == "loaded")

    @property
    def quarantined(self) -> int:
        """Rows set aside in this load."""
        return sum(table.quarantined for table in self.tables if table.status == "loaded")

    def text(self) -> str:
        """Return the report in Chinese, one fact a line."""
        if self.unchanged:
            return f"{self.folder}：与已装载的数据相同，未作改动。"
        loaded = sum(table.status == "loaded" for table in self.tables)
        kind = "（演示数据）" if self.generated else ""
        lines = [
            f"已装载 {self.folder}{kind}：{loaded} 张表，{self.rows_read:,} 行，"
            f"用时 {self.seconds:.1f} 秒；数据截至 {self.as_of:%Y-%m-%d %H:%M}。"
        ]
        if self.quarantined:
            lines.append(f"隔离 {self.quarantined:,} 行（未入库，原因逐行记在 _quarantine 表）：")
            lines += [
                f"  {sample.file}:{sample.line or '?'} {sample.reason}" for sample in self.samples
            ]
        lines += [f"注意：{note}" for note in self.notes]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def __rich__(self) -> str:
        return self.text()
