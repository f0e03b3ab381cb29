"""An amount said in one unit, in the unit a parameter takes."""

from __future__ import annotations

from assistant.reading.nodes import Amount

_HOURS = {"hour": 1.0, "minute": 1 / 60, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_PARAM_HOURS = {"hour": 1.0, "小时": 1.0, "day": 24.0, "天": 24.0, "month": 720.0, "个月": 720.0,
                "月": 720.0, "year": 8760.0, "年": 8760.0, "minute": 1 / 60, "分钟": 1 / 60}


def in_unit(amount: Amount, unit: str) -> float | None:
    """Return the amount in a parameter's unit, when it is of that kind."""
    if amount.dimension == "duration" and unit in _PARAM_HOURS and amount.interval is not None:
        interval = amount.interval
        if not isinstance(interval.n, int) or interval.unit not in _HOURS:
            return None
        if interval.unit == "month" and unit in ("day", "天"):
            return float(interval.n * 30)
        return interval.n * _HOURS[interval.unit] / _PARAM_HOURS[unit]
    if amount.dimension == "count" and unit in ("次", "回", "times") and \
            any(ch in amount.text for ch in "次回遍趟"):
        return amount.value
    if amount.dimension == "fraction" and unit == "fraction":
        return amount.value
    return None
