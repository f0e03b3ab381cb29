"""Dialect, other scripts and slips read as what is meant; conditions are never mended away."""

from __future__ import annotations

import pytest
from typed_text import reading_of

from assistant.reading.spellings import one_spelling


@pytest.mark.parametrize(("said", "standard"), [
    ("有几多只站", "有多少个站"), ("冇得数上来", "没有数上来"), ("上个月份", "上个月"),
    ("许可證幾本", "许可证几本"), ("低于95个点的", "低于95%的"), ("有那些", "有哪些"),
    ("到期末延续的", "到期未延续的"), ("年末蓄水量", "年末蓄水量"), ("3个多小时", "3个多小时"),
    ("旧年用水顶多咯是哪只县", "去年用水最多的是哪个县"), ("箇只月唔到九成", "这个月不到九成"),
    ("冇销号，比前年多哩还系少哩", "没销号，比前年多了还是少了"), ("二零24年超l0%", "2024年超10%"),
    ("自己取水", "自己取水"), ("8点到12点", "8点到12点"), ("50w方", "50万方"),
])  # fmt: skip
def test_one_spelling(said, standard):
    assert one_spelling(said) == standard


@pytest.mark.parametrize(("slip", "meant"), [
    ("上月各市上上传率", "上月各市上传率"), ("上个月完正率最高的市", "上个月完整率最高的市"),
    ("取水许证过期的有多少本", "取水许可证过期的有多少本"),
    ("去年赣州农业用水占几程", "去年赣州农业用水占几成"),
    ("抚州市计亮站点有几个", "抚州市计量站点有几个"), ("音潭闪月取水量", "鹰潭上月取水量"),
    ("上月nanchang的shangchuanlv", "上月南昌的上传率"),
    ("去年 全全省 用水总 量", "去年全省用水总量"),
    ("下个月到期的证多少本哪个县最多", "下个月到期的证多少本，哪个县最多"),
])  # fmt: skip
def test_slips_are_mended(reading, slip, meant):
    assert reading(slip) == reading(meant)


def test_a_letter_that_says_something_is_no_slip(reader):
    daily, plain = (reader.read(f"2025年全省农村居民生活人均{day}用水量") for day in ("日", ""))
    assert reading_of(daily) != reading_of(plain)
