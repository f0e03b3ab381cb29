"""The time grammar: golden lines, and laws that hold for every day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_graph.semantics.grammar.times import time_spans
from knowledge_graph.semantics.grammar.words import time_words
from knowledge_graph.semantics.spans import Span, TimeItem, VagueTimeItem

from .golden import cases, line

AS_OF = datetime(2026, 9, 16, 9)
DAYS = st.datetimes(datetime(2005, 1, 1), datetime(2040, 12, 31))
RELATIVE = [word for words in time_words().relative.values() for word in words]
PHRASES = [
    *RELATIVE, "三季度", "四月", "上半年", "头三季度", "近三年", "最近30天", "近仨月", "近八个季度",
    "往前推十二个整月", "这半个月", "去年底", "汛期", "枯水期", "上旬", "国庆七天", "第三考核期",
    "2月29日", "去年2月29日", "1到9月", "今年以来", "开春以来", "截至10月", "昨晚零点到六点",
]


@pytest.mark.parametrize("sentence, expected", cases("times.txt"))
def test_golden(sentence: str, expected: str) -> None:
    assert line(time_spans(sentence, AS_OF)) == expected


def first_time(text: str, as_of: datetime) -> TimeItem:
    items = [span.item for span in time_spans(text, as_of)]
    return next(item for item in items if isinstance(item, TimeItem))


def bounds(text: str, as_of: datetime) -> tuple[date, date]:
    period = first_time(text, as_of).period
    assert isinstance(period.first, date) and isinstance(period.last, date)
    return period.first, period.last


@given(st.sampled_from(PHRASES), DAYS)
def test_a_period_never_ends_before_it_begins(phrase: str, as_of: datetime) -> None:
    for span in time_spans(phrase, as_of):
        if isinstance(span.item, TimeItem) and span.item.period.first is not None:
            assert span.item.period.first <= span.item.period.last


@given(DAYS)
def test_last_month_ends_where_this_month_begins(as_of: datetime) -> None:
    first, last = bounds("上月", as_of)
    here, today = bounds("本月", as_of)
    assert (first.day, here.day, today) == (1, 1, as_of.date())
    assert last + timedelta(days=1) == here


@given(DAYS)
def test_quarters_and_years_lie_end_to_end(as_of: datetime) -> None:
    assert bounds("上上季度", as_of)[1] + timedelta(days=1) == bounds("上季度", as_of)[0]
    assert bounds("上季度", as_of)[1] + timedelta(days=1) == bounds("本季度", as_of)[0]
    assert bounds("近三年", as_of)[1] == bounds("去年", as_of)[1]
    assert bounds("近八个季度", as_of)[1] == bounds("上季度", as_of)[1]


@given(st.integers(1, 4), DAYS)
def test_a_bare_quarter_has_ended_and_is_the_latest(number: int, as_of: datetime) -> None:
    first, last = bounds(f"{'一二三四'[number - 1]}季度", as_of)
    assert (first.month, first.day, last.month) == (number * 3 - 2, 1, number * 3)
    assert last < as_of.date() or last == as_of.date()
    again = first.replace(year=first.year + 1)
    assert last.replace(year=last.year + 1) > as_of.date() and again > first


@given(st.integers(1, 12), DAYS)
def test_a_bare_month_is_the_latest_begun(month: int, as_of: datetime) -> None:
    first, last = bounds(f"{month}月", as_of)
    assert first.month == month and first <= as_of.date()
    assert (as_of.date() - first).days <= 366
    assert last == as_of.date() or (last + timedelta(days=1)).day == 1


@given(st.integers(1, 400), DAYS)
def test_recent_days_end_yesterday(count: int, as_of: datetime) -> None:
    first, last = bounds(f"最近{count}天", as_of)
    assert (last - first).days == count - 1
    assert last == as_of.date() - timedelta(days=1)


@given(st.integers(2004, 2036))
def test_february_ends_on_its_last_day(year: int) -> None:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = bounds(f"{year}年2月", datetime(2040, 1, 1))[1]
    assert last == date(year, 2, 29 if leap else 28)


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    for span in time_spans(text, AS_OF):
        assert text[span.start : span.end] == span.text
        assert 0 < span.score <= 1


ALPHABET = (
    "0123456789年月日号季度上下本去前今明到至和、近最个半头中旬底初末点晚昨截止"
    "以来后天周第一二三十四五"
)


@given(st.text(alphabet=ALPHABET, max_size=24), DAYS)
def test_heaps_of_time_words_are_read_without_failing(text: str, as_of: datetime) -> None:
    spans = time_spans(text, as_of)
    assert all(text[span.start : span.end] == span.text for span in spans)


def test_a_future_period_is_returned_whole() -> None:
    assert bounds("2035年", AS_OF) == (date(2035, 1, 1), date(2035, 12, 31))


def test_what_must_be_asked_back_offers_choices_that_are_times() -> None:
    spans: list[Span] = time_spans("这几年用水涨没涨", AS_OF)
    item = spans[0].item
    assert isinstance(item, VagueTimeItem) and len(item.choices) >= 2
    for words in time_words().vague:
        for choice in words.choices:
            assert any(not isinstance(s.item, VagueTimeItem) for s in time_spans(choice, AS_OF))


def test_typos_keep_the_length_so_that_offsets_hold() -> None:
    assert all(len(wrong) == len(right) for wrong, right in time_words().typos.items())
