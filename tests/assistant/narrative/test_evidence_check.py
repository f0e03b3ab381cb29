"""What a model writes stands only where the evidence bears it out; a changed figure never does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contracts.answer import Answer, AnswerColumn
from assistant.narrative.dates import dates, with_years
from assistant.narrative.evidence_check import Proof
from assistant.narrative.figures import figure_of, figures

ANSWER = Answer(
    status="answered", answer_id="a", as_of="2026-09-16 09:00",
    reading="2026年8月，按设区市列出取水量、上年同期取水量、比上年同期的增长率、离线计量站点数",
    text="2026年8月，取水量最多的是宜春市（1.92亿m³），最少的是新余市（0.2881亿m³）。",
    columns=(
        AnswerColumn(name="c", label="设区市"),
        AnswerColumn(name="v", label="取水量", unit="亿m³", type="number"),
        AnswerColumn(name="p", label="上年同期取水量", unit="亿m³", type="number"),
        AnswerColumn(name="g", label="增长率", unit="%", type="number"),
        AnswerColumn(name="n", label="离线计量站点数", unit="个", type="number"),
    ),
    rows=(("宜春市", 1.92034, 1.77211, 8.3647, 1204), ("新余市", 0.28811, 0.33201, -13.2225, 37),
          ("抚州市", 1.05, 1.05, 0.0, 88)),
)  # fmt: skip
NAMES = ("宜春市", "新余市", "抚州市", "九江市", "宜春", "高安市")
PROOF = Proof(ANSWER, NAMES)


@pytest.mark.parametrize("prose", [
    "宜春市取水量最多，为1.92亿m³，比上年同期的1.77亿m³增长8.4%。",
    "宜春市取水约1.9亿m³，即19203.4万m³。", "新余市下降13.2%，降幅居首。", "新余市同比-13.22%。",
    "3个市里，2026年8月有1,204个站离线的是宜春市。", "8月新余市取水2881.1万m³，站点离线37个。",
    "抚州市与上年同期持平，均为1.05亿m³。", "宜春的增幅超过百分之八点三六。", "数据截至9月16日。",
    "取水量总体平稳。",
])  # fmt: skip
def test_what_the_evidence_bears_out_stands(prose: str):
    assert PROOF.unproven(prose) == ()


@pytest.mark.parametrize("prose, fault", [
    ("宜春市取水量为1.93亿m³。", ("数", "1.93亿m³")),
    ("宜春市取水量为1.92万m³。", ("数", "1.92万m³")),
    ("宜春市增长8.5%。", ("数", "8.5%")), ("宜春市增长8.36个百分点。", ("数", "8.36个百分点")),
    ("1205个站离线。", ("数", "1205个")), ("占全省三成。", ("数", "三成")),
    ("4个市下降。", ("数", "4个")),
    ("九江市次之。", ("名称", "九江市")), ("宜春市的高安市最多。", ("名称", "高安市")),
    ("2025年8月。", ("日期", "2025年8月")), ("7月更低。", ("日期", "7月")),
    ("2026年第二季度。", ("日期", "2026年第二季度")), ("9月15日以来。", ("日期", "9月15日")),
    ("新余市同比+13.22%。", ("数", "+13.22%")), ("新余市增长13.2%。", ("数", "13.2%")),
    ("宜春市同比下降了8.4%。", ("数", "8.4%")), ("宜春市降幅为8.36%。", ("数", "8.36%")),
])  # fmt: skip
def test_what_it_does_not_is_told(prose: str, fault: tuple[str, str]):
    assert [(one.kind, one.text) for one in PROOF.unproven(prose)][:1] == [fault]


@pytest.mark.parametrize("prose, stray", [
    ("抚州市取水量为1.92亿m³。", "1.92亿m³"), ("宜春市最多，新余最少，为1.92亿m³。", "1.92亿m³"),
    ("有37个站离线的是抚州市。", "37个"), ("抚州市居中，比上年同期增长8.4%。", "8.4%"),
])  # fmt: skip
def test_a_figure_is_not_another_rows(prose: str, stray: str):
    assert [(one.kind, one.text) for one in PROOF.unproven(prose)] == [("数", stray)]


@pytest.mark.parametrize("prose", [
    "宜春市和新余市分别为1.92亿m³和0.2881亿m³。", "抚州居中，为1.05亿m³，站点离线88个。",
    "最多的是宜春市（1.92亿m³），最少的是新余市（0.2881亿m³）。", "1204个离线站点都在宜春市。",
])  # fmt: skip
def test_figures_said_of_their_own_rows_stand(prose: str):
    assert PROOF.unproven(prose) == ()


def test_what_the_built_sentence_says_went_down_did_not_go_up():
    told = ANSWER.model_copy(update={"text": "新余市减少0.0439亿m³，抚州市持平。", "rows": ()})
    assert Proof(told).unproven("新余市减少0.0439亿m³。") == ()
    assert [one.text for one in Proof(told).unproven("新余市增加0.0439亿m³。")] == ["0.0439亿m³"]


@given(st.sampled_from([(row, at) for row in ANSWER.rows for at in range(1, 5)]),
       st.integers(0, 4), st.data())
def test_a_figure_with_a_changed_digit_is_always_caught(
    cell: tuple[tuple[object, ...], int], decimals: int, data: st.DataObject
):
    row, at = cell
    unit = ANSWER.columns[at].unit
    value = row[at]
    assert isinstance(value, int | float)
    written = f"{value:.{decimals}f}" if isinstance(value, float) else str(value)
    honest = f"{row[0]}为{written}{unit}。"
    assert PROOF.unproven(honest) == ()
    place = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", written)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != written[place]]))
    changed = written[:place] + digit + written[place + 1 :]
    true = {abs(v) for r in ANSWER.rows for v in r[at : at + 1] if isinstance(v, int | float)}
    if at in (1, 2):  # the two volumes are of one unit, and either may be told
        true |= {abs(float(r[i])) for r in ANSWER.rows for i in (1, 2)}  # type: ignore[arg-type]
    places = len(changed.partition(".")[2])
    if any(abs(v - abs(float(changed))) <= 0.5000001 * 10**-places for v in true):
        return  # it is another true figure now
    if at == 4 and float(changed) == len(ANSWER.rows):
        return
    assert PROOF.unproven(f"{row[0]}为{changed}{unit}。")


@pytest.mark.parametrize("text, told", [
    ("2026年1月1日至9月16日", [(2026, None, 1, 1), (2026, None, 9, 16)]),
    ("2026年第二季度", [(2026, 2, None, None)]), ("截至2026-09-16", [(2026, None, 9, 16)]),
    ("3个月、8.5月刊", []), ("去年12月", [(None, None, 12, None)]),
])  # fmt: skip
def test_dates_as_they_are_written(text: str, told: list[tuple[int | None, ...]]):
    assert [(d.year, d.quarter, d.month, d.day) for d in with_years(dates(text))] == told


@pytest.mark.parametrize("value, unit, base", [
    (1.5, "亿m³", 1.5e8), (8.36, "%", 0.0836), (37, "个", 37), (24.5, "m³/万元", 24.5),
    (140.2, "L/(人·日)", 140.2), (-13.2, "%", -0.132),
])  # fmt: skip
def test_a_cell_is_a_figure_in_the_unit_of_its_column(value: float, unit: str, base: float):
    assert figure_of(value, unit).value == pytest.approx(base)


def test_the_precision_of_a_figure_is_that_of_its_last_digit():
    steps = [f.step for f in figures("共1.92亿m³，计1,204个，占三成，增8.4%，百分之八点三六")]
    assert steps == pytest.approx([1e6, 1, 0, 0.001, 0.0001])
