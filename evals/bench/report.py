"""The table of measured values beside the budgets of the design."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measured value; ``at_least`` budgets are met from above, the others from below."""

    what: str
    value: float
    budget: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the value keeps the budget."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def show(lines: list[Line], console: Console) -> None:
    """Print the table."""
    table = Table(title="性能预算（各项为多次运行的中位数）")
    for name in ("项目", "实测", "预算", "达标"):
        table.add_column(name, justify="left" if name == "项目" else "right")
    for line in lines:
        sign = "≥" if line.at_least else "≤"
        table.add_row(
            line.what,
            f"{_number(line.value)} {line.unit}",
            f"{sign} {_number(line.budget)} {line.unit}",
            "是" if line.met else "否",
        )
    console.print(table)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
