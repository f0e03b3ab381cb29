"""Pictures in a question say nothing; signs of units say what their words say."""

from __future__ import annotations

import pytest

from knowledge_graph.semantics.grammar.chars import is_picture


@pytest.mark.parametrize("picture", ["💧", "👨\u200d👩\u200d👧", "❤️", "👍🏽", "★", "●"])
def test_pictures_are_passed_over(picture, reading):
    plain = reading("上月各市上传率多少")
    with_it = reading(f"{picture}上月各市上传率{picture}多少{picture}")
    assert with_it["status"] == "ready"
    assert with_it["query"] == plain["query"]


@pytest.mark.parametrize("sign", "㎥℃%°№○①")
def test_signs_that_stand_for_words_are_no_pictures(sign):
    assert not is_picture(sign)


@pytest.mark.parametrize("unit", ["立方米", "m³", "m3", "㎥", "万m³", "亿㎥"])
def test_an_amount_is_asked_for_by_its_sign(unit, reading):
    asked = reading(f"上个月南昌取水多少{unit}")
    assert asked["status"] == "ready"
    assert asked["query"] == reading("上个月南昌取水量")["query"]
