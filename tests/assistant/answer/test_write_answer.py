"""The sentence is built from the rows; nothing is dropped and nothing is invented."""

from __future__ import annotations

import pytest
from answer_scenes import answer, column, evidence

from assistant.contracts.answer import Choice

AUGUST = {"time": "2026-08-01..2026-08-31"}
RATE = column("completeness", "完整率", "fraction")
VOLUME = column("volume_taken", "取水量", "m3")
CITY = [column("city_key", "", kind="text"), column("city", "设区市", kind="text")]
OFFLINE = {"op": "count", "of": {"op": "members", "entity": "station", "where": ["offline"]}}
CITIES = [
    ["a", "南昌市", 0.99], ["b", "九江市", 0.97], ["c", "赣州市", 0.97], ["d", "吉安市", 0.9],
]  # fmt: skip


def test_a_rate_with_place_time_and_distance_from_the_target():
    where = [{"op": "attr", "path": "city", "value": "360400"}]
    got = answer({"measures": ["completeness"], "context": {**AUGUST, "where": where}},
                 evidence([RATE], [[0.9432]], definitions=("口径",)))  # fmt: skip
    assert got.text == "2026年8月，九江市完整率为94.3%，低于95%的目标0.7个百分点。"
    assert got.rows == ((94.32,),) and got.columns[0].unit == "%"
    assert got.status == "answered" and got.verified and got.definitions == ("口径",)


@pytest.mark.parametrize("value, told", [
    (0.95, "达到95%的目标"), (0.9496, "低于95%的目标0.04"), (None, "没有数据"),
])  # fmt: skip
def test_the_target_is_met_missed_or_unknown(value, told):
    got = answer({"measures": ["completeness"], "context": AUGUST}, evidence([RATE], [[value]]))
    assert told in got.text


def test_an_upper_bound():
    rate = column("anomaly_rate", "异常率", "fraction")
    query = {"measures": ["anomaly_rate"], "context": AUGUST}
    assert "在10%的上限以内" in answer(query, evidence([rate], [[0.08]])).text
    assert "超过10%的上限2.0个百分点" in answer(query, evidence([rate], [[0.12]])).text


def test_a_count_with_its_measure_word_and_share():
    share = {"op": "share", "part": OFFLINE, "whole": {"op": "count", "of": "station"}}
    got = answer(
        {"measures": [OFFLINE, share], "context": {"time": "2026-09-15"}},
        evidence([column("m0", "离线站点数", "count"), column("m1", "占比", "fraction")],
                 [[37, 0.00995]]),
    )  # fmt: skip
    assert got.text == "2026年9月15日，共有37座离线计量站点，占全部计量站点的1.0%。"


def test_no_rows_null_and_zero_are_three_things():
    query = {"measures": ["volume_taken"], "context": AUGUST}
    none = answer(query, evidence([VOLUME], []))
    null = answer(query, evidence([VOLUME], [[None]]))
    zero = answer(query, evidence([VOLUME], [[0.0]]))
    assert (none.status, null.status, zero.status) == ("no_data", "no_data", "answered")
    assert "没有任何记录" in none.text and "没有可供计算的记录" in null.text
    assert zero.text == "2026年8月，取水量为0m³。"
    assert len({none.text, null.text, zero.text}) == 3


def test_a_change_has_a_direction():
    before = {"op": "prev", "measure": "volume_taken"}
    growth = {"op": "growth", "measure": "volume_taken", "base": before}
    columns = [VOLUME, column("m1", "去年同期取水量", "m3"), column("m2", "取水量同比", "fraction")]
    query = {"measures": ["volume_taken", before, growth], "context": AUGUST}
    up = answer(query, evidence(columns, [[1.1e8, 1e8, 0.1]]))
    down = answer(query, evidence(columns, [[0.9e8, 1e8, -0.1]]))
    same = answer(query, evidence(columns, [[1e8, 1e8, 0.0]]))
    assert "上年同期取水量为1亿m³，比上年同期增加10.0%。" in up.text
    assert "比上年同期减少10.0%" in down.text
    assert "比上年同期持平" in same.text


def test_rates_differ_in_percentage_points():
    before = {"op": "prev", "measure": "completeness"}
    minus = {"op": "minus", "of": ["completeness", before]}
    got = answer({"measures": ["completeness", minus], "context": AUGUST},
                 evidence([RATE, column("m1", "完整率比去年同期变化", "fraction")],
                          [[0.97, -0.021]]))  # fmt: skip
    assert "比上年同期下降2.1个百分点" in got.text
    assert got.columns[1].unit == "个百分点" and got.rows == ((97.0, -2.1),)


def test_a_short_ranking_names_every_place():
    got = answer({"shape": "rank", "by": ["city"], "measures": ["completeness"], "order": [{}],
                  "context": AUGUST}, evidence([*CITY, RATE], CITIES, 2))  # fmt: skip
    assert got.text == (
        "2026年8月，完整率从高到低，依次为：南昌市（99.0%）、九江市、赣州市（并列，97.0%）、"
        "吉安市（90.0%）。"
    )
    assert [c.name for c in got.columns] == ["city", "completeness"]
    assert got.rows[0] == ("南昌市", 99.0)
    assert got.chart is not None


@pytest.mark.parametrize("keys", [1, 2])
def test_a_name_is_a_key_however_the_keys_are_counted(keys):
    got = answer({"shape": "rank", "by": ["city"], "measures": ["completeness"], "order": [{}],
                  "context": AUGUST}, evidence([*CITY, RATE], CITIES, keys))  # fmt: skip
    assert "依次为：南昌市（99.0%）" in got.text


def test_ties_at_the_top_are_named():
    got = answer({"shape": "rank", "by": ["city"], "measures": ["completeness"], "order": [{}],
                  "context": AUGUST}, evidence([*CITY, RATE], CITIES[1:], 2))  # fmt: skip
    assert "九江市、赣州市（并列，97.0%）" in got.text
    which = answer({"shape": "which", "by": ["city"], "measures": ["completeness"],
                    "context": AUGUST}, evidence([*CITY, RATE], CITIES[1:3], 2))  # fmt: skip
    assert "是九江市、赣州市，2个并列" in which.text


def test_a_table_keeps_missing_groups_and_totals_apart():
    rows = [*CITIES, ["e", "抚州市", None], [None, "合计", 0.95]]
    got = answer({"shape": "table", "by": ["city"], "measures": ["completeness"],
                  "add": ["total"], "context": AUGUST},
                 evidence([*CITY, RATE], rows, 2))  # fmt: skip
    assert "抚州市无数据" in got.text and "合计为95.0%。" in got.text
    assert len(got.rows) == 6
    assert "合计" not in str(got.chart)


def test_a_series_runs_from_first_to_last():
    rows = [["2026-01-01", 1e7], ["2026-02-01", 4e7], ["2026-03-01", None], ["2026-04-01", 3e7]]
    got = answer({"shape": "series", "by": ["month"], "measures": ["volume_taken"],
                  "context": {"time": "2026-01-01..2026-04-30"}},
                 evidence([column("month", "月", kind="date"), VOLUME], rows, 1))  # fmt: skip
    assert got.text == (
        "2026年1月至4月，取水量从1月的1,000万m³到4月的3,000万m³，"
        "增加200.0%（2,000万m³）。最高为2月（4,000万m³），最低为1月（1,000万m³）。"
        "有1个时段没有数据。"
    )
    assert got.rows[0][0] == "2026-01-01"


HOLDER = [column("holder_key", "", kind="text"), column("name", "户名", kind="text")]
OVER = {"op": "members", "entity": "holder", "where": []}


def test_a_list_counts_first_and_names_a_few():
    rows = [[str(n), f"户{n}", 1e5 * n] for n in range(1, 8)]
    query = {"shape": "list", "over": OVER, "columns": ["name"], "measures": ["volume_taken"],
             "context": AUGUST}  # fmt: skip
    got = answer(query, evidence([*HOLDER, VOLUME], rows, 1))
    assert got.text.startswith("2026年8月，共有7户取水户：户1（取水量10万m³）、户2（20万m³）")
    assert got.text.endswith("等7户，详见表。") and len(got.rows) == 7
    none = answer(query, evidence([*HOLDER, VOLUME], [], 1))
    assert none.status == "answered" and none.text == "2026年8月，没有取水户。"


def test_yes_or_no_comes_first():
    query = {"shape": "yesno", "over": OVER, "columns": ["name"], "context": AUGUST}
    yes = answer(query, evidence(HOLDER, [["1", "甲"], ["2", "乙"]], 1))
    no = answer(query, evidence(HOLDER, [], 1, notes={"base_count": 120}))
    assert yes.text == "有。2026年8月，共有2户取水户：甲、乙。"
    assert no.text.startswith("没有。") and "共核对120户" in no.text
    flag = answer({"shape": "yesno", "measures": [], "context": AUGUST},
                  evidence([column("ok", "是否达标", kind="bool")], [[False]]))  # fmt: skip
    assert flag.text.startswith("否")


def test_two_sides_are_compared():
    got = answer({"shape": "compare", "by": ["city"], "measures": ["completeness"],
                  "context": AUGUST}, evidence([*CITY, RATE], CITIES[:2], 2))  # fmt: skip
    assert got.text.endswith("南昌市比九江市高2.0个百分点。")


@pytest.mark.parametrize("found, verdict", [(-0.0124, "相符"), (-0.0161, "不符")])
def test_a_stated_figure_is_checked_to_its_own_precision(found, verdict):
    growth = {"op": "growth", "measure": "use", "base": {"op": "prev", "measure": "use"}}
    got = answer(
        {"shape": "check", "measures": [growth], "context": {"time": "2025-01-01..2025-12-31"},
         "stated": {"value": -0.012, "text": "减少1.2%"}},
        evidence([column("g", "用水总量同比增长率", "fraction")], [[found]]),
    )  # fmt: skip
    assert got.text.startswith(
        verdict + "：题中说“减少1.2%”，按数据，2025年用水总量比上年减少1."
    )


def test_several_questions_are_all_answered():
    got = answer(
        {"shape": "several", "parts": [
            {"measures": ["completeness"], "context": AUGUST},
            {"measures": ["volume_taken"], "context": AUGUST}]},
        evidence([], [], parts=(evidence([RATE], [[0.96]]), evidence([VOLUME], [[3e9]]))),
        generated=True,
    )  # fmt: skip
    assert got.text.startswith("1. 2026年8月，完整率为96.0%")
    assert "2. 2026年8月，取水量为30亿m³。" in got.text
    assert got.rows == ((96.0, 30.0),) and len(got.parts) == 2
    assert len([note for note in got.caveats if "演示数据" in note]) == 1


def test_every_condition_of_the_context_is_told():
    where = [{"op": "attr", "path": "city", "cmp": "!=", "value": "360400"}]
    got = answer({"measures": ["completeness"], "context": {**AUGUST, "where": where}},
                 evidence([RATE], [[0.96]]), reading="2026年8月九江市以外的完整率")  # fmt: skip
    assert got.text.startswith("2026年8月，除九江市外的完整率为96.0%")


RANK = {"shape": "rank", "by": ["city"], "measures": ["completeness"], "order": [{}],
        "context": AUGUST}  # fmt: skip


def test_a_long_ranking_names_the_first_three_and_the_last():
    rows = [*CITIES[:2], ["c", "赣州市", 0.95], ["d", "吉安市", 0.9], ["e", "抚州市", 0.8]]
    got = answer(RANK, evidence([*CITY, RATE], rows, 2))
    assert got.text == (
        "2026年8月，完整率从高到低，前三为：南昌市（99.0%）、九江市（97.0%）、赣州市（95.0%）；"
        "最低的是抚州市（80.0%）。"
    )


def test_rows_a_condition_holds_for_are_named():
    flag = {"op": "flag", "pred": {"op": "measure", "left": "completeness", "cmp": "<",
                                   "right": 0.95}}  # fmt: skip
    query = {**RANK, "shape": "table", "columns": [flag]}
    columns = [*CITY, column("f", "是否符合", kind="bool"), RATE]
    rows = [[key, name, rate < 0.95, rate] for key, name, rate in CITIES]
    got = answer(query, evidence(columns, rows, 2))
    assert got.columns[1].label == "完整率是否低于95%"
    assert "完整率低于95%的有1个：吉安市。" in got.text
    none = answer(query, evidence(columns, [[*row[:2], False, row[3]] for row in rows], 2))
    assert "没有完整率低于95%的。" in none.text


def test_rate_and_amount_of_a_change_are_told_together():
    before = {"op": "prev", "measure": "use"}
    outs = ["use", before, {"op": "minus", "of": ["use", before]},
            {"op": "growth", "measure": "use", "base": before}]  # fmt: skip
    columns = [column("use", "用水总量", "m3"), column("p", "上年同期用水总量", "m3"),
               column("d", "差值", "m3"), column("g", "用水总量变化率", "fraction")]  # fmt: skip
    year = {"time": "2025-01-01..2025-12-31"}
    got = answer({"measures": outs, "context": year},
                 evidence(columns, [[1.1e8, 1e8, 1e7, 0.1]]))  # fmt: skip
    assert got.text == (
        "2025年，用水总量为1.1亿m³，上年用水总量为1亿m³，比上年增加10.0%（0.1亿m³）。"
    )


def test_a_part_of_a_whole_is_told_in_per_cent():
    part = {"op": "ratio", "top": "use", "bottom": {"op": "at", "measure": "use", "lift": ["city"]}}
    year = {"time": "2025-01-01..2025-12-31"}
    got = answer({"measures": ["use", part], "context": year},
                 evidence([column("use", "用水总量", "m3"), column("r", "比值", "ratio")],
                          [[1e8, 0.149]]))  # fmt: skip
    assert got.text == "2025年，用水总量为1亿m³，占全省的14.9%。"
    assert got.columns[1].label == "占全省的比例"


def test_caveats_name_what_limits_the_figures():
    got = answer(
        {"measures": ["volume_taken"], "context": {"time": "2026-09-01..2026-09-30"}},
        evidence([VOLUME], [[1.0]], caveats=("该月3个站点缺测",), truncated=True),
        generated=True, assumptions=("“最近”按近30天",),
    )  # fmt: skip
    text = "\n".join(got.caveats)
    month = "2026年9月截至9月16日，未满月"
    for part in (month, "该月3个站点缺测", "只列出前1行", "近30天", "演示数据"):
        assert part in text
    past = answer({"measures": ["volume_taken"], "context": AUGUST}, evidence([VOLUME], [[1.0]]))
    assert past.caveats == ()


@pytest.mark.parametrize("status", ["clarify", "refused", "no_data"])
def test_a_plan_that_is_not_ready_says_so(status):
    choice = Choice(label="上月", question="上月完整率")
    got = answer({}, None, status=status, query=None, message="说清楚些", choices=(choice,),
                 suggestions=("问题", "上月完整率"))  # fmt: skip
    assert (got.status, got.text, got.choices) == (status, "说清楚些", (choice,))
    assert got.suggestions == ("上月完整率",) and got.rows == ()


def test_the_next_questions_are_whole_questions():
    got = answer({"measures": ["completeness"], "context": AUGUST}, evidence([RATE], [[0.96]]))
    assert 2 <= len(got.suggestions) <= 3
    assert all("完整率" in text for text in got.suggestions)
