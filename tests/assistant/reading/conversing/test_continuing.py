"""What a sentence changes in the question before it, by kind of change."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.contracts.time import Period
from assistant.reading.conversing.reader import Conversing
from assistant.reading.conversing.shifting import shifted

_AUGUST = Period(first=date(2026, 8, 1), last=date(2026, 8, 31))


@pytest.fixture(scope="module")
def conversing(reader) -> Conversing:
    return Conversing(reader)


def after(conversing: Conversing, *asked: str) -> str:
    return conversing.plan(asked[-1], asked[:-1]).reading


@pytest.mark.parametrize("text, first, last", [
    ("再往前一个月", date(2026, 7, 1), date(2026, 7, 31)),
    ("往后推两个月", date(2026, 10, 1), date(2026, 10, 31)),
    ("前一周", date(2026, 7, 25), date(2026, 8, 24)),
    ("上一期", date(2026, 7, 1), date(2026, 7, 31)),
])  # fmt: skip
def test_a_period_is_moved(text: str, first: date, last: date):
    moved = shifted(text, [_AUGUST])
    assert moved is not None and (moved.first, moved.last) == (first, last)


def test_a_period_said_by_itself_moves_nothing():
    assert shifted("上个季度的取水量", [_AUGUST]) is None
    assert shifted("再往前一个月", []) is None


@pytest.mark.parametrize("asked, held", [
    (("上月各市取水量", "和去年比", "只看下降的"), "取水量低于上年同期的设区市"),
    (("上月各市取水量", "和去年比", "涨幅超过5%的"), "比上年同期增长超过5%的设区市"),
    (("去年各市万元GDP用水量", "比全省平均高的"), "高于全省水平的设区市"),
    (("近十年全省年降水量", "哪几年不到1600毫米"), "低于1600mm的年份"),
    (("上月各市完整率", "低于90%的", "那80%呢"), "低于80%的设区市"),
    (("上月各市取水量", "和去年比", "前三名"), "按取水量从高到低排列，取最多的3个"),
    (("去年各市用水总量", "和前年比", "降水量也加上", "两样都跌了一成以上的"), "降幅不低于10%"),
    (("去年各市降水量", "最多的三个", "最少的呢"), "从低到高排列，取最低的3个"),
])  # fmt: skip
def test_thresholds_and_ends(conversing: Conversing, asked: tuple[str, ...], held: str):
    assert held in after(conversing, *asked)


@pytest.mark.parametrize("asked, held", [
    (("昨天取水量最多的五个站", "它们前天各取了多少"), "属于甲，按计量站点列出取水量"),
    (("昨天取水量最多的五个站", "这几个站都是谁在维护"), "列出运维单位"),
    (("昨天取水量最多的五个站", "里面有几个是国控的"), "国控计量站点数"),
])  # fmt: skip
def test_the_things_that_were_answered(conversing: Conversing, asked: tuple[str, ...], held: str):
    assert held in after(conversing, *asked)


@pytest.mark.parametrize("asked, same", [
    (("上月南昌市取水量", "去年立案的问题有多少", "刚才那个取水量，换成九江"), "上月九江市取水量"),
    (("名录库有多少家单位", "分类看", "回到第一个，赣州有多少家"), "赣州名录库有多少家单位"),
    (("赣州去年用水总量", "南昌呢", "两个市加起来"), "去年赣州、南昌用水总量合计"),
    (("赣州取水量多少", "上个月的"), "上个月赣州取水量多少"),
    (("上月地下水取水量", "按市", "不分水源"), "上月各市取水量"),
    (("取水户有多少家", "停用的站有多少个", "换个话题，名录库有多少家单位"), "名录库有多少家单位"),
])  # fmt: skip
def test_earlier_turns_questions_back_and_topics(
    conversing: Conversing, reader, asked: tuple[str, ...], same: str
):
    assert after(conversing, *asked) == reader.read(same).reading


@pytest.mark.parametrize("asked", [
    ("上月全省上传率", "他们管的站有多少"), ("去年抽查了多少家", "查出问题的占几成"),
    ("去年各市人均综合用水量", "比去年高的有哪些"), ("去年宜春工业取水量", "公报写几多"),
])  # fmt: skip
def test_what_cannot_be_meant_is_asked_back(conversing: Conversing, asked: tuple[str, ...]):
    assert conversing.plan(asked[-1], asked[:-1]).status == "clarify"
