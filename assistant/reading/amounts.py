"""An amount said in one unit, in the unit a parameter takes."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Interval
from assistant.reading.nodes import Amount
from assistant.reading.rule_words import has_any, senses_of

_HOURS = {"hour": 1.0, "minute": 1 / 60, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_LITRES = 1000.0  # in a m³
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


def measured_in(said: str, unit: str) -> float:
    """Return what a number said in one unit is to be multiplied by to be in a measure's unit.

    Two days held against hours are 48, 140 升 against litres a head are 140; 1 where the two are
    of different kinds, which is for the doubts to tell.
    """
    if said in _HOURS and unit in _HOURS:
        return _HOURS[said] / _HOURS[unit]
    return _LITRES if said == "m3" and unit.partition("/")[0] == "L" else 1.0


def as_measured(amount: Amount, unit: str) -> Amount:
    """Return an amount in the unit of the measure it is held against."""
    factor = measured_in(amount.unit, unit)
    if factor == 1.0:
        return amount
    return replace(amount, value=round(amount.value * factor, 10), unit=unit.partition("/")[0])


def negative(interval: Interval) -> Interval:
    """Return the stretch counted back."""
    assert isinstance(interval.n, int)
    return Interval(n=-interval.n, unit=interval.unit)


def flip(cmp: str) -> str:
    """Return the comparison read from the other side."""
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(cmp, cmp)
