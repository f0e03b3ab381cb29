"""The result as a reader sees it: hidden keys dropped, each column in one shown unit, roles known.

A column is a *key* (names the row), a *note* (text, date or flag beside it) or a *figure*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from assistant.answer.operands import counter_of, metric_of, rows_entity
from assistant.answer.time_words import grain_text
from assistant.answer.units_display import ShownUnit, convert, shown_unit, with_unit
from assistant.contracts.answer import AnswerColumn, Cell
from assistant.contracts.flow import Evidence
from assistant.contracts.query import MetricQuery, Out
from assistant.contracts.time import Grain
from knowledge_graph.semantics.model import Entity, MetricDef, SemanticModel

_TOTAL_NAMES = frozenset({"合计", "总计", "全省", "全部"})
_NO_UNIT = ShownUnit(label="")


@dataclass(frozen=True)
class Field:
    """A visible column.

    Attributes:
        column: as it goes into the answer (``unit`` is the shown one).
        unit: how its numbers are shown.
        role: key, note or figure.
        out: the query's output term behind it, when it can be told.
        metric: the governed metric behind it, if any.
        grain: for a key made of periods: their grain.
    """

    column: AnswerColumn
    unit: ShownUnit
    role: str
    out: Out | None = None
    metric: MetricDef | None = None
    grain: Grain | None = None

    @property
    def label(self) -> str:
        """The column's Chinese name."""
        return self.column.label or self.column.name

    @property
    def op(self) -> str:
        """Operator of the term behind the column (``growth``, ``prev`` …), or nothing."""
        return self.out.expr.op if self.out else ""

    @property
    def is_rate(self) -> bool:
        """Told in per cent, with differences in percentage points."""
        return self.unit.label == "%"


@dataclass(frozen=True)
class View:
    """Fields and rows in shown units; ``totals`` are added rows (合计, 全省)."""

    query: MetricQuery
    model: SemanticModel
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...]
    all_rows: tuple[tuple[Cell, ...], ...]
    entity: Entity | None
    truncated: bool
    notes: dict[str, Any]

    def at(self, role: str) -> tuple[int, ...]:
        """Return positions of the fields with this role."""
        return tuple(i for i, field in enumerate(self.fields) if field.role == role)

    @property
    def figure(self) -> int | None:
        """Position of the leading figure: the one sorted by, else the first."""
        figures = self.at("figure")
        if not figures:
            return None
        by = self.query.order[0].by if self.query.order else 0
        if isinstance(by, int):
            for i in figures:
                out = self.fields[i].out
                every = (*self.query.columns, *self.query.measures)
                if by < len(every) and out is every[by]:
                    return i
        return figures[0]

    @property
    def counter(self) -> str:
        """Measure word for the rows (个, 家 …)."""
        return self.entity.counters[0] if self.entity and self.entity.counters else "个"

    @property
    def row_noun(self) -> str:
        """What one row is (计量站点, 设区市, 月 …)."""
        if self.entity is not None:
            return self.entity.zh
        keys = self.at("key")
        return self.fields[keys[0]].label if keys else "结果"

    def name(self, row: tuple[Cell, ...]) -> str:
        """Return what names a row: its keys, else its first text."""
        spots = self.at("key") or self.at("note")[:1]
        shown = [self.show(i, row[i]) for i in spots]
        return "·".join(text for text in shown if text) or "未知"

    def show(self, i: int, cell: Cell) -> str:
        """Return a cell as written in a sentence."""
        field = self.fields[i]
        if cell is None:
            return "未知" if field.role == "key" else "无数据"
        if isinstance(cell, bool):
            return "是" if cell else "否"
        if isinstance(cell, int | float):
            if field.role == "key":
                return f"{cell}年" if field.grain == "year" else f"{cell:g}"
            return with_unit(cell, field.unit)
        return grain_text(cell, field.grain) if field.grain else cell


def build_view(query: MetricQuery, evidence: Evidence, model: SemanticModel) -> View:
    """Return the view of an evidence table; fields it cannot explain are kept as they are."""
    columns = evidence.table.columns
    visible = [i for i, column in enumerate(columns) if not _hidden(column)]
    # A name stands behind its hidden key, whether or not the count of keys includes both.
    keys = [
        i for i in visible if i < evidence.key_count or (i > 0 and _hidden(columns[i - 1]))
    ]
    outs = _align(query, len(visible), len(keys))
    grains = _key_grains(query, len(keys))
    # A row shorter than the header (never expected) reads as missing cells.
    table = [
        tuple(_plain(row[i]) if i < len(row) else None for i in visible)
        for row in evidence.table.rows
    ]
    fields = []
    sizes = _sizes(columns, visible, table)
    for at, i in enumerate(visible):
        out = outs[at]
        grain = grains[at] if at < len(keys) else None
        values = [row[at] for row in table]
        fields.append(_field(columns[i], out, i in keys, grain, values, model, sizes))
    rows = tuple(
        tuple(_shown(cell, field) for cell, field in zip(row, fields, strict=True))
        for row in table
    )
    totals = tuple(row for row in rows if _is_total(row, fields, evidence))
    return View(
        query=query,
        model=model,
        fields=tuple(fields),
        rows=tuple(row for row in rows if row not in totals) if len(rows) > 1 else rows,
        totals=totals if len(rows) > 1 else (),
        all_rows=rows,
        entity=rows_entity(query, model),
        truncated=evidence.table.truncated,
        notes=evidence.notes,
    )


def _hidden(column: AnswerColumn) -> bool:
    return column.name.endswith("_key") and not column.label


def _plain(cell: object) -> Cell:
    """JSON has no NaN, decimals or dates: missing, floats and ISO text stand for them."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        cell = float(cell)
    if isinstance(cell, float) and not isfinite(cell):
        return None
    if cell is None or isinstance(cell, bool | int | float | str):
        return cell
    return str(cell)


def _align(query: MetricQuery, visible: int, keys: int) -> tuple[Out | None, ...]:
    """Output term of each visible column, counted from the end; none when they do not pair up.

    The name of a member may be both its key and the first column asked for.
    """
    every = (*query.columns, *query.measures)
    before = visible - len(every)
    return (None,) * before + every if 0 <= before <= keys else (None,) * visible


def _key_grains(query: MetricQuery, count: int) -> list[Grain | None]:
    """Grain of each key made of periods, when keys and dimensions pair up."""
    if query.over is not None and query.over.op == "periods" and count == 1:
        return [query.over.grain]
    grains: list[Grain | None] = [group.grain for group in query.by]
    return grains if len(grains) == count else [None] * count


def _field(
    column: AnswerColumn,
    out: Out | None,
    is_key: bool,
    grain: Grain | None,
    values: list[Cell],
    model: SemanticModel,
    sizes: dict[str, float],
) -> Field:
    numbers = _numbers(values)
    known = [value for value in values if value is not None]
    numeric = len(numbers) == len(known) and (bool(known) or column.type == "number")
    if is_key or not numeric:
        role = "key" if is_key else "note"
        return Field(column=column, unit=_NO_UNIT, role=role, out=out, grain=grain)
    metric = metric_of(out, column.name, model)
    base = _base_unit(column, out, metric)
    size = max((abs(value) for value in numbers), default=0.0)
    common = sizes.get(column.unit, size)
    # Columns of like size share a unit; one a hundred times smaller keeps its own.
    counter = counter_of(out, metric, model)
    unit = shown_unit(base, [common if size * 100 >= common else size], counter=counter)
    return Field(
        column=column.model_copy(update={"unit": unit.label, "type": "number"}),
        unit=unit,
        role="figure",
        out=out,
        metric=metric,
    )


def _numbers(values: list[Cell]) -> list[float]:
    return [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _sizes(
    columns: tuple[AnswerColumn, ...], visible: list[int], table: list[tuple[Cell, ...]]
) -> dict[str, float]:
    """Largest value of each base unit over all columns that have it."""
    sizes: dict[str, float] = {}
    for at, i in enumerate(visible):
        most = max((abs(v) for v in _numbers([row[at] for row in table])), default=0.0)
        sizes[columns[i].unit] = max(most, sizes.get(columns[i].unit, 0.0))
    return sizes


def _base_unit(column: AnswerColumn, out: Out | None, metric: MetricDef | None) -> str:
    base = column.unit or (metric.unit if metric and not _derived(out) else "")
    # The difference of two rates is in percentage points, not per cent.
    return "pp" if out is not None and out.expr.op == "minus" and base == "fraction" else base


def _derived(out: Out | None) -> bool:
    return out is not None and out.expr.op not in {"metric", "prev", "at", "abs", "running"}


def _shown(cell: Cell, field: Field) -> Cell:
    if field.role == "figure" and isinstance(cell, int | float) and not isinstance(cell, bool):
        return convert(cell, field.unit)
    if field.column.type == "date" and isinstance(cell, str):
        return re.sub(r"[T ]00:00(:00)?$", "", cell)
    return cell


def _is_total(row: tuple[Cell, ...], fields: list[Field], evidence: Evidence) -> bool:
    names = evidence.notes.get("added_rows", ())
    added = _TOTAL_NAMES | frozenset(str(name) for name in names)
    return any(
        field.role == "key" and isinstance(cell, str) and cell in added
        for cell, field in zip(row, fields, strict=True)
    )
