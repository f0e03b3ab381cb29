"""How many a thing has on the mean, and a number of things summed in each of the places named."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question, told", [
    ("每个取水户平均几本证", "每户取水户的取水许可证数"),
    ("每个市平均有多少个站", "每个设区市的计量站点数"),
    ("灌区取水户里有在线计量站的占百分之几",
     "灌区取水户中在线计量站点数不少于1个的占比、在线计量站点数不少于1个的灌区取水户数、灌区取水户数"),
    ("上饶和抚州的在库灌区设计灌溉面积各多少",
     "上饶市、抚州市在库灌区名录单位，按设区市列出灌区设计灌溉面积合计"),
    ("吉安、赣州有效证的年许可水量各是多少",
     "吉安市、赣州市，按设区市列出有效取水许可证的年许可水量合计"),
    ("标了疑似单位错误还没关的表有几张", "未处理且疑似单位错误的调查表数"),
])  # fmt: skip
def test_what_one_of_them_has(reader, question, told):
    plan = reader.read(question)
    assert (plan.status, plan.reading) == ("ready", told)
