"""Times and names become codes that come back as what they stand for."""

from __future__ import annotations

import pytest

from assistant.planner.codes import coded, decoded, in_codes, missing


@pytest.fixture
def code(reader):
    return lambda question: coded(reader.freely(question).tokens, reader.restater.period)


@pytest.mark.parametrize("question, text, stand_for", [
    ("浔城上个月丢数最凶的五个县", "ατ丢数最凶的5个县", ["九江市", "上个月（2026年8月）"]),
    ("去年比前年", "τ比σ", ["去年（2025年）", "前年（2024年）"]),
    ("赣州和九江，赣州多少", "α和β，α多少", ["赣州市", "九江市"]),
    ("到报率够九成的有几个市", "到报率够90%的有几个市", []),
    ("两千方以上的户", "2000m³以上的户", []), ("三亿五千万方", "3.5亿m³", []),
    ("全省现在离线的站", "全省现在离线的站", []),
])  # fmt: skip
def test_a_question_in_codes(code, question: str, text: str, stand_for: list[str]):
    found = code(question)
    assert found.text == text
    assert [one.stands_for for one in found.codes] == stand_for


def test_codes_come_back_as_what_they_stand_for(code):
    found = code("浔城上个月丢数最凶的五个县")
    assert decoded("τ，α，缺报条数", found.codes) == "上个月（2026年8月），九江市，缺报条数"
    assert decoded("ω，缺报条数", found.codes) == "ω，缺报条数"


@pytest.mark.parametrize("says, text", [
    ("上月（2026年8月），九江市，取水量", "τ，α，取水量"),
    ("2026年8月，九江市，取水量", "τ，α，取水量"),
    ("九江市取水量较2026年8月增加", "α取水量较τ增加"),
])  # fmt: skip
def test_a_restatement_in_the_codes_of_a_question(code, says: str, text: str):
    assert in_codes(says, code("浔城上个月抽了多少").codes) == text


def test_a_code_left_out_is_told(code):
    found = code("浔城上个月抽了多少")
    assert [one.said for one in missing("τ，取水量", found.codes)] == ["浔城"]


def test_more_places_than_letters_stay_as_they_are_said(code):
    places = ("南昌市、景德镇市、萍乡市、九江市、新余市、鹰潭市、赣州市、宜春市、抚州市、上饶市、"
              "南昌县的取水量")
    found = code(places)
    assert len(found.codes) == 10 and "南昌县" in found.text
    assert decoded(found.text, found.codes) == places
