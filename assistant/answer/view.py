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

from assistant.answer.fields import Field, make_fields
from assistant.answer.operands import rows_entity
from assistant.answer.time_words import date_text
from assistant.answer.units_display import convert, with_unit
from assistant.answer.wording import Wording
from assistant.contracts.answer import AnswerColumn, Cell
from assistant.contracts.flow import Evidence
from assistant.contracts.query import MetricQuery, Out
from assistant.contracts.time import Grain
from knowledge_graph.semantics.model import Entity
from tools.period_names import grain_text

_TOTAL_NAMES = frozenset({"合计", "总计", "全省", "全部"})


@dataclass(frozen=True)
class View:
    """Fields and rows in shown units; ``totals`` are added rows (合计, 全省)."""

    query: MetricQuery
    wording: Wording
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
        labels = [self.fields[i].label for i in self.at("key")]
        return f"{'—'.join(labels)}组合" if len(labels) > 1 else labels[0] if labels else "结果"

    def name(self, row: tuple[Cell, ...]) -> str:
        """Return what names a row: its own name, its keys, else its first text."""
        own = self._own_name(row)
        if own:
            return own
        spots = self.at("key") or self.at("note")[:1]
        shown = [self.show(i, row[i]) for i in spots]
        return "·".join(text for text in shown if text) or "未知"

    def _own_name(self, row: tuple[Cell, ...]) -> str:
        """The name of a member; a bare code is told with whose it is (户名 before 证号)."""
        if self.query.over is None or self.entity is None:
            return ""
        label = self.entity.label
        at = next((i for i, f in enumerate(self.fields) if _path(f) == label and label), None)
        named = next((i for i, f in enumerate(self.fields) if self._is_name(f)), None)
        if at is not None and not _code(row[at]):
            return self.show(at, row[at])
        keys = self.at("key")
        if named is None or not keys or (at is None and not _code(row[keys[0]])):
            return ""
        code = row[at] if at is not None else row[keys[0]] if label else None
        return f"{self.show(named, row[named])}{f'·{code}' if code is not None else ''}"

    def _is_name(self, field: Field) -> bool:
        path = _path(field)
        attribute = self.wording.resolve(path).attribute if path else None
        return attribute is not None and attribute.type == "name"

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
        if field.column.type in ("date", "datetime") and field.grain is None:
            return date_text(cell)
        return grain_text(cell, field.grain) if field.grain else cell


def _path(field: Field) -> str:
    term: Any = field.out.expr if field.out is not None else None
    return term.path if term is not None and term.op == "col" else ""


def _code(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.isascii()


def build_view(query: MetricQuery, evidence: Evidence, wording: Wording) -> View:
    """Return the view of an evidence table; fields it cannot explain are kept as they are."""
    columns = evidence.table.columns
    visible = [i for i, column in enumerate(columns) if not _hidden(column)]
    # A name stands behind its hidden key, whether or not the count of keys includes both.
    keys = [
        i for i in visible if i < evidence.key_count or (i > 0 and _hidden(columns[i - 1]))
    ]
    grains = dict(zip(keys, _key_grains(query, len(keys)), strict=True))
    # A row shorter than the header (never expected) reads as missing cells.
    table = [
        tuple(_plain(row[i]) if i < len(row) else None for i in visible)
        for row in evidence.table.rows
    ]
    fields = make_fields(
        [columns[i] for i in visible],
        _align(query, len(visible), len(keys)),
        [grains.get(i, False) for i in visible],
        table,
        query,
        wording,
    )
    rows = tuple(
        tuple(_shown(cell, field) for cell, field in zip(row, fields, strict=True))
        for row in table
    )
    totals = tuple(row for row in rows if _is_total(row, fields, evidence))
    return View(
        query=query,
        wording=wording,
        fields=tuple(fields),
        rows=tuple(row for row in rows if row not in totals) if len(rows) > 1 else rows,
        totals=totals if len(rows) > 1 else (),
        all_rows=rows,
        entity=rows_entity(query, wording.names.model),
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
    over: Any = query.over
    while over is not None and over.op == "top":
        over = over.of
    if over is not None and over.op == "periods" and count:
        return [over.grain] + [None] * (count - 1)
    grains: list[Grain | None] = [group.grain for group in query.by]
    return grains if len(grains) == count else [None] * count


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
