"""A period that a table tells by its first day is told by its name."""

from __future__ import annotations

import pytest

from tools.period_names import grain_text


@pytest.mark.parametrize("grain, told", [
    ("year", "2026年"), ("half", "2026年下半年"), ("quarter", "2026年第三季度"),
    ("month", "2026年8月"), ("tenday", "2026年8月中旬"), ("day", "2026年8月11日"),
    (None, "2026-08-11"),
])  # fmt: skip
def test_a_first_day_names_its_period(grain, told):
    assert grain_text("2026-08-11", grain) == told
