"""Shares as conditions and ranks: the whole may be said loosely, and is of the part's own fact."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question, told", [
    ("去年工业用水占本市用水总量两成以上的市有哪几个",
     "工业用水量占用水总量的比例不低于20%的设区市的名单"),
    ("2025年推算部分占上报总量四成以上的市有哪些",
     "推算水量占上报用水总量的比例不低于40%的设区市的名单"),
    ("地下水占自己取水量一半以上的取水户，今年有几户",
     "地下水计量站点的取水量占全部的比例不低于50%的取水户数"),
    ("去年年报里地下水用量占到自己用水量一半以上的单位有多少家",
     "名录单位地下水用水量占名录单位用水量的比例不低于50%的名录单位数"),
    ("超许可的问题占全部问题的比例最高的三个市",
     "列出问题中超许可的占比，按问题中超许可的占比从高到低排列，取最高的3个"),
    ("离线站占本县站点一成以上的县", "计量站点中离线的占比不低于10%的县（市、区）的名单"),
])  # fmt: skip
def test_a_share_is_a_condition_or_a_rank(reader, question, told):
    plan = reader.read(question)
    assert plan.status == "ready"
    assert told in plan.reading
