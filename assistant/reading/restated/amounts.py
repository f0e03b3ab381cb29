"""Numbers with units and dates, read back from the words of ``wording/amounts.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from assistant.answer.wording.amounts import amount, length, shifted
from assistant.contracts.time import Interval
from knowledge_graph.semantics.units import stored_units

_NUMBER = re.compile(r"^(-?\d+(?:\.\d+)?)(.*)$")
_DAY = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日(?:(\d{1,2})时(?:(\d{1,2})分)?)?$")
_SCALES = {"%": "0.01", "个百分点": "0.01", "亿": "1e8", "万": "1e4"}
_SHIFT = re.compile(r"^(.*?)(?:的(次日|前一日)|([前后])(\d+)(\D+))$")
_INTERVALS = ("day", "hour", "minute", "workday", "week", "month", "quarter", "year")


def amounts(text: str, unit: str, *, counter: str = "") -> tuple[float, ...]:
    """Return the values that are said as ``text`` in a base unit."""
    found = _NUMBER.match(text)
    if found is None:
        return ()
    number, rest = Decimal(found[1]), found[2]
    scales = [Decimal(by) for word, by in _SCALES.items() if rest.startswith(word)]
    values = [float(number * by) for by in (*scales, Decimal(1))]
    return tuple(v for v in dict.fromkeys(values) if amount(v, unit, counter=counter) == text)


def amounts_in_any_unit(text: str, *, counter: str = "个") -> Iterator[tuple[float, str]]:
    """Yield (value, unit) for every unit in which a value is said as ``text``."""
    if not _NUMBER.match(text):
        return
    for unit in _units():
        for value in amounts(text, unit, counter=counter):
            yield value, unit


def _units() -> tuple[str, ...]:
    """Base units, the plain ones first."""
    bases = (stored.base for stored in stored_units().values())
    return tuple(dict.fromkeys(
        ("", "fraction", "pp", "count", "m3", "day", "hour", "minute", "month", "year", *bases)))


def moment(text: str) -> date | datetime | None:
    """Return the day, or the minute, of ``2026年9月16日9时30分``."""
    found = _DAY.match(text)
    if found is None:
        return None
    year, month, day = (int(found[i]) for i in (1, 2, 3))
    with suppress(ValueError):
        if found[4]:
            return datetime(year, month, day, int(found[4]), int(found[5] or 0))
        return date(year, month, day)
    return None


def shifts(text: str) -> Iterator[tuple[str, Interval | None]]:
    """Yield (base, interval) for every way a text is a moment shifted: ``期末前3天``."""
    yield text, None
    found = _SHIFT.match(text)
    if found is None:
        return
    base = found[1]
    if found[2]:
        yield base, Interval(n=1 if found[2] == "次日" else -1, unit="day")
        return
    n = int(found[4]) * (1 if found[3] == "后" else -1)
    for unit in _INTERVALS:
        plus = Interval(n=n, unit=unit)
        if length(n, unit) == found[4] + found[5] and shifted(base, plus) == text:
            yield base, plus
