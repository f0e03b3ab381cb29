"""What a later clause may refer to: the row picked, the rows, the period, the set counted."""

from __future__ import annotations

import pytest

from assistant.contracts.algebra import Count, InSet, Rows


@pytest.mark.parametrize("question, asked", [
    ("赣州上个月上传率最低的县是哪个，那个县有几个站", "station"),
    ("去年用水总量最多的市是哪个，这个市2024年用了多少", "2024"),
    ("2015年以来降水最多是哪一年，那一年用水总量多少", "total_use"),
])  # fmt: skip
def test_what_is_asked_of_the_row_picked_is_shown_beside_it(reader, question, asked):
    query = reader.read(question).query
    assert query.limit == 1
    assert asked in str(query.measures[1:])


def test_what_has_rows_of_its_own_is_asked_within_those_picked(reader):
    query = reader.read("上月取水量最大的市是哪个，那个市哪个县取水最多").query
    inner = query.parts[1]
    assert inner.let["picked"].limit == 1
    assert InSet(of=Rows(name="picked"), path="city") in inner.context.where


def test_what_points_at_nothing_is_asked_back(reader):
    assert reader.read("今年新发的证有多少本，那个市有几个").status == "clarify"


def test_a_share_is_of_the_row_itself(reader):
    query = reader.read("今年取水量最大的市是哪个，它的农业取水占多少").query
    assert '"lift":["*"]' not in query.model_dump_json()


@pytest.mark.parametrize("question, distinct", [
    ("8月份负值异常有多少条，涉及几个站", "station"),
    ("去年群众举报的问题有多少件，涉及几户", "holder"),
])  # fmt: skip
def test_of_how_many_others_the_counted_are(reader, question, distinct):
    counts = [out.expr for out in reader.read(question).query.measures]
    assert counts[1] == Count(of=counts[0].of, distinct=distinct)


def test_what_is_left_is_the_part_that_is_not_so(reader):
    assert '"op":"not"' in reader.read(
        "宜春今年发现的问题有几个，已经销号的几个，还剩几个").query.model_dump_json()


def test_a_verb_said_again_ranks_by_its_happenings(reader):
    ranked = reader.read("今年换过表的站有几个，换得最多的那个站换了几次").query.parts[1]
    assert ranked.limit == 1
    assert "meter_change" in str(ranked.measures[0])


@pytest.mark.parametrize("question", [
    "去年灌区年报的亩均用水量各市分别多少？凡标了疑似单位错误的表都剔掉",
    "2025年年报里灌区的亩均用水量多少方（标了疑似单位错误的表剔除）",
])  # fmt: skip
def test_what_does_not_count_narrows_the_figures(reader, question):
    assert '"op":"not"' in str(reader.read(question).query.measures[0].model_dump_json())


@pytest.mark.parametrize("question, plain", [
    ("计量站有多少个？停用的、暂停的也一起算", "计量站有多少个"),
    ("许可证有多少本（不管证是什么状态）", "许可证有多少本"),
])  # fmt: skip
def test_what_is_counted_as_well_takes_nothing_away(reader, question, plain):
    assert reader.read(question).query == reader.read(plain).query


def test_what_is_counted_as_well_widens_what_was_narrowed(reader):
    query = reader.read("在用的计量站有多少个，暂停的也算上").query
    assert '"op":"or"' in query.model_dump_json()


def test_each_period_is_of_what_was_said_with_it(reader):
    query = reader.read(
        "8月1号以前就过了有效期、状态还是有效的证，8月份还在取水的有几本？一共取了多少方？").query
    assert query.context.time.label == "8月份"
    assert str(query).count("8月1号以前") == 2


@pytest.mark.parametrize("question", [
    "没销号的问题有几个，其中拖得最久的那件逾期多少天",
    "省级发的有效证有几本，最大的一本许可水量多少",
])  # fmt: skip
def test_the_one_at_the_end_is_one_of_the_set_told_of(reader, question):
    first, second = reader.read(question).query.parts
    assert second.limit == 1
    assert set(first.measures[0].expr.of.where) == set(second.over.where)


@pytest.mark.parametrize("question, both", [
    ("地下水站一共多少个，离线的几个，离线的里面自筹建的几个", ("地下水", "自筹")),
    ("今年退回的季报有几张，退得最多的县是哪个", ("季报", "report_returned")),
])  # fmt: skip
def test_a_set_said_again_keeps_all_that_narrowed_it(reader, question, both):
    query = reader.read(question).query
    last = (query.parts or (query,))[-1].measures[-1]
    assert all(word in str(last) for word in both)


def test_the_mean_of_several_rows_is_asked_within_them(reader):
    query = reader.read("今年8月上传率最低的三个市是哪几个，这三个市上传率平均多少").query
    assert query.parts[1].let["picked"].limit == 3


def test_a_multiple_that_tests_nothing_is_asked_back(reader):
    plan = reader.read("二季度用水量（名录单位报的）比一季度翻倍的灌区有几家")
    assert plan.status == "clarify"
