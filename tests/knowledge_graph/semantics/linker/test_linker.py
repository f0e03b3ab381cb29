"""The entity linker: golden lines, laws over every region, and speed at full size."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contracts.ports import NamedRow
from knowledge_graph.semantics.linker import Linker
from knowledge_graph.semantics.spans import NameItem, Span

from .conftest import ALIASES, all_rows, regions

CERTAIN = 0.5
REGIONS = regions()
MARKS = ["、", "和", "跟", "，"]
CHARS = "南昌江吉安上饶修水州市县区信丰万年河口新建大余"


def cases() -> list[tuple[str, str]]:
    rows = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()
    parts = [row.partition("|") for row in rows if row.strip() and not row.startswith("#")]
    return [(sentence.strip(), expected.strip()) for sentence, _, expected in parts]


def names(spans: list[Span]) -> list[tuple[str, NameItem]]:
    return [
        (span.text, span.item)
        for span in spans
        if isinstance(span.item, NameItem) and span.score >= CERTAIN
    ]


def line(spans: list[Span]) -> str:
    return " ; ".join(
        f"[{text}] {item.entity}:{item.name} {item.how}" for text, item in names(spans)
    )


@pytest.mark.parametrize("sentence, expected", cases())
def test_golden(linker: Linker, sentence: str, expected: str) -> None:
    assert line(linker.spans(sentence)) == expected


@pytest.mark.parametrize("row", REGIONS, ids=lambda row: row.key)
def test_every_region_is_found_by_its_full_name(linker: Linker, row: NamedRow) -> None:
    found = names(linker.spans(f"请问{row.name}上月取水多少"))
    assert [(text, item.keys) for text, item in found] == [(row.name, (row.key,))]


@given(st.sampled_from(REGIONS), st.sampled_from(REGIONS), st.sampled_from(MARKS))
def test_a_list_gives_one_span_a_name(
    linker: Linker, left: NamedRow, right: NamedRow, mark: str
) -> None:
    found = names(linker.spans(f"{left.name}{mark}{right.name}哪个多"))
    assert [item.keys[0] for _, item in found] == [left.key, right.key]


@given(text=st.text(max_size=50))
def test_any_text_is_linked_without_failing(linker: Linker, text: str) -> None:
    for span in linker.spans(text):
        assert text[span.start : span.end] == span.text
        assert 0 < span.score <= 1


@given(st.lists(st.sampled_from(list(CHARS)), max_size=14))
def test_names_at_one_place_have_one_extent(linker: Linker, chars: list[str]) -> None:
    sure = [span for span in linker.spans("".join(chars)) if len(span.text) > 1]
    for left, right in product(sure, sure):
        apart = left.end <= right.start or right.end <= left.start
        assert apart or (left.start, left.end) == (right.start, right.end)


def test_a_shared_name_gives_every_entity(linker: Linker) -> None:
    found = {item.entity for _, item in names(linker.spans("修水上个月取了多少"))}
    assert found == {"basin", "county"}


def test_a_city_stands_before_its_county_of_the_same_name(linker: Linker) -> None:
    spans = linker.spans("吉安的表还差几张")
    assert [span.item.entity for span in spans if isinstance(span.item, NameItem)] == [
        "city", "county",
    ]  # fmt: skip
    assert spans[0].score > spans[1].score


def test_an_exact_name_scores_above_a_homophone(linker: Linker) -> None:
    assert linker.spans("抚河用水")[0].score > linker.spans("福河用水")[0].score


def test_a_nickname_of_rows_out_of_sight_is_mute(linker: Linker) -> None:
    assert linker.spans("无名城去年用水") == []


def test_a_nickname_says_what_else_it_is_used_for(linker: Linker) -> None:
    (span,) = linker.spans("赣东去年降水")
    assert isinstance(span.item, NameItem)
    assert (span.item.name, span.item.maybe) == ("抚州市", ("鹰潭市",))


def test_an_abbreviation_in_a_list_is_surer_than_one_alone(linker: Linker) -> None:
    def score(text: str) -> float:
        return max(span.score for span in linker.spans(text) if span.text == "饶")

    assert score("洪、浔、饶三个市") > score("饶的取水量")


def test_twenty_thousand_names_keep_ambiguous_prefixes_quiet() -> None:
    first, second = "兴隆昌盛宏达永泰金源华瑞鑫福德润佳恒", "鸿运祥通顺丰益和茂"
    heads = [a + b for a, b in product(first, second)]
    counties = [row for row in REGIONS if row.entity == "county"]
    many = tuple(
        NamedRow(entity="holder", key=f"h{i}", name=f"{county.name}{head}水泥有限公司")
        for i, (county, head) in enumerate(product(counties, heads))
    )[:20_000]
    linker = Linker((*all_rows(), *many), ALIASES)
    assert [item.name for _, item in names(linker.spans("信丰县水泥厂上月取水"))] == ["信丰县"]
    target = next(row for row in many if row.name.startswith("信丰县"))
    assert [item.keys for _, item in names(linker.spans(f"{target.name}超了多少"))] == [
        (target.key,)
    ]
    short = target.name.removesuffix("有限公司")
    assert (target.key,) in [item.keys for _, item in names(linker.spans(f"{short}超了多少"))]
