"""Months counted off one by one."""

from __future__ import annotations

import pytest

from assistant.reading.month_lists import months_listed


@pytest.mark.parametrize("text, written", [
    ("6、7、8三个月", "6月到8月"), ("3、7两个月", "3月、7月"), ("去年6、8月", "去年6月、8月"),
    ("2025年6、7、8月份", "2025年6月到8月"), ("11，12月", "11月到12月"),
    ("6、7、8两个月", "6、7、8两个月"), ("13、14月", "13、14月"), ("3.5、4月", "3.5、4月"),
    ("2023、2024年", "2023、2024年"), ("6到8月", "6到8月"),
])  # fmt: skip
def test_written_as_the_time_grammar_reads_them(text, written):
    assert months_listed(text) == written
