"""Rows in order of a figure: the first few, ties told, the others left to the table."""

from __future__ import annotations

from assistant.answer.clauses import ends, number
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_FIRST = 3
_ALL = 10
_NUMERALS = "零一二三四五六七八九十"
Row = tuple[Cell, ...]


def order_words(view: View, rows: list[Row], i: int) -> str:
    """Return ``从高到低`` or ``从低到高`` as the rows stand."""
    size = "的绝对值" if view.query.order and view.query.order[0].absolute else ""
    high, low = ends(view.fields[i])
    if size:
        high, low = "大", "小"
    return f"{size}{f'从{low}到{high}' if ascending(view, rows, i) else f'从{high}到{low}'}，"


def ascending(view: View, rows: list[Row], i: int) -> bool:
    """Whether the rows run from the lowest up."""
    if view.query.order:
        return view.query.order[0].direction == "asc"
    return (number(rows[0][i]) or 0.0) < (number(rows[-1][i]) or 0.0)


def first_few(view: View, rows: list[Row], i: int) -> str:
    """Return ``前三为：甲（9个）、乙（8个）、丙、丁（并列，7个）``."""
    most = _ALL if _cut(view) else _FIRST
    if len(rows) <= most or (not _cut(view) and len(rows) == _FIRST + 1):
        return "依次为：" + "、".join(named(view, group, i) for group in _ties(rows, i))
    told: list[str] = []
    seen = 0
    for group in _ties(rows, i):
        if seen >= most:
            break
        told.append(named(view, group, i))
        seen += len(group)
    return f"前{_numeral(most)}为：" + "、".join(told)


def last_words(view: View, rows: list[Row], i: int) -> str:
    """Return the other end of a ranking that shows every row, or nothing."""
    if _cut(view) or len(rows) <= _FIRST + 1:
        return ""
    high, low = ends(view.fields[i])
    word = f"最{high if ascending(view, rows, i) else low}"
    if view.query.order and view.query.order[0].absolute:
        word = "最末"
    return f"{word}的是{named(view, _ties(rows, i)[-1], i)}"


def named(view: View, rows: list[Row], i: int) -> str:
    """``九江市（94.3%）``; several tied: ``九江市、赣州市（并列，94.3%）``."""
    if len(rows) == 1:
        return f"{view.name(rows[0])}（{view.show(i, rows[0][i])}）"
    names = "、".join(view.name(row) for row in rows[:5])
    more = f"等{len(rows)}{view.counter}" if len(rows) > 5 else ""
    return f"{names}{more}（并列，{view.show(i, rows[0][i])}）"


def _cut(view: View) -> bool:
    """Whether the rows are only the first of a ranking."""
    over = view.query.over
    return view.query.limit is not None or (over is not None and over.op == "top")


def _ties(rows: list[Row], i: int) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in rows:
        if groups and groups[-1][0][i] == row[i]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _numeral(n: int) -> str:
    return _NUMERALS[n] if n < len(_NUMERALS) else str(n)
