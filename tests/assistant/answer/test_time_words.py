from __future__ import annotations

from datetime import datetime

import pytest

from assistant.answer.time_words import period_text
from assistant.contracts.time import Period

AS_OF = datetime(2026, 9, 16, 9)


@pytest.mark.parametrize("first, last, told", [
    ("2026-08-01", "2026-08-31", "2026年8月"),
    ("2026-04-01", "2026-06-30", "2026年第二季度"),
    ("2026-01-01", "2026-06-30", "2026年上半年"),
    ("2025-01-01", "2025-12-31", "2025年"),
    ("2021-01-01", "2025-12-31", "2021年至2025年"),
    ("2023-01-01", "2023-09-30", "2023年1月至9月"),
    ("2025-11-01", "2026-02-28", "2025年11月至2026年2月"),
    ("2026-08-01", "2026-08-15", "2026年8月1日至15日"),
    ("2026-08-20", "2026-09-03", "2026年8月20日至9月3日"),
    ("2026-09-15", "2026-09-15", "2026年9月15日"),
    (None, "2026-09-15", "截至2026年9月15日"),
    ("2026-09-01", None, "2026年9月1日以来"),
])  # fmt: skip
def test_periods_read_as_people_say_them(first, last, told):
    assert period_text(Period(first=first, last=last), AS_OF) == told


def test_what_counts_inside_the_period_is_told():
    hours = {"start": 2, "end": 4}
    period = Period(first="2026-08-01", last="2026-08-31", hours=hours, weekdays=(1,))
    assert period_text(period, AS_OF) == "2026年8月（其中周一，2—4时）"
