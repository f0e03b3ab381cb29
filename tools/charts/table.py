"""The table a chart is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contracts.answer import AnswerColumn, Cell
from tools.period_names import named

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """Columns and rows with the positions of names and numbers."""

    columns: tuple[AnswerColumn, ...]
    rows: Rows
    keys: tuple[int, ...]
    figures: tuple[int, ...]

    def numbers(self, i: int) -> list[float]:
        """Return the known numbers of a column."""
        return [value for row in self.rows if (value := as_number(row[i])) is not None]

    def label(self, i: int) -> str:
        """Return ``取水量（万m³）``."""
        column = self.columns[i]
        return f"{column.label}（{column.unit}）" if column.unit else column.label

    def name(self, row: tuple[Cell, ...], keys: tuple[int, ...] | None = None) -> str:
        """Return what names a row."""
        spots = self.keys if keys is None else keys
        return " ".join(self.text(row[k], k) for k in spots)

    def text(self, cell: Cell, i: int) -> str:
        """Return a cell of a column as text; a period by its name."""
        return "未知" if cell is None else named(cell, self.columns[i].name)


def as_number(cell: Cell) -> float | None:
    """Return a number, or None for anything else."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
