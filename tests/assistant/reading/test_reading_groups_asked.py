"""Which kind is first in each place, and figures told of all that was picked."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question", [
    "每个市没销号的问题里，哪一类最多", "各市未销号问题里哪类最多", "各县超许可问题里哪种来源最多",
])  # fmt: skip
def test_one_kind_is_asked_for_in_each_place(question, reading):
    query = reading(question)["query"]
    assert query["limit"] == 1
    assert query["limit_per"] == query["by"][0]


@pytest.mark.parametrize("question", [
    "取水户里去年一次都没检查过的，有几户，占多少",
    "在用站里面今年一张故障工单都没有的，有多少个，占在用站几成",
])  # fmt: skip
def test_a_part_of_all_is_one_figure(question, reading):
    query = reading(question)["query"]
    assert "over" not in query
    assert query.get("shape", "value") == "value"


@pytest.mark.parametrize("question", [
    "眼下卡在市级审核的表有多少张", "现在停在市级审核的表有几张", "处于市级审核阶段的表有几张",
])  # fmt: skip
def test_where_a_form_lies_now_is_its_own_level(question, reading):
    assert "review_level" in str(reading(question)["query"])
