"""Numbers and units: golden lines and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_graph.semantics.grammar.chars import clean, numeral
from knowledge_graph.semantics.grammar.numbers import number_spans
from knowledge_graph.semantics.spans import NumberItem

from .golden import cases, line


@pytest.mark.parametrize("sentence, expected", cases("numbers.txt"))
def test_golden(sentence: str, expected: str) -> None:
    assert line(number_spans(sentence)) == expected


def in_chinese(value: int) -> str:
    """Spell 1..99,999,999 in Chinese, the plain way."""
    digits = "零一二三四五六七八九"
    if value >= 10_000:
        head, tail = divmod(value, 10_000)
        gap = "零" if 0 < tail < 1000 else ""
        return in_chinese(head) + "万" + (gap + in_chinese(tail) if tail else "")
    out, pending = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            out += ("零" if pending and out else "") + digits[digit] + word
            pending = False
        else:
            pending = True
    return out


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert numeral(in_chinese(value)) == value


@given(st.integers(1, 9_999_999))
def test_a_volume_is_the_same_in_either_script(value: int) -> None:
    spoken = [span.item for span in number_spans(f"取水{in_chinese(value)}方")]
    written = [span.item for span in number_spans(f"取水{value}方")]
    assert isinstance(spoken[0], NumberItem)
    assert spoken[0].value == value == written[0].value  # type: ignore[union-attr]
    assert spoken[0].unit == "m3"


@given(st.integers(0, 9999), st.integers(0, 99))
def test_scales_multiply(whole: int, part: int) -> None:
    item = number_spans(f"{whole}.{part:02d}亿立方米")[0].item
    assert isinstance(item, NumberItem)
    assert item.value == pytest.approx((whole + part / 100) * 1e8)
    assert item.decimals == 2


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert len(clean(text)) == len(text)
    for span in number_spans(text):
        assert text[span.start : span.end] == span.text


NUMERALS = "零一二两三四五六七八九十百千万亿半点.,0123456789方成%个倍翻番分之第前头近约多来几年天月"


@given(st.text(alphabet=NUMERALS, max_size=20))
def test_heaps_of_numerals_are_read_without_failing(text: str) -> None:
    assert all(span.end > span.start for span in number_spans(text))


@pytest.mark.parametrize("text", ["几成", "几个", "多少方", "百分之几", "一样", "一共", "万元GDP"])
def test_question_words_are_no_numbers(text: str) -> None:
    assert number_spans(text) == []
