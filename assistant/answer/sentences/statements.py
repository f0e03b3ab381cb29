"""Yes-or-no columns told as statements: which rows a condition holds for."""

from __future__ import annotations

from assistant.answer.view import View
from assistant.contracts.answer import Cell

_MOST = 8
_OPPOSITE = {"不低于": "低于", "不高于": "高于", "不超过": "超过", "不少于": "少于",
             "不早于": "早于", "不晚于": "晚于", "不大于": "大于", "不小于": "小于"}  # fmt: skip
_PLAIN = ("低于", "高于", "超过", "少于", "早于", "晚于", "大于", "小于", "等于", "属于", "存在")
Row = tuple[Cell, ...]


def statement(label: str, holds: bool) -> str:
    """Return ``完整率低于95%`` / ``完整率不低于95%`` for a column 完整率是否低于95%."""
    if label == "是否符合":
        return "符合所问条件" if holds else "不符合所问条件"
    before, mark, after = label.partition("是否")
    if not mark:
        return label if holds else f"不符合“{label}”"
    if holds:
        return before + after
    for word, opposite in _OPPOSITE.items():
        if after.startswith(word):
            return before + opposite + after.removeprefix(word)
    if after.startswith(_PLAIN):
        return f"{before}不{after}"
    if after.startswith("逐"):
        return f"{before}没有{after}"
    if "为" in after and not before:
        return after.replace("为", "不是", 1)
    if after.startswith("有"):
        return f"{before}没{after}"
    return f"{before}并非{after}" if before or after[:1] not in "未无没" else f"并非{after}"


def flagged(view: View) -> str:
    """Return which rows each yes-or-no column holds for: ``完整率低于95%的有2个：…``."""
    told = []
    for i in view.at("note"):
        cells = [row[i] for row in view.rows]
        if len(cells) < 2 or not any(isinstance(cell, bool) for cell in cells):
            continue
        rows = [row for row in view.rows if row[i] is True]
        said = statement(view.fields[i].label, holds=True)
        if not rows:
            told.append(f"没有{said}的。")
        elif len(rows) == len(view.rows):
            told.append(f"全部{said}。")
        else:
            names = "、".join(view.name(row) for row in rows[:_MOST])
            more = f"等{len(rows)}{view.counter}" if len(rows) > _MOST else ""
            told.append(f"{said}的有{len(rows)}{view.counter}：{names}{more}。")
    return "".join(told)
