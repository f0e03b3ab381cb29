"""Numbers with their units, dates and comparisons in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from assistant.contracts.time import Interval
from knowledge_graph.semantics.units import stored_units

_SIZED = {
    "m3": "m³", "yuan": "元", "person": "人", "mu": "亩",
}  # fmt: skip
_UNITS = {
    "km2": "km²", "m3/h": "m³/h", "m3/km2": "m³/km²", "m3/mu": "m³/亩", "m3/person": "m³/人",
    "m3/wan_yuan": "m³/万元", "m3/day": "m³/日", "m3/month": "m³/月", "yuan/m3": "元/m³",
    "kwh/m3": "kWh/m³", "L/person/day": "L/（人·日）", "mm": "mm", "km": "km",
    "day": "天", "workday": "个工作日", "hour": "小时", "minute": "分钟", "week": "周",
    "month": "个月", "quarter": "个季度", "year": "年", "record": "条", "time": "次",
    "ratio": "倍", "rank": "位", "tenday": "旬", "half": "个半年", "bimonth": "个双月",
    "次": "次", "户": "户", "家": "家",
}  # fmt: skip
_INTERVAL = {**_UNITS, "tenday": "旬"}
COUNTED = {"<": "少于", "<=": "不超过", ">": "超过", ">=": "不少于", "=": "为", "!=": "不是"}
VALUED = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于", "=": "为", "!=": "不是"}
DATED = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于", "=": "为", "!=": "不是"}
NOUGHT = {"<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于", "=": "为", "!=": "不为"}
_FIGURE = re.compile(r"^(-?\d+(?:\.\d+)?)(%|个百分点|[万亿]?)"
                     r"(L/（人·日）|[^的与占比且或、，（）“”]*)$")
_SCALES = {"%": "0.01", "个百分点": "0.01", "万": "1e4", "亿": "1e8"}
_LONGEST_UNIT = 10
_COUNTS = frozenset({"count", "record", "time", "day", "hour", "minute", "month", "person", "week"})


def compared(cmp: str, unit: str = "", value: object = None) -> str:
    """Return the word of a comparison (不低于; 不少于 for what is counted; 大于 for nought)."""
    if value == 0 and value is not False:
        return NOUGHT[cmp]
    return (COUNTED if unit in _COUNTS else VALUED)[cmp]


def amount(value: float, unit: str, *, counter: str = "") -> str:
    """Return a number with its unit: ``95%``, ``50万m³``, ``3个``.

    Args:
        value: in ``unit``, a base unit.
        unit: base unit; nothing when unknown.
        counter: measure word of what is counted.
    """
    if value == 0 and unit not in ("fraction", "pp"):
        return f"0{counter}"
    if unit == "fraction":
        return f"{plain(value * 100)}%"
    if unit == "pp":
        return f"{plain(value * 100)}个百分点"
    if unit == "count":
        return plain(value) + counter
    stored = stored_units().get(unit)
    base = stored.base if stored is not None else unit
    if base in _SIZED:
        for least, word in ((1e8, "亿"), (1e4, "万")):
            if abs(value) >= least:
                return f"{plain(value / least)}{word}{_SIZED[base]}"
        return plain(value) + _SIZED[base]
    if unit.isascii():
        return plain(value) + _UNITS.get(unit, "")
    return plain(value) + unit


def number_said(text: str) -> float | None:
    """Return the number of a figure in digits (``95%``, ``50万m³``, ``3718个``), else nothing."""
    found = _FIGURE.match(text)
    if found is None or len(found[3]) > _LONGEST_UNIT:
        return None
    return float(Decimal(found[1]) * Decimal(_SCALES.get(found[2], "1")))


def plain(value: float) -> str:
    """Return a number as written by hand: no exponent, no trailing zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return text or "0"


def day_words(value: date | datetime) -> str:
    """Return ``2026年9月16日``, with the hour when there is one."""
    text = f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{text}{value.hour}时" + (f"{value.minute}分" if value.minute else "")
    return text


def length(n: int, unit: str) -> str:
    """Return ``30天`` / ``3个月``."""
    return f"{abs(n)}{_INTERVAL.get(unit, '')}"


def shifted(base: str, plus: Interval | None) -> str:
    """Return a moment shifted: ``数据截止时前3个月``, ``有效期止的次日``."""
    if plus is None or plus.n == 0:
        return base
    if not isinstance(plus.n, int):
        return f"{base}前后若干时间"
    if plus.unit == "day" and abs(plus.n) == 1:
        return f"{base}的{'次日' if plus.n > 0 else '前一日'}"
    return f"{base}{'后' if plus.n > 0 else '前'}{length(plus.n, plus.unit)}"
