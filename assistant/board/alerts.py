"""Holds an answer against a threshold, and tells in one sentence what trips it."""

from __future__ import annotations

import operator

from assistant.contracts.alert import Alert
from assistant.contracts.answer import Answer, AnswerColumn, Cell
from assistant.contracts.errors import BadInput

_TESTS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORDS = {"<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于"}
_NAMED = 5  # rows named in a notice; the board shows them all


def check_alert(alert: Alert, answer: Answer) -> None:
    """Refuse an alert on a column that the answer does not have as a number.

    Raises:
        BadInput: names the columns there are.
    """
    held = [c for c in answer.columns if c.type == "number"]
    if alert.column not in {c.name for c in held}:
        names = "、".join(c.label for c in held) or "（没有数字列）"
        raise BadInput(f"这个答案没有可以提醒的列“{alert.column}”；可以选：{names}。")


def tripped(alert: Alert, answer: Answer) -> str:
    """Return what trips the alert (``上传率低于95%：新余市 78.3%``), or nothing.

    A cell without data trips nothing.
    """
    at = next((n for n, c in enumerate(answer.columns) if c.name == alert.column), None)
    if at is None:
        return ""
    column = answer.columns[at]
    rows = [row for row in answer.rows if _holds(alert, row[at])]
    if not rows:
        return ""
    told = [_row(row, at, answer.columns) for row in rows[:_NAMED]]
    more = f"等{len(rows)}项" if len(rows) > _NAMED else ""
    return f"{column.label}{_WORDS[alert.cmp]}{alert.value:g}{column.unit}：{'、'.join(told)}{more}"


def _holds(alert: Alert, cell: Cell) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return bool(_TESTS[alert.cmp](cell, alert.value))


def _row(row: tuple[Cell, ...], at: int, columns: tuple[AnswerColumn, ...]) -> str:
    names = [str(cell) for cell, c in zip(row, columns, strict=True)
             if c.type != "number" and cell is not None]
    value = row[at]
    shown = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else ""
    return " ".join([*names, f"{shown}{columns[at].unit}"])
