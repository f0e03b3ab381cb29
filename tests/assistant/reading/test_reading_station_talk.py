"""How station keepers and inspectors talk: lengths, dates of things, sides, places, thresholds."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question, said", [
    ("停用最久的站", "status_since"),                        # since when it has been so
    ("上个月响应最慢的运维单位", "responded_at"),                # how long it took
    ("超过3天才修好的工单有几张", "'unit': 'day'"),
    ("去年建成的站有几个", "2025-01-01"),                      # the period dates the thing
    ("整改期限下个月到的问题有多少", "2026-10-31"),
    ("发证超过五年的地下水证还有多少有效", "issue_date"),
    ("今年被责令整改两次以上的取水户", "'times': 2"),           # no threshold is lost
    ("计数回零今年发生过三次以上的站", "计数回零"),
    ("一证多户的证有几本，涉及几个县", "'distinct': 'county'"),
    ("靖安县今年责令整改了几家", "'distinct': 'holder'"),
    ("五月份立案的问题到现在销了多少", "2026-05-31"),            # found then, so by now
    ("三月到八月上传率月月达标的市有哪些", "'quantifier': 'every'"),
    ("及时率连续三个月低于90%的站有没有", "2026-06-01"),           # long enough to be tested in
])  # fmt: skip
def test_what_was_said_is_in_the_query(reader, question, said):
    plan = reader.read(question)
    assert plan.status == "ready", plan.message
    assert said in str(plan.query.model_dump(mode="json"))


@pytest.mark.parametrize("question, count", [
    ("自建站和中央投资的站，上月上传率哪个好些", 3),       # both, and the difference
    ("国控站掉线率比自建站高多少", 3),
    ("今年吊销注销了多少本证，分开说", 2),
])  # fmt: skip
def test_sides_are_measured_each(reader, question, count):
    assert len(reader.read(question).query.measures) == count


@pytest.mark.parametrize("question, path", [
    ("没销号的问题里挂牌督办的有几条，在哪些市", "city"),
    ("峡江的站都归哪几家运维单位管", "maintainer"),
    ("责令整改的事由哪种最多", "rectification_order.reason"),
])  # fmt: skip
def test_where_and_whose_group_the_count(reader, question, path):
    assert [g.path for g in reader.read(question).query.by] == [path]


def test_a_group_of_rates_is_tested_whole(reader):
    assert len(reader.read("三率都没达标的县，上个月").query.over.where) == 3


def test_points_of_a_rate_are_hundredths(reader):
    query = reader.read("上传率比前个月掉了5个点以上的县").query
    assert "0.05" in str(query.model_dump(mode="json"))
