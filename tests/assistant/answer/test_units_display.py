from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.units_display import (
    base_factor,
    convert,
    format_number,
    shown_unit,
    with_unit,
)
from knowledge_graph.semantics.units import stored_units


@pytest.mark.parametrize("base, values, told", [
    ("m3", [123_456_789.0], "1.23亿m³"),
    ("m3", [12_345.0], "1.23万m³"),
    ("m3", [321.0], "321m³"),
    ("m3", [0.0], "0m³"),
    ("m3", [-56_000_000.0], "-5,600万m³"),
    ("fraction", [0.9432], "94.3%"),
    ("fraction", [1.0], "100.0%"),
    ("pp", [0.0071], "0.7个百分点"),
    ("fraction", [0.0002], "0.020%"),
    ("count", [37], "37个"),
    ("person", [45_000_000], "4,500万人"),
    ("mm", [1650.4], "1,650.4mm"),
    ("day", [3.0], "3天"),
    ("yi_m3", [24.681], "24.68亿m³"),
    ("coefficient", [0.5234], "0.523"),
    ("m3/hour", [5.5], "5.5m³/小时"),
    ("something", [5.0], "5something"),
])  # fmt: skip
def test_a_figure_as_written(base, values, told):
    unit = shown_unit(base, values)
    assert with_unit(convert(values[0], unit), unit) == told


def test_a_count_takes_the_noun_s_measure_word():
    assert shown_unit("count", [3], counter="户").label == "户"


def test_one_unit_for_the_whole_column():
    unit = shown_unit("m3", [5.0, 2e8])
    assert unit.label == "亿m³"
    assert convert(5.0, unit) == 5e-8


def test_an_average_of_counts_keeps_a_decimal():
    assert format_number(2.25, shown_unit("count", [2.25])) == "2.2"


@given(
    st.sampled_from(["m3", "fraction", "yuan", "person", "mu", "mm", "day", "count", "pp"]),
    st.floats(-1e13, 1e13, allow_nan=False),
)
def test_the_base_value_comes_back(base: str, value: float):
    unit = shown_unit(base, [value])
    back = convert(value, unit) * base_factor(unit.label)
    assert back == pytest.approx(value, rel=1e-9, abs=1e-15) or unit.decimals == 0


def test_every_base_unit_of_the_model_has_a_chinese_label():
    for unit in stored_units().values():
        label = shown_unit(unit.base, [1.0]).label
        assert label != unit.base or label in {"mm", "km"}
