"""A table to be compared: named columns of plain values in base units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from assistant.answer.units_display import base_factor
from assistant.contracts.answer import Answer

Value = float | str | None
_SIZES = {"yi": 1e8, "wan": 1e4, None: 1.0}
_STORED = re.compile(r"_(?:(yi|wan)_)?(m3|yuan|person|mu)\b")
_OWN = re.compile(r"_(?:(yi|wan)_)?(m3|yuan|person|mu)$")
_PERCENT = re.compile(r"_pct$")
# Units that a figure is sized in: 亿m³, 万元 … and the base they are brought back to.
_FAMILIES = {"m³": "m3", "元": "yuan", "人": "person", "亩": "mu"}
_SIZED = re.compile(r"^[亿万]?(m³|元|人|亩)$")
# Times a gold column names (``…_hours``), in minutes.
TIMES = {"minute": 1.0, "hour": 60.0, "day": 1440.0}
_TIME = re.compile(r"_(minute|hour|day)s$")
_SHOWN_TIMES = {"分钟": "minute", "小时": "hour", "天": "day"}
_MIDNIGHT = re.compile(r"^(\d{4}-\d{2}-\d{2}) 00:00(:00(\.0+)?)?$")

_MONTH = re.compile(r"^\d{4}-\d{2}$")
_JOINED = "、"


@dataclass(frozen=True)
class Table:
    """Column names and rows; numbers are floats, dates ISO text, flags 是/否.

    Attributes:
        families: for each column the sized unit it is in (m3, yuan, person, mu), the unit of
            time (minute, hour, day), or nothing.
        stored: for gold: the sizes in which the statement's columns keep each family, for the
            columns whose own name does not tell (``SUM(use_yi_m3) AS total``).
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    families: tuple[str, ...] = ()
    stored: dict[str, frozenset[float]] = field(default_factory=dict)

    def column(self, at: int) -> tuple[Value, ...]:
        """Return the values of one column."""
        return tuple(row[at] for row in self.rows)

    def with_rows(self, rows: Iterable[tuple[Value, ...]]) -> Table:
        """Return the same columns with other rows."""
        return Table(self.names, tuple(rows), self.families, self.stored)


def plain(value: object) -> Value:
    """Return a cell as compared: float, text or None."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, datetime):
        value = value.isoformat(sep=" ", timespec="seconds")
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    text = re.sub(r"^(\d{4}-\d{2}-\d{2})T", r"\1 ", text)
    match = _MIDNIGHT.match(text)
    if not match and _MONTH.match(text):
        return f"{text}-01"
    if _JOINED in text:  # several joined in one cell, in whatever order
        return _JOINED.join(sorted(text.split(_JOINED)))
    return match[1] if match else re.sub(r"^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}):00$", r"\1", text)


def gold_table(names: Sequence[str], rows: Iterable[Sequence[object]], sql: str = "") -> Table:
    """Return gold rows; a column named ``…_yi_m3``, ``…_wan_yuan``, ``…_pct`` goes to base units.

    One named ``…_minutes``, ``…_hours`` or ``…_days`` may be answered in any of these.

    ``sql`` tells in which sizes the columns read are stored, for names that do not say.
    """
    factors, families = [], []
    for name in names:
        match = _OWN.search(name)
        factor = _SIZES[match[1]] if match else 1.0
        factors.append(0.01 if _PERCENT.search(name) else factor)
        time = _TIME.search(name)
        families.append(match[2] if match else time[1] if time else "")
    stored: dict[str, frozenset[float]] = {}
    for size, family in _STORED.findall(sql):
        stored[family] = stored.get(family, frozenset()) | {_SIZES[size or None]}
    return Table(tuple(names), tuple(_row(row, factors) for row in rows), tuple(families), stored)


def answer_table(answer: Answer) -> Table:
    """Return an answer's rows in base units."""
    units = [column.unit for column in answer.columns]
    factors = [base_factor(unit) for unit in units]
    names = tuple(column.label for column in answer.columns)
    return Table(
        names, tuple(_row(row, factors) for row in answer.rows), tuple(map(_family, units))
    )


def _family(unit: str) -> str:
    if unit in _SHOWN_TIMES:
        return _SHOWN_TIMES[unit]
    match = _SIZED.match(unit)
    return _FAMILIES[match[1]] if match else ""


def _row(row: Sequence[object], factors: Sequence[float]) -> tuple[Value, ...]:
    cells = [plain(cell) for cell in row]
    return tuple(
        cell * factor if isinstance(cell, float) else cell
        for cell, factor in zip(cells, factors, strict=True)
    )
