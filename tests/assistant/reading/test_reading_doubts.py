"""Queries that cannot be what was asked are doubted; sound ones are not."""

from __future__ import annotations

import pytest

from assistant.contracts.algebra import (
    AttrPred,
    Count,
    MeasurePred,
    Members,
    Metric,
    Number,
    Share,
    StatePred,
)
from assistant.contracts.query import Context, Group, MetricQuery, Order, Out
from assistant.reading.doubts import doubts

RATE, TOTAL = Metric(name="upload_rate"), Metric(name="total_use")
STATIONS = Members(entity="station")
OFFLINE = Members(entity="station", where=(StatePred(name="station_offline"),))


def over(left: object, value: float, unit: str) -> MetricQuery:
    """Cities by a measure held against a number."""
    pred = MeasurePred(left=left, cmp=">", right=Number(value=value, unit=unit))
    return MetricQuery(shape="list", over=Members(entity="city", where=(pred,)))


def of(*measures: object, **fields: object) -> MetricQuery:
    """A query of measures."""
    return MetricQuery(measures=tuple(Out(expr=m) for m in measures), **fields)


def city(key: str) -> AttrPred:
    """In this city."""
    return AttrPred(path="city", cmp="=", value=key)


@pytest.mark.parametrize("query, words", [
    (over(TOTAL, 0.8, "fraction"), "比例"),
    (over(RATE, 100, "m3"), "比例"), (over(RATE, 1000, ""), "比例"),
    (over(Count(of=STATIONS), 100, "m3"), "个数"),
    (of(Share(part=TOTAL, whole=TOTAL)), "占"),
    (MetricQuery(shape="yesno", over=Members(entity="holder")), "条件"),
    (of(TOTAL, order=(Order(by=0),), limit=1), "比高低"),
    (of(TOTAL, shape="check", by=(Group(path="city"),)), "核对"),
    (of(TOTAL, context=Context(where=(city("360100"), city("360700")))), "同时"),
    (MetricQuery(shape="several", parts=(
        of(TOTAL), MetricQuery(shape="list", over=Members(entity="holder")))), "没有听出"),
])  # fmt: skip
def test_doubted(model, query, words):
    assert any(words in text for text in doubts(query, model))


@pytest.mark.parametrize("query", [
    over(RATE, 0.8, "fraction"), over(Count(of=STATIONS), 3, ""), of(Count(of=OFFLINE)),
    of(Share(part=Count(of=OFFLINE), whole=Count(of=STATIONS))),
    MetricQuery(shape="yesno", over=OFFLINE),
    of(TOTAL, by=(Group(path="city"),), order=(Order(by=0),), limit=1),
    of(TOTAL, context=Context(where=(city("360100"),))),
])  # fmt: skip
def test_not_doubted(model, query):
    assert doubts(query, model) == ()
