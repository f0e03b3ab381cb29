"""One function a kind of chart; each returns a Plotly figure as a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.contracts.answer import Cell
from tools.charts.style import SCALE, layout, target_line
from tools.charts.table import Table, as_number

Figure = dict[str, Any]
_MOST_BARS = 30
_MOST_LINES = 12
_MOST_BARS_A_ROW = 4
_MOST_TICKS = 14
_DATED = frozenset({"day", "hour"})


def line(table: Table, target: float | None) -> Figure:
    """Return lines over time, one a group; a period without data is a gap, not a bridge."""
    when = next((k for k in table.keys if table.columns[k].type in {"date", "datetime"}),
                table.keys[-1])  # fmt: skip
    others = tuple(k for k in table.keys if k != when)
    first = table.figures[0]
    if others:
        return _lines_by_group(table, when, others, target)
    same_unit = [i for i in table.figures if table.columns[i].unit == table.columns[first].unit]
    x = [_when(table, row[when], when) for row in table.rows]
    data = [
        {"type": "scatter", "mode": "lines+markers", "name": table.columns[i].label, "x": x,
         "y": [as_number(row[i]) for row in table.rows], "connectgaps": False}
        for i in same_unit
    ]  # fmt: skip
    return {"data": data, "layout": _layout(table, when, target)}


def _lines_by_group(
    table: Table, when: int, others: tuple[int, ...], target: float | None
) -> Figure:
    first = table.figures[0]
    starts = sorted({_text(row[when]) for row in table.rows})
    periods = [_when(table, start, when) for start in starts]
    groups: dict[str, dict[str, float | None]] = {}
    for row in table.rows:
        groups.setdefault(table.name(row, others), {})[_text(row[when])] = as_number(row[first])
    shown = _largest(groups)
    data = [
        {"type": "scatter", "mode": "lines+markers", "name": name, "x": periods,
         "y": [values.get(start) for start in starts], "connectgaps": False}
        for name, values in groups.items() if name in shown
    ]  # fmt: skip
    look = _layout(table, when, target)
    look["height"] = 440
    _tell_cut(look, len(shown), len(groups))
    return {"data": data, "layout": look}


def _largest(groups: Mapping[str, Mapping[str, float | None]]) -> set[str]:
    """The groups that have most; a chart of more lines cannot be read."""
    total = {name: sum(abs(v) for v in values.values() if v is not None)
             for name, values in groups.items()}  # fmt: skip
    return set(sorted(total, key=total.__getitem__, reverse=True)[:_MOST_LINES])


def _tell_cut(look: dict[str, Any], shown: int, there: int) -> None:
    """A chart that leaves something out says so."""
    if shown < there:
        look["title"]["text"] += f"（共{there}个，图中为数值最大的{shown}个）"


def _layout(table: Table, when: int, target: float | None) -> dict[str, Any]:
    first = table.figures[0]
    more = target_line(target, f"目标 {target:g}") if target is not None else {}
    look = layout(table.columns[first].label, table.columns[when].label, table.label(first), **more)
    if table.columns[when].name in _DATED:
        look["xaxis"]["tickformat"] = "%m-%d" if table.columns[when].name == "day" else "%d日%H时"
    else:
        look["xaxis"]["type"] = "category"
        look["xaxis"]["nticks"] = _MOST_TICKS
    return look


def _when(table: Table, cell: Cell, i: int) -> str:
    """Days and hours lie on an axis of time; longer periods are told by their names."""
    return _text(cell) if table.columns[i].name in _DATED else table.text(cell, i)


def bar(table: Table, target: float | None) -> Figure:
    """Return horizontal bars, largest on top."""
    first = table.figures[0]
    same = [i for i in table.figures if table.columns[i].unit == table.columns[first].unit]
    figures = same[:_MOST_BARS_A_ROW]
    known = sorted((row for row in table.rows if as_number(row[first]) is not None),
                   key=lambda row: as_number(row[first]) or 0.0)  # fmt: skip
    shown = known[-_MOST_BARS:]
    names = [table.name(row) for row in shown]
    data = [{"type": "bar", "orientation": "h", "name": table.columns[i].label,
             "x": [as_number(row[i]) for row in shown], "y": names}
            for i in reversed(figures)]  # the leading one on top
    more = target_line(target, f"目标 {target:g}", vertical=True) if target is not None else {}
    look = layout(
        "、".join(table.columns[i].label for i in figures), table.label(first),
        "、".join(table.columns[k].label for k in table.keys),
        height=max(300, (14 + 12 * len(figures)) * len(shown) + 120), barmode="group", **more,
    )  # fmt: skip
    if len(figures) > 1:
        look["legend"]["traceorder"] = "reversed"
        look["xaxis"]["title"]["text"] = table.columns[first].unit
    _tell_cut(look, len(shown), len(known))
    return {"data": data, "layout": look}


def pie(table: Table) -> Figure:
    """Return the parts of a whole."""
    first = table.figures[0]
    data = [{"type": "pie", "labels": [table.name(row) for row in table.rows],
             "values": [as_number(row[first]) for row in table.rows],
             "textinfo": "label+percent", "hole": 0.4, "sort": False}]  # fmt: skip
    return {"data": data, "layout": layout(table.label(first))}


def columns(table: Table) -> Figure:
    """Return bins as columns, in the order given."""
    first = table.figures[0]
    data = [{"type": "bar", "x": [table.name(row) for row in table.rows],
             "y": [as_number(row[first]) for row in table.rows]}]  # fmt: skip
    look = layout(
        table.columns[first].label, table.columns[table.keys[0]].label, table.label(first),
        bargap=0.05,
    )  # fmt: skip
    look["xaxis"]["type"] = "category"
    return {"data": data, "layout": look}


def grouped(table: Table, target: float | None) -> Figure:
    """Return groups side by side: one bar a figure of the same unit."""
    first = table.figures[0]
    same = [i for i in table.figures if table.columns[i].unit == table.columns[first].unit]
    rows = table.rows[:_MOST_BARS]
    data = [
        {"type": "bar", "name": table.columns[i].label, "x": [table.name(row) for row in rows],
         "y": [as_number(row[i]) for row in rows]}
        for i in same
    ]  # fmt: skip
    more = target_line(target, f"目标 {target:g}") if target is not None else {}
    names = "、".join(table.columns[k].label for k in table.keys)
    look = layout(table.columns[first].label, names, table.label(first), barmode="group", **more)
    return {"data": data, "layout": look}


def heatmap(table: Table) -> Figure:
    """Return two dimensions against each other; a pair without data stays blank."""
    first, (down, *across) = table.figures[0], table.keys
    y = list(dict.fromkeys(table.name(row, (down,)) for row in table.rows))
    rows = sorted(table.rows, key=lambda row: [_text(row[k]) for k in across if _dated(table, k)])
    x = list(dict.fromkeys(table.name(row, tuple(across)) for row in rows))
    cells = {
        (table.name(row, (down,)), table.name(row, tuple(across))): as_number(row[first])
        for row in table.rows
    }
    data = [{"type": "heatmap", "x": x, "y": y, "colorscale": SCALE, "hoverongaps": False,
             "z": [[cells.get((one, other)) for other in x] for one in y],
             "colorbar": {"title": {"text": table.columns[first].unit}}}]  # fmt: skip
    look = layout(
        table.label(first), "、".join(table.columns[k].label for k in across),
        table.columns[down].label,
    )  # fmt: skip
    look["yaxis"]["autorange"] = "reversed"
    look["xaxis"]["type"] = look["yaxis"]["type"] = "category"
    return {"data": data, "layout": look}


def _dated(table: Table, i: int) -> bool:
    return table.columns[i].type in {"date", "datetime"}


def _text(cell: object) -> str:
    return "未知" if cell is None else str(cell)
