"""Calendar arithmetic against the standard library."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge_graph.semantics.grammar.calendar import (
    add_months,
    last_full,
    next_from,
    quarter_span,
    tenday_span,
    unit_span,
)

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))
UNITS = st.sampled_from(["day", "week", "tenday", "month", "bimonth", "quarter", "half", "year"])
COUNTS = st.integers(-40, 40)


@given(UNITS, DAYS)
def test_a_unit_holds_its_day(unit: str, day: date) -> None:
    first, last = unit_span(unit, day)  # type: ignore[arg-type]
    assert first <= day <= last


@given(UNITS, DAYS, COUNTS)
def test_units_lie_end_to_end(unit: str, day: date, offset: int) -> None:
    here = unit_span(unit, day, offset)  # type: ignore[arg-type]
    after = unit_span(unit, day, offset + 1)  # type: ignore[arg-type]
    assert here[1] + timedelta(days=1) == after[0]
    assert unit_span(unit, here[0]) == here == unit_span(unit, here[1])  # type: ignore[arg-type]


@given(DAYS, st.integers(-600, 600))
def test_months_are_added_as_a_calendar_does(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(st.integers(1950, 2080), st.integers(1, 4))
def test_a_quarter_is_three_whole_months(year: int, quarter: int) -> None:
    first, last = quarter_span(year, quarter)
    assert (first.day, first.month, last.month) == (1, quarter * 3 - 2, quarter * 3)
    assert last.day == monthrange(year, last.month)[1]


@given(st.integers(1950, 2080), st.integers(1, 12))
def test_ten_days_make_up_a_month(year: int, month: int) -> None:
    parts = [tenday_span(year, month, part) for part in (1, 2, 3)]
    days = sum((last - first).days + 1 for first, last in parts)
    assert days == monthrange(year, month)[1]


@given(UNITS, DAYS, st.integers(1, 40))
def test_full_units_end_before_the_day(unit: str, day: date, count: int) -> None:
    first, last = last_full(unit, day, count)  # type: ignore[arg-type]
    assert first <= last < day


@given(UNITS, DAYS, st.integers(1, 40))
def test_what_is_to_come_begins_today(unit: str, day: date, count: int) -> None:
    first, last = next_from(unit, day, count)  # type: ignore[arg-type]
    assert first == day < last
