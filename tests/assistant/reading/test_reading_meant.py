"""What is meant: slips, short values, kinds counted, names in parts, marks and amounts stated."""

from __future__ import annotations

import pytest

SAID = {
    "证过期的，按市报个数": "按设区市列出过期取水许可证数",
    "去年农工生活生态四块用水各多少":
        "去年（2025年），农业、工业、生活、生态，按用水大类列出用水总量",
    "2025年入境、出境水量各多少": "2025年，入境水量、出境水量",
    "名录数据治理昨日完成率": "昨日（2026年9月15日），名录数据治理完成率",
    "8月吉安异常率达标没有（不超过10%）": "2026年8月，吉安市，异常率是否不超过10%、异常率",
}


@pytest.mark.parametrize("question", SAID)
def test_the_words_are_read_as_meant(reader, question):
    plan = reader.read(question)
    assert (plan.status, plan.reading) == ("ready", SAID[question])


def test_the_number_of_kinds_chooses_the_attribute(reader):
    found = {q: reader.read(q).query.by[0].path for q in (
        "2025年四大类用水各多少", "2025年七个行业用水各多少", "2025年南昌市供水量的水源构成")}
    assert list(found.values()) == [
        "annual_use.sector_group", "annual_use.sector", "annual_supply.source"]


def test_the_city_only_says_where_its_counties_lie(reader):
    assert reader.read("九江的永修、湖口上半年各取了多少水").status == "ready"
    assert reader.read("九江和永修去年取水量各多少").status == "clarify"


def test_what_does_not_count_is_left_out_at_its_own_time(reader):
    plan = reader.read("昨天取水比前天翻了一番还多的取水户，前天不到一百方的不算")
    assert plan.status == "ready"
    assert "前天（2026年9月14日）取水量不低于100m³" in plan.reading


def test_a_definition_in_brackets_asks_nothing(reader):
    assert reader.read("今年按时销号率（按时销号）").status == "ready"
