"""今年比去年, said in September: compared over the same days, not with the whole year before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from assistant.contracts.time import Basis, Interval, IntervalUnit, Period
from assistant.reading.frame import Frame
from assistant.reading.periods import month_end
from assistant.reading.phrase_types import BasisPhrase, MeasurePhrase
from assistant.reading.rule_words import has_any, words_of

_NO_YEAR = re.compile(r"^(第?[一二三四1-4]季度?|[0-9一二三四五六七八九十]+月份?)$")
_UNITS: tuple[tuple[IntervalUnit, int, int], ...] = (
    ("week", 7, 7), ("month", 28, 31), ("quarter", 90, 92), ("year", 365, 366))

_PART_OF_A_YEAR = 360
_YEARS_AGO = words_of("years_ago")
_BEFORE = tuple(words_of("the_one_before"))


def compare_same_stretch(frame: Frame) -> None:
    """Shift the period of a frame that has not ended instead of taking a whole one before it."""
    if len(frame.times) != 1:
        return
    period = frame.times[0]
    frame.basis = [_shifted(b, period) for b in frame.basis]
    frame.measures = [_measure(m, period) for m in frame.measures]


def _measure(measure: MeasurePhrase, period: Period) -> MeasurePhrase:
    if measure.change is None:
        return measure
    return replace(measure, change=_shifted(measure.change, period))


def _in_one_year(before: Period, period: Period) -> Period:
    """三季度比二季度, said when only the second of this year is over: those of one year."""
    first, last, start = before.first, before.last, period.first
    if not (isinstance(first, date) and isinstance(last, date) and isinstance(start, date)) \
            or not _NO_YEAR.match(before.label) or not _NO_YEAR.match(period.label) \
            or first < start:
        return before
    years = first.year - start.year + ((first.month, first.day) >= (start.month, start.day))
    return before.model_copy(update={
        "first": month_end(first.replace(day=1, year=first.year - years)).replace(day=first.day),
        "last": month_end(last.replace(day=1, year=last.year - years))})


def _shifted(basis: BasisPhrase, period: Period) -> BasisPhrase:
    """Return the basis as a shift when it is the whole unit before a part of one."""
    before = basis.basis
    if not isinstance(before, Period):
        return basis
    earlier = _in_one_year(before, period)
    if earlier is not before:
        return replace(basis, basis=earlier)
    if has_any(before.label, "whole_year"):
        return basis  # 比去年全年: all of it, as it is said
    ends = (before.first, before.last, period.first, period.last)
    if not all(isinstance(d, date) for d in ends):
        return basis
    first, last, start, end = (d for d in ends if isinstance(d, date))
    whole = (last - first).days + 1
    so_far = (end - start).days + 1
    years = start.year - first.year
    if years > 0 and start.year == end.year and so_far < _PART_OF_A_YEAR <= whole \
            and before.label in _YEARS_AGO:
        # 上个月，和去年比: with the same month of it
        return replace(basis, basis="yoy" if years == 1 else Interval(n=-years, unit="year"))
    if (first, last) == (start, end):  # 近十天跟前十天比: the ten days before these
        return replace(basis, basis="mom")
    follows = last + timedelta(days=1) == start
    unit = next((u for u, low, high in _UNITS if low <= whole <= high), None)
    own = next((u for u, low, high in _UNITS if low <= so_far <= high), None)
    if not follows and unit is not None and unit == own and before.label.startswith(_BEFORE):
        # 2025年一季度跟上季度比: the one before the period that was named, not before today
        return replace(basis, basis=Interval(n=-1, unit=unit))
    if not follows or unit is None or so_far >= whole - 3:
        return basis
    way: Basis | Interval = "yoy" if unit == "year" else Interval(n=-1, unit=unit)
    return replace(basis, basis=way)
