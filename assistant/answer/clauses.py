"""Clauses about one figure: its value, its change, its distance from the target."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.answer.fields import Field
from assistant.answer.units_display import ShownUnit, format_number, with_unit
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_CHANGE_WORD = re.compile(
    r"的?(增减率|增减量|增长率|增长|增速|增幅|变化率|变幅|变化量|变化|增减|之差|差值|差)$"
)
POINTS = ShownUnit(label="个百分点", decimals=1)


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number (a flag is none)."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def number(cell: Cell) -> float | None:
    """Return the cell as a number, or None."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def figure_clause(view: View, i: int, row: tuple[Cell, ...]) -> str:
    """Return ``完整率为94.3%`` / ``用水量同比增长1.2%`` / ``完整率无数据`` for one cell."""
    field, value = view.fields[i], number(row[i])
    if value is None:
        if row[i] is None:
            return f"{field.label}没有数据"
        return f"{field.label}为{view.show(i, row[i])}"
    if is_change(field):
        return change_clause(field, value)
    return _told(field, value)


def _told(field: Field, value: float) -> str:
    """One figure in a clause, as its heading asks for it."""
    label, shown = field.label, with_unit(value, field.unit)
    if field.op == "rank":
        return f"{label}为第{shown.removesuffix(field.unit.label)}位"
    if label.endswith("的比例") and "占" in label:
        return f"{label.removesuffix('比例')}{shown}"
    gap = re.match(r"^与(.+)之差$", label)
    if gap and value:
        return f"比{gap[1]}{more_words(field, value)}"
    if label == "差值":
        return f"前者{more_words(field, value)}" if value else "两者相同"
    if label.endswith("之差") and not label.startswith("（"):
        ends = re.search(r"最[高大](值)?与最[低小]", label)
        side = "" if ends or not value else f"，前者较{more_words(field, value)[0]}"
        return f"{label.removesuffix('之差')}相差{with_unit(abs(value), field.unit)}{side}"
    return f"{label}为{shown}"


def ends(field: Field) -> tuple[str, str]:
    """Return the words for the two ends of a figure: 高低, 多少 for amounts, 长短 for time."""
    label = field.unit.label
    if label in {"天", "小时", "分钟", "个工作日", "个月"}:
        return "长", "短"
    amount = field.unit.decimals == 0 or re.match(r"^[亿万]?(m³|元|亩|人)$", label)
    return ("多", "少") if amount and label not in {"位", ""} else ("高", "低")


def change_stem(field: Field) -> str:
    """Return what a change is of and against: ``取水量比上年同期``."""
    gap = re.match(r"^与(.+)之差$", field.label)
    if gap:
        return f"比{gap[1]}"
    return _CHANGE_WORD.sub("", field.label)


def change_clause(field: Field, value: float) -> str:
    """Return ``用水量同比增长1.2%`` for a column labelled 用水量同比增长率."""
    return f"{_CHANGE_WORD.sub('', field.label)}{change_words(field, value)}"


def is_change(field: Field) -> bool:
    """Whether the column is a change over time: a growth rate, or now minus before."""
    if field.op == "growth":
        return True
    term: Any = field.out.expr if field.out is not None else None
    if term is None or term.op != "minus" or len(term.of) != 2:
        return False
    now, before = term.of
    if before.op == "at" and before.time is None:
        return False  # of another place, or under other conditions
    same = before.op in {"prev", "at"} and before.measure == now
    if before.op == "at" and now.op == "at" and before.measure == now.measure:
        return _later(now.time, before.time)  # the other way round it is told how far it fell
    return bool(same)


def _later(one: Any, other: Any) -> bool:
    first, second = (getattr(t, "first", None) for t in (one, other))
    return not (isinstance(first, date) and isinstance(second, date)) or first >= second


def change_words(field: Field, value: float) -> str:
    """Return ``增长1.2%`` / ``减少3.4万m³`` / ``提高0.7个百分点`` / ``持平``."""
    if value == 0:
        return "持平"
    size = with_unit(abs(value), field.unit)
    if field.op != "growth" and field.unit.label in {"个百分点", "%"}:
        return f"{'上升' if value > 0 else '下降'}{size}"
    return f"{'增加' if value > 0 else '减少'}{size}"


def difference_words(field: Field, now: float, before: float) -> str:
    """Return how ``now`` differs from ``before``, both in the field's shown unit."""
    gap = now - before
    if abs(gap) < 1e-9 * max(abs(now), abs(before), 1.0):
        return "持平"
    if field.is_rate:
        return f"{'上升' if gap > 0 else '下降'}{with_unit(abs(gap), POINTS)}"
    size = with_unit(abs(gap), field.unit)
    verb = "增加" if gap > 0 else "减少"
    if before > 0 and abs(gap) / before < 0.0005:
        return f"{verb}{size}（不足0.1%）"
    if before > 0 and not field.unit.label.endswith("位"):
        return f"{verb}{abs(gap) / before * 100:.1f}%（{size}）"
    return f"{verb}{size}"


def more_words(field: Field, gap: float) -> str:
    """Return ``多3个`` / ``低1.2个百分点`` for a gap between two things."""
    if field.is_rate:
        return f"{'高' if gap > 0 else '低'}{with_unit(abs(gap), POINTS)}"
    if "/" in field.unit.label or field.unit.label in {"个百分点", "mm", ""}:
        return f"{'高' if gap > 0 else '低'}{with_unit(abs(gap), field.unit)}"
    return f"{'多' if gap > 0 else '少'}{with_unit(abs(gap), field.unit)}"


def target_clause(field: Field, value: float) -> str:
    """Return ``低于95%的目标0.7个百分点`` for a metric with a target, else nothing."""
    if field.metric is None or field.metric.target is None or field.op not in {"", "metric"}:
        return ""
    target = field.metric.target
    bound = target.value * field.unit.factor
    unit = POINTS if field.is_rate else field.unit
    named = f"{format_number(bound, _loose(field.unit))}{field.unit.label}的{target.zh}"
    gap = with_unit(abs(value - bound), unit)
    if target.cmp in {">=", ">"}:
        met = value >= bound if target.cmp == ">=" else value > bound
        return f"达到{named}" if met else f"低于{named}{gap}"
    if target.cmp in {"<=", "<"}:
        met = value <= bound if target.cmp == "<=" else value < bound
        return f"在{named}以内" if met else f"超过{named}{gap}"
    return f"与{named}相等" if value == bound else f"与{named}相差{gap}"


def _loose(unit: ShownUnit) -> ShownUnit:
    """The unit without fixed decimals: a target is written 95%, not 95.0%."""
    return unit.model_copy(update={"decimals": None, "label": ""})


def named_list(names: list[str], most: int = 5) -> str:
    """Return the first names joined by 、, with 等 when there are more."""
    text = "、".join(names[:most])
    return f"{text}等" if len(names) > most else text


def sentence(*clauses: str) -> str:
    """Join the clauses that say something into one sentence."""
    said = [clause for clause in clauses if clause]
    return "，".join(said) + "。" if said else ""
