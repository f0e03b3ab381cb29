"""An answer's table as it is handed on: headings with units, the parts of an answer in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from assistant.contracts.answer import Answer, AnswerColumn, Cell
from tools.period_names import GRAINS, named

_LEAST_SHARE = 0.01
Value = bool | int | float | str | date | datetime | None


@dataclass(frozen=True)
class SheetTable:
    """One table: title, headings and rows of typed values."""

    title: str
    columns: tuple[AnswerColumn, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Each heading with its unit: ``取水量（万m³）``."""
        return tuple(f"{c.label}（{c.unit}）" if c.unit else c.label for c in self.columns)


def tables_of(answer: Answer) -> Iterator[SheetTable]:
    """Yield the tables of an answer, one a part."""
    for part in answer.parts or (answer,):
        if part.columns:
            rows = tuple(
                tuple(_typed(cell, column) for cell, column in zip(row, part.columns, strict=True))
                for row in part.rows
            )
            yield SheetTable(part.reading or answer.reading, part.columns, rows)


def told_of(table: SheetTable, answer: Answer) -> tuple[str, ...]:
    """Return what stands above a table that is handed on: what it is, 口径, as-of."""
    told = [table.title, *answer.definitions]
    if answer.as_of:
        told.append(f"数据截至 {answer.as_of}")
    if answer.generated_data:
        told.append("演示数据（程序生成），不是真实监测结果。")
    return tuple(text for text in told if text)


def shown(value: Value, column: AnswerColumn) -> str:
    """Return a value as people read it: thousands separators, at most four decimals."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float) and column.type == "number":
        if column.unit == "%" and abs(value) >= _LEAST_SHARE and value != int(value):
            return f"{value:.2f}"  # shares stand one below the other
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text
    return named(value, column.name)


def _typed(cell: Cell, column: AnswerColumn) -> Value:
    """Dates travel as text in an answer; in a file they are dates."""
    if not isinstance(cell, str) or column.type not in ("date", "datetime"):
        return cell
    if column.name in GRAINS and column.name != "day":
        return named(cell, column.name)  # a month is no day
    try:
        return date.fromisoformat(cell) if column.type == "date" else datetime.fromisoformat(cell)
    except ValueError:
        return cell  # a year or a month told as such
