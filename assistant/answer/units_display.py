"""Units: from the base unit of a column to the one a reader expects, and back.

Base units are those of the warehouse and of the metric definitions (``m3``, ``fraction``, ``day``
…). A column is shown in one unit throughout, chosen by the size of its largest value.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.contracts.time import Term


class ShownUnit(Term):
    """How a base unit is shown.

    Attributes:
        label: what stands behind the number (``万m³``, ``%``, ``个``).
        factor: shown value = base value × factor.
        decimals: fixed number of decimals; None = by size.
        marks: shown values that figures are held against; none reads as one it is not.
    """

    label: str
    factor: float = 1.0
    decimals: int | None = None
    marks: tuple[float, ...] = ()


_MOST_DECIMALS = 4
# base unit → (size from which the unit is taken, unit), largest size first
_SIZED: dict[str, tuple[tuple[float, ShownUnit], ...]] = {
    "m3": (
        (1e8, ShownUnit(label="亿m³", factor=1e-8)),
        (1e4, ShownUnit(label="万m³", factor=1e-4)),
        (0.0, ShownUnit(label="m³")),
    ),
    "yuan": (
        (1e8, ShownUnit(label="亿元", factor=1e-8)),
        (1e4, ShownUnit(label="万元", factor=1e-4)),
        (0.0, ShownUnit(label="元")),
    ),
    "m3/day": (
        (1e4, ShownUnit(label="万m³/日", factor=1e-4)),
        (0.0, ShownUnit(label="m³/日")),
    ),
    "m3/month": (
        (1e4, ShownUnit(label="万m³/月", factor=1e-4)),
        (0.0, ShownUnit(label="m³/月")),
    ),
    "m3/km2": (
        (1e4, ShownUnit(label="万m³/km²", factor=1e-4)),
        (0.0, ShownUnit(label="m³/km²")),
    ),
    "person": (
        (1e4, ShownUnit(label="万人", factor=1e-4)),
        (0.0, ShownUnit(label="人", decimals=0)),
    ),
    "mu": (
        (1e4, ShownUnit(label="万亩", factor=1e-4)),
        (0.0, ShownUnit(label="亩")),
    ),
}
_FIXED: dict[str, ShownUnit] = {
    "fraction": ShownUnit(label="%", factor=100.0, decimals=1),
    "pp": ShownUnit(label="个百分点", factor=100.0, decimals=1),
    "yi_m3": ShownUnit(label="亿m³"),
    "wan_m3": ShownUnit(label="万m³"),
    "yi_yuan": ShownUnit(label="亿元"),
    "wan_yuan": ShownUnit(label="万元"),
    "wan_person": ShownUnit(label="万人"),
    "wan_mu": ShownUnit(label="万亩"),
    "m3/h": ShownUnit(label="m³/h"),
    "m3/mu": ShownUnit(label="m³/亩", decimals=1),
    "m3/person": ShownUnit(label="m³/人", decimals=1),
    "m3/wan_yuan": ShownUnit(label="m³/万元", decimals=1),
    "coefficient": ShownUnit(label="", decimals=3),
    "L/person/day": ShownUnit(label="L/（人·日）", decimals=1),
    "yuan/m3": ShownUnit(label="元/m³", decimals=2),
    "kwh/m3": ShownUnit(label="kWh/m³", decimals=3),
    "mm": ShownUnit(label="mm", decimals=1),
    "km": ShownUnit(label="km"),
    "km2": ShownUnit(label="km²"),
    "day": ShownUnit(label="天", decimals=1),
    "workday": ShownUnit(label="个工作日", decimals=1),
    "hour": ShownUnit(label="小时", decimals=1),
    "minute": ShownUnit(label="分钟", decimals=1),
    "week": ShownUnit(label="周", decimals=1),
    "month": ShownUnit(label="个月", decimals=1),
    "quarter": ShownUnit(label="个季度", decimals=1),
    "year": ShownUnit(label="年", decimals=1),
    "record": ShownUnit(label="条", decimals=0),
    "time": ShownUnit(label="次", decimals=0),
    "ratio": ShownUnit(label="倍", decimals=2),
    "count": ShownUnit(label="个", decimals=0),
    "rank": ShownUnit(label="位", decimals=0),
}


def shown_unit(base: str, values: Iterable[float], *, counter: str = "") -> ShownUnit:
    """Return the unit a column is shown in.

    Args:
        base: unit of the values; an unknown unit is shown as it is.
        values: the column's numbers in ``base``; the largest decides the size.
        counter: measure word for ``count`` (家、座); empty = 个.
    """
    if base == "count" and counter:
        return ShownUnit(label=counter, decimals=0)
    if base in _SIZED:
        size = max((abs(value) for value in values), default=0.0)
        return next((unit for least, unit in _SIZED[base] if size >= least), _SIZED[base][-1][1])
    return _FIXED.get(base) or ShownUnit(label="/".join(map(_bare, base.split("/"))))


def _bare(base: str) -> str:
    """The label of a base unit unsized, as a side of a quotient (m³, 元, 天)."""
    if base in _SIZED:
        return _SIZED[base][-1][1].label
    known = _FIXED.get(base)
    return known.label if known is not None and known.factor == 1.0 else base


def base_factor(label: str) -> float:
    """Return what a shown value is multiplied with to give the base value (1 when unknown).

    亿m³ and the like go to the sized unit's base (m³, 元, 人, 亩); % and 个百分点 to fractions.
    """
    for sizes in _SIZED.values():
        for _, unit in sizes:
            if unit.label == label:
                return 1.0 / unit.factor
    for unit in _FIXED.values():
        if unit.label == label:
            return 1.0 / unit.factor
    return 1.0


def convert(value: float, unit: ShownUnit) -> float | int:
    """Return the value in the shown unit, free of binary noise (12 significant digits)."""
    if unit.factor == 1.0 and isinstance(value, int):
        return value
    clean = float(f"{value * unit.factor:.12g}")
    whole = clean.is_integer() and abs(clean) < 1e15
    return int(clean) if whole and unit.decimals == 0 else clean


def format_number(value: float, unit: ShownUnit) -> str:
    """Return a shown value as text: rates one decimal, counts whole, volumes by size."""
    decimals = unit.decimals
    if decimals is None:
        decimals = _decimals_by_size(abs(value))
    elif decimals == 0 and not float(value).is_integer():
        decimals = 1  # an average of counts
    elif value != 0 and abs(value) < 0.5 * 10**-decimals:
        decimals = min(decimals + 2, 6)  # do not let a small figure read as zero
    decimals = _told_apart(value, unit.marks, decimals)
    text = f"{value:,.{decimals}f}"
    keep = unit.decimals is not None and unit.label in {"%", "个百分点"}
    if "." in text and not keep:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _told_apart(value: float, marks: tuple[float, ...], decimals: int) -> int:
    """As many decimals as tell a figure from the mark beside it: 94.96%, not 95.0% below 95%."""
    near = [m for m in marks if m != value and round(m, decimals) == round(value, decimals)]
    while decimals < _MOST_DECIMALS and any(
            round(m, decimals) == round(value, decimals) for m in near):
        decimals += 1
    return decimals


def _decimals_by_size(size: float) -> int:
    """Four significant digits or so, never fewer than the whole number."""
    if size >= 1000:
        return 0 if size >= 100_000 else 1
    if size >= 1:
        return 2
    return 4 if size >= 0.001 or size == 0 else 6


def with_unit(value: float, unit: ShownUnit) -> str:
    """Return number and unit as written in a sentence: ``94.3%``, ``1.25亿m³``, ``37个``."""
    return f"{format_number(value, unit)}{unit.label}"
