"""A word that left no mark on the typed query is found; one that did is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden_book import golden_readings

from assistant.contracts.algebra import Members
from assistant.contracts.query import Context, MetricQuery
from assistant.reading.coverage import Coverage

READY = [golden.question for golden in golden_readings() if golden.ready]
Spoil = Callable[[MetricQuery], MetricQuery]


def changed(**fields: object) -> Spoil:
    return lambda query: MetricQuery(**{**dict(query), **fields})


def without_rows_conditions(query: MetricQuery) -> MetricQuery:
    over = query.over
    return query if not isinstance(over, Members) else query.model_copy(
        update={"over": Members(entity=over.entity)}
    )  # fmt: skip


@pytest.fixture(scope="module")
def coverage(model) -> Coverage:
    return Coverage(model)


@pytest.mark.parametrize("question", READY)
def test_every_word_of_an_agreed_reading_left_its_mark(reader, coverage, question):
    explained = reader.explain(question)
    assert coverage.lost(explained.tokens, explained.plan.query) == ()


@pytest.mark.parametrize("question, spoil, lost", [
    ("上月国控站完整率低于95%的市有哪些", without_rows_conditions, "95%"),
    ("上月及时率不到九成的县有哪些", without_rows_conditions, "九成"),
    ("赣州的县里近六个月完整率一次都没低过九成的是哪些", without_rows_conditions, "赣州"),
    ("今年取水最多的五个持证户", without_rows_conditions, "持证"),
    ("2024年各流域用水总量", changed(context=Context()), "2024年"),
    ("2024年各流域用水总量", changed(by=()), "流域"),
    ("2024年各流域用水总量", changed(measures=()), "用水总量"),
    ("2022年南昌用水总量", changed(context=Context()), "南昌"),
    ("去年全省用水总量扣掉农业还剩多少", changed(context=Context()), "农业"),
    ("去年人均水资源量最少的是哪个市", changed(order=(), limit=None), "最少"),
    ("去年11个市人均综合用水量的中位数", changed(measures=("use_per_person",)), "中位数"),
    ("现在离线的站有几个", changed(measures=("station_count",)), "离线"),
    ("站点按市和批次出张交叉表", changed(by=()), "批次"),
])  # fmt: skip
def test_a_part_of_the_query_taken_away_is_missed(reader, coverage, question, spoil, lost):
    explained = reader.explain(question)
    query = spoil(explained.plan.query)
    assert query != explained.plan.query
    found = coverage.lost(explained.tokens, query)
    assert any(lost in word for word in found)


def test_the_words_are_told_in_the_order_they_were_heard(reader, coverage):
    tokens = reader.explain("2022年南昌农业用水量").tokens
    lost = coverage.lost(tokens, MetricQuery(measures=("total_resources",)))
    assert list(lost) == [token.text for token in tokens]
