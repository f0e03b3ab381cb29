"""Periods: shifted, aligned, counted."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.contracts.errors import BadTimeRange
from assistant.contracts.time import Interval
from tools.query.spans import Span, days_passed, grain_end, grain_start, months_passed, previous

TODAY = date(2026, 9, 16)


def span(first: str, last: str | None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last) if last else None)


@pytest.mark.parametrize("basis, asked, before", [
    ("yoy", ("2026-08-01", "2026-08-31"), ("2025-08-01", "2025-08-31")),
    ("yoy", ("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
    ("yoy", ("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
    ("yoy", ("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
    ("yoy", ("2026-01-01", None), ("2025-01-01", "2025-09-16")),
    ("yoy", ("2026-09-01", "2026-09-30"), ("2025-09-01", "2025-09-16")),
    ("mom", ("2026-08-01", "2026-08-31"), ("2026-07-01", "2026-07-31")),
    ("mom", ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
    ("mom", ("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31")),
    ("mom", ("2026-09-01", "2026-09-30"), ("2026-08-01", "2026-08-16")),
    ("mom", ("2026-07-01", "2026-09-16"), ("2026-04-01", "2026-06-16")),
    ("mom", ("2026-09-15", "2026-09-15"), ("2026-09-14", "2026-09-14")),
    ("mom", ("2026-09-07", "2026-09-13"), ("2026-08-31", "2026-09-06")),
    ("mom", ("2026-09-14", "2026-09-16"), ("2026-09-07", "2026-09-09")),
    ("mom", ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
])
def test_the_period_to_compare_with(basis, asked, before):
    found = previous(span(*asked), basis, None, TODAY)
    assert (str(found.first), str(found.last)) == before


def test_a_shift_is_by_what_it_says():
    found = previous(span("2026-08-10", "2026-08-12"), "yoy", Interval(n=-2, unit="week"), TODAY)
    assert (found.first, found.last) == (date(2026, 7, 27), date(2026, 7, 29))


def test_days_and_months_that_have_passed():
    assert days_passed(span("2026-09-01", "2026-09-30"), TODAY) == 16
    assert days_passed(span("2026-10-01", "2026-10-31"), TODAY) == 0
    weekends = Span(date(2026, 9, 1), date(2026, 9, 30), weekdays=(6, 7))
    assert days_passed(weekends, TODAY) == 4
    assert months_passed(span("2025-11-01", None), TODAY) == 11
    with pytest.raises(BadTimeRange):
        days_passed(Span(None, TODAY), TODAY)


@pytest.mark.parametrize("grain, day, start, end", [
    ("week", "2026-09-16", "2026-09-14", "2026-09-20"),
    ("tenday", "2026-02-25", "2026-02-21", "2026-02-28"),
    ("tenday", "2026-02-11", "2026-02-11", "2026-02-20"),
    ("bimonth", "2026-08-31", "2026-07-01", "2026-08-31"),
    ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
    ("half", "2024-02-29", "2024-01-01", "2024-06-30"),
    ("year", "2026-09-16", "2026-01-01", "2026-12-31"),
])
def test_where_a_period_begins_and_ends(grain, day, start, end):
    at = date.fromisoformat(day)
    assert (str(grain_start(at, grain)), str(grain_end(at, grain))) == (start, end)
