"""Chooses and draws the chart of a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.contracts.answer import AnswerColumn
from tools.charts import kinds
from tools.charts.table import Rows, Table

_SHOWN = frozenset({"%", "个百分点"})
_MOST_PARTS = 8
_WANTED: dict[str, Callable[[Table, float | None], dict[str, Any]]] = {
    "bar": kinds.bar, "line": kinds.line, "pie": lambda table, target: kinds.pie(table),
}  # fmt: skip


def draw_chart(
    shape: str,
    columns: tuple[AnswerColumn, ...],
    rows: Rows,
    *,
    keys: tuple[int, ...],
    figures: tuple[int, ...],
    hint: str = "bar",
    target: float | None = None,
    kind: str = "",
) -> dict[str, Any] | None:
    """Return a Plotly figure ``{data, layout}``, or None where a chart would say nothing.

    Args:
        shape: shape of the query.
        columns: columns of the answer, in shown units.
        rows: rows of the answer, without added totals.
        keys: positions of the columns that name a row (outer first).
        figures: positions of the number columns, the leading one first.
        hint: the metric's preferred chart (line, bar, pie, none).
        target: the metric's target in the shown unit of the first figure.
        kind: what the asker wants it drawn as (bar, line, pie, table); empty = what fits.
    """
    if kind == "table":
        return None
    if not keys or not figures or len(rows) < 2 or hint == "none":
        return None
    table = Table(columns, rows, keys, figures)
    if not any(table.numbers(i) for i in figures):
        return None
    if kind in _WANTED and len(keys) == 1:
        return _WANTED[kind](table, target)
    if shape == "series":
        return kinds.line(table, target)
    if shape == "crosstab" or (len(keys) == 2 and len(figures) == 1):
        return kinds.heatmap(table) if len(keys) >= 2 else kinds.bar(table, target)
    if shape == "bins":
        return kinds.columns(table)
    if shape == "compare":
        return kinds.grouped(table, target)
    if hint == "pie" and _is_whole(table):
        return kinds.pie(table)
    return kinds.bar(table, target)


def _is_whole(table: Table) -> bool:
    """Few parts, none negative, of something that adds up."""
    first = table.figures[0]
    values = table.numbers(first)
    adds = table.columns[first].unit not in _SHOWN
    return adds and 2 <= len(table.rows) <= _MOST_PARTS and min(values) >= 0 and sum(values) > 0
