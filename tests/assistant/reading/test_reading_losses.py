"""A query whose words all left a trace is still doubted when the trace is of the wrong kind."""

from __future__ import annotations

import pytest

from assistant.contracts.algebra import Count, Members
from assistant.contracts.query import MetricQuery, Out
from assistant.reading.losses import losses


def spoilt(query: MetricQuery, **fields: object) -> MetricQuery:
    return query.model_copy(update=fields)


@pytest.mark.parametrize("question, fields", [
    ("现在离线的站有哪些", {"over": None}),
    ("去年用水总量前三的市", {"order": (), "limit": None}),
    ("到期的许可证各市几本", {"measures": (Out(expr=Count(of=Members(entity="station"))),)}),
    ("今年抽查了多少次", {"measures": (Out(expr=Count(of=Members(entity="problem"))),)}),
])  # fmt: skip
def test_a_form_taken_away_is_doubted(reader, model, question, fields):
    explained = reader.explain(question)
    query = explained.plan.query
    assert losses(explained.tokens, query, model) == ()
    assert losses(explained.tokens, spoilt(query, **fields), model)


@pytest.mark.parametrize("question", [
    "去年用水总量最多的是哪一年，那年农业用水多少",
    "无效站有几个，完整率多少",
    "近五年全省地下水供水量逐年多少，哪年跌得最厉害",
    "去年降水最多的三个市和最少的三个市分别是哪些",
    "问题台账里头还没办结的有多少件，其中已经过了期限的占多大比例",
    "2025年各市用水量之和跟全省用水总量差多少",
    "去年耗水量最大的用水行业是哪个，耗水率最高的又是哪个",
    "2025年核算上报用水总量最大的市是哪个，推算部分占多少",
])  # fmt: skip
def test_a_figure_that_may_not_share_the_condition_is_asked_back(reader, question):
    assert reader.read(question).status != "ready"


@pytest.mark.parametrize("question", [
    "去年用水总量最多的市是哪个，多少",
    "上月各市上传率",
    "今年到期的许可证几本，其中地下水的几本",
])  # fmt: skip
def test_a_whole_reading_is_not_doubted(reader, question):
    assert reader.read(question).status == "ready"
