"""An amount said in one unit, in the unit a parameter takes."""

from __future__ import annotations

from assistant.contracts.time import Interval
from assistant.reading.nodes import Amount
from assistant.reading.rule_words import has_any, senses_of

_HOURS = {"hour": 1.0, "minute": 1 / 60, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_UNITS = senses_of("parameter_unit")


def in_unit(amount: Amount, unit: str) -> float | None:
    """Return the amount in a parameter's unit, when it is of that kind."""
    meant = _UNITS.get(unit, "")
    if amount.dimension == "duration" and meant in _HOURS and amount.interval is not None:
        interval = amount.interval
        if not isinstance(interval.n, int) or interval.unit not in _HOURS:
            return None
        if interval.unit == "month" and meant == "day":
            return float(interval.n * 30)
        return interval.n * _HOURS[interval.unit] / _HOURS[meant]
    if amount.dimension == "count" and meant == "times" and has_any(amount.text, "time_counters"):
        return amount.value
    if amount.dimension == "length" and amount.unit == unit:
        return amount.value
    if amount.dimension == "fraction" and unit == "fraction":
        return amount.value
    return None


def negative(interval: Interval) -> Interval:
    """Return the stretch counted back."""
    assert isinstance(interval.n, int)
    return Interval(n=-interval.n, unit=interval.unit)


def flip(cmp: str) -> str:
    """Return the comparison read from the other side."""
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(cmp, cmp)
