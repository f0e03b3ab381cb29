"""Charts by shape; each is a figure that plotly accepts."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from assistant.contracts.answer import AnswerColumn
from tools.charts import draw_chart


def col(label: str, unit: str = "", kind: str = "number") -> AnswerColumn:
    return AnswerColumn(name=label, label=label, unit=unit, type=kind)  # type: ignore[arg-type]


CITY, MONTH = col("设区市", kind="text"), col("月", kind="date")
VOLUME, RATE = col("取水量", "万m³"), col("完整率", "%")
CITIES = (("南昌市", 30.0), ("九江市", 50.0), ("赣州市", None), ("吉安市", 10.0))
MONTHS = (("2026-01-01", 1.0), ("2026-02-01", None), ("2026-03-01", 3.0))


def drawn(shape, columns, rows, keys=(0,), figures=(1,), **more):
    figure = draw_chart(shape, columns, rows, keys=keys, figures=figures, **more)
    assert figure is not None
    go.Figure(figure)  # plotly rejects any property it does not know
    return figure


def test_groups_are_bars_largest_on_top():
    figure = drawn("rank", (CITY, VOLUME), CITIES)
    bar = figure["data"][0]
    assert bar["orientation"] == "h"
    assert bar["y"] == ["吉安市", "南昌市", "九江市"]  # plotly draws the last one on top
    assert figure["layout"]["xaxis"]["title"]["text"] == "取水量（万m³）"


def test_a_month_without_data_is_a_gap():
    line = drawn("series", (MONTH, VOLUME), MONTHS)["data"][0]
    assert line["y"] == [1.0, None, 3.0] and line["connectgaps"] is False


def test_a_line_for_each_group():
    rows = tuple((city, month, n) for city in ("甲", "乙") for n, month in enumerate("123"))
    figure = drawn("series", (CITY, MONTH, VOLUME), rows, keys=(0, 1), figures=(2,))
    assert [line["name"] for line in figure["data"]] == ["甲", "乙"]


def test_the_target_is_a_line_across_the_bars():
    figure = drawn("rank", (CITY, RATE), CITIES, target=95.0)
    assert figure["layout"]["shapes"][0]["x0"] == 95.0
    line = drawn("series", (MONTH, RATE), MONTHS, target=95.0)
    assert line["layout"]["shapes"][0]["y0"] == 95.0


@pytest.mark.parametrize("rows, kind", [
    ((("农业", 60.0), ("工业", 40.0)), "pie"),
    (tuple((f"类{n}", 1.0) for n in range(9)), "bar"),
    ((("农业", -1.0), ("工业", 40.0)), "bar"),
])  # fmt: skip
def test_few_parts_of_a_whole_are_a_pie(rows, kind):
    assert drawn("table", (CITY, VOLUME), rows, hint="pie")["data"][0]["type"] == kind


def test_rates_are_no_parts_of_a_whole():
    figure = drawn("table", (CITY, RATE), (("甲", 60.0), ("乙", 40.0)), hint="pie")
    assert figure["data"][0]["type"] == "bar"


def test_two_dimensions_are_a_heatmap_with_blanks():
    rows = (("南昌市", "工业", 1.0), ("南昌市", "农业", 2.0), ("九江市", "工业", 3.0))
    figure = drawn("crosstab", (CITY, col("行业", kind="text"), VOLUME), rows, (0, 1), (2,))
    assert figure["data"][0]["z"] == [[1.0, 2.0], [3.0, None]]


def test_compared_columns_of_one_unit_stand_side_by_side():
    rows = (("南昌市", 1.0, 2.0, 5.0), ("九江市", 3.0, 4.0, 6.0))
    columns = (CITY, VOLUME, col("去年同期", "万m³"), col("增幅", "%"))
    figure = drawn("compare", columns, rows, figures=(1, 2, 3))
    assert [bar["name"] for bar in figure["data"]] == ["取水量", "去年同期"]


def test_bins_keep_their_order():
    figure = drawn("bins", (col("区间", kind="text"), VOLUME), (("0–10", 5), ("10–20", 9)))
    assert figure["data"][0]["x"] == ["0–10", "10–20"]


@pytest.mark.parametrize("rows, keys, figures, hint", [
    ((("南昌市", 1.0),), (0,), (1,), "bar"),
    (CITIES, (), (1,), "bar"),
    (CITIES, (0,), (), "bar"),
    (CITIES, (0,), (1,), "none"),
    ((("甲", None), ("乙", None)), (0,), (1,), "bar"),
])  # fmt: skip
def test_no_chart_where_it_would_say_nothing(rows, keys, figures, hint):
    chart = draw_chart("table", (CITY, VOLUME), rows, keys=keys, figures=figures, hint=hint)
    assert chart is None


def test_figures_of_one_unit_stand_side_by_side_the_leading_one_on_top():
    columns = (CITY, col("农业用水量", "亿m³"), col("工业用水量", "亿m³"), RATE)
    rows = (("南昌市", 3.0, 1.0, 95.0), ("九江市", 2.0, None, 96.0))
    figure = drawn("rank", columns, rows, figures=(1, 2, 3))
    assert [bar["name"] for bar in figure["data"]] == ["工业用水量", "农业用水量"]
    assert figure["layout"]["xaxis"]["title"]["text"] == "亿m³"


def test_a_chart_that_leaves_something_out_says_so():
    rows = tuple((f"县{n}", float(n)) for n in range(40))
    bars = drawn("rank", (CITY, VOLUME), rows)
    assert bars["data"][0]["y"][-1] == "县39"
    assert "共40个，图中为数值最大的30个" in bars["layout"]["title"]["text"]
    lines = drawn("series", (CITY, MONTH, VOLUME), tuple(
        (f"县{n}", f"2026-0{m}-01", float(n * m)) for n in range(20) for m in (1, 2)),
        keys=(0, 1), figures=(2,))
    assert {line["name"] for line in lines["data"]} == {f"县{n}" for n in range(8, 20)}
    assert "共20个" in lines["layout"]["title"]["text"]
