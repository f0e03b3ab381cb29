"""A restatement, asked as a question, is the query that it restates."""

from __future__ import annotations

import pytest
from golden_book import golden_readings

from assistant.reading.one_form import bare_form, in_one_form

READY = [golden.question for golden in golden_readings() if golden.ready]

# One for each way of telling: its shape, and what is told of how many.
TOLD = [
    ("去年（2025年），南昌市，用水总量、上年用水总量、比上年的增减量、比上年的增长率", "compare"),
    ("去年（2025年），各设区市，列出用水总量，按用水总量从高到低排列，取最多的3个", "rank"),
    ("去年（2025年），按设区市列出用水总量，按用水总量从高到低排列，取最多的1个", "which"),
    ("去年（2025年），按设区市、用水大类交叉列出用水总量", "crosstab"),
    ("近五年（2021年至2025年），是否存在用水总量逐年下降的设区市", "yesno"),
    ("2026年8月，上传率低于95%的县（市、区）的名单，列出上传率", "list"),
    ("2026年8月，按及时率分档（以90%为界，含下限）列出县（市、区）个数，没有的也列为0", "bins"),
    ("2026年8月，上传率、上传率超出97.2%的部分，核对“97.2%”是否相符", "check"),
    ("今年（2026年1月1日至9月16日），（1）桃江取水量；（2）桃江，计量站点数", "several"),
    ("近十年（2016年至2025年），用水总量最多的年份、各年用水总量的最大值", "value"),
    ("离线国控计量站点数、占国控计量站点的比例、国控计量站点数", "value"),
]


@pytest.mark.parametrize("question", READY)
def test_it_is_read_as_its_query(reader, question):
    plan = reader.read(question)
    again = reader.read(plan.reading)
    assert (again.status, again.reading) == ("ready", plan.reading)
    assert bare_form(again.query) == bare_form(plan.query)


@pytest.mark.parametrize(("text", "shape"), TOLD)
def test_each_way_of_telling_is_understood(reader, text, shape):
    plan = reader.read(text)
    assert (plan.status, plan.reading, plan.query.shape) == ("ready", text, shape)
    assert plan.confidence == 1.0


@pytest.mark.parametrize("question", READY)
def test_the_query_stands_in_its_one_form(reader, model, question):
    query = reader.read(question).query
    assert in_one_form(query, model) == query


@pytest.mark.parametrize(
    "text", ["去年（2025年），南昌市，骆驼总量", "列出骆驼", "2026年8月，上传率，按心情排列"]
)
def test_what_was_never_printed_is_read_freely(reader, text):
    assert reader.read(text).confidence < 1.0
