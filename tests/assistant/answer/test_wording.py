"""Terms are said as a hydrology official writes them."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from assistant.answer.wording import wording_of
from assistant.answer.wording.periods import period_words
from assistant.contracts.algebra import MeasureT, PredT, SetT
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period
from assistant.reading.restate import Restater
from knowledge_graph.semantics.load import load_model

MODEL = load_model(profile="jiangxi")
NAMES = {"360400": "九江市", "360100": "南昌市"}
JIUJIANG = {"op": "attr", "path": "city", "value": "360400"}
SELF_FUNDED = {"op": "attr", "path": "funding", "value": "自筹"}
BATCH = {"op": "attr", "path": "batch", "value": "2022年"}


def name_of(entity: str, key: str) -> str:
    return NAMES.get(key, key)


def members(entity: str, *where: object, **more: object) -> dict[str, object]:
    return {"op": "members", "entity": entity, "where": list(where), **more}


def measured(left: object, cmp: str, right: object) -> dict[str, object]:
    return {"op": "measure", "left": left, "cmp": cmp, "right": right}


@pytest.mark.parametrize("term, said", [
    (members("station", JIUJIANG, SELF_FUNDED, "station_offline"), "九江市离线自筹计量站点"),
    (members("station", BATCH), "建设批次为2022年的计量站点"),
    (members("station", "station_archived", "station_no_data"), "已建档且无数据的计量站点"),
    (members("permit", "permit_zombie"), "僵尸证"),
    (members("permit", {"op": "attr", "path": "annual_volume_m3", "cmp": ">=", "value": 500000}),
     "取水许可证的年许可水量不低于50万m³的取水许可证"),
    (members("holder", {"op": "has", "of": "problem", "at_least": 2}), "有2个及以上问题的取水户"),
    ({"op": "minus", "of": "city",
      "without": members("city", {"op": "attr", "path": "city_code", "value": "360100"})},
     "除南昌市外的设区市"),
    ({"op": "top", "of": "city", "by": "total_use", "n": 1}, "用水总量最多的设区市"),
    ({"op": "top", "of": members("holder", JIUJIANG), "by": "volume_taken", "n": 10},
     "九江市取水户中取水量最多的10户"),
    (members("permit", when="valid_to"), "有效期止在期内的取水许可证"),
])  # fmt: skip
def test_sets(term, said):
    assert wording_of(MODEL, name_of).set(TypeAdapter(SetT).validate_python(term)) == said


YEAR_BEFORE = {"op": "prev", "measure": "total_use"}
GROWTH = {"op": "growth", "measure": "total_use", "base": YEAR_BEFORE}


@pytest.mark.parametrize("term, said", [
    (measured("timeliness", "<", 0.9), "及时率低于90%"),
    ({"op": "quantified", "quantifier": "every", "over": "month",
      "pred": measured("timeliness", "<", 0.9)}, "及时率每个月都低于90%"),
    (measured(GROWTH, ">", 0), "用水总量比上年同期增长"),
    (measured(GROWTH, "<=", -0.05), "用水总量比上年同期下降不少于5%"),
    (measured("total_use", ">", {"op": "times", "of": [2, YEAR_BEFORE]}),
     "用水总量高于上年同期的2倍"),
    (measured("completeness", "<", {"op": "target", "metric": "completeness"}),
     "完整率低于95%的目标"),
    (measured({"op": "rank", "measure": "total_use"}, "<=", 3), "用水总量居前3名"),
    ({"op": "attr", "path": "permit.valid_to", "cmp": "<=", "value": "2026-10-31"},
     "有效期止不晚于2026年10月31日"),
    ({"op": "trend", "measure": "total_use", "grain": "year", "direction": "up"},
     "用水总量逐年上升"),
    ({"op": "not", "pred": "unit_checked"}, "没抽查过"),
])  # fmt: skip
def test_conditions(term, said):
    assert wording_of(MODEL, name_of).pred(TypeAdapter(PredT).validate_python(term)) == said


KEY_STATIONS = {"op": "attr", "path": "station.control_level", "value": "国控"}


@pytest.mark.parametrize("term, said", [
    ({"op": "metric", "name": "completeness", "where": [KEY_STATIONS]}, "国控计量站点的完整率"),
    ({"op": "ratio", "top": "total_use",
      "bottom": {"op": "at", "measure": "total_use", "lift": ["city"]}}, "用水总量占全省的比例"),
    ({"op": "ratio", "top": "total_use",
      "bottom": {"op": "at", "measure": "total_use", "lift": ["*"]}}, "用水总量占全省全部的比例"),
    ({"op": "minus", "of": ["total_use", YEAR_BEFORE]}, "用水总量比上年同期的增减量"),
    ({"op": "share", "part": {"op": "count", "of": members("station", "station_offline")},
      "whole": {"op": "count", "of": "station"}}, "计量站点中离线的占比"),
    ({"op": "per", "measure": {"op": "count", "of": "anomaly"},
      "by": {"op": "count", "of": "station"}, "scale": 100}, "每100个计量站点的站点异常数"),
    ({"op": "agg", "fn": "avg", "over": "problem",
      "of": {"op": "duration", "start": "found_date", "end": "closed_date"}},
     "发现日期至销号日期的平均天数"),
])  # fmt: skip
def test_measures(term, said):
    assert wording_of(MODEL, name_of).measure(TypeAdapter(MeasureT).validate_python(term)) == said


@pytest.mark.parametrize("period, said", [
    ({"first": "2026-08-01", "last": "2026-08-31", "label": "上月"}, "上月（2026年8月）"),
    ({"first": "2025-01-01", "last": "2025-12-31", "label": "2025年"}, "2025年"),
    ({"first": "2022-01-01", "last": "2022-12-31", "label": "22年"}, "2022年"),
    ({"first": "2026-01-01", "last": "2026-09-16"}, "2026年1月1日至9月16日"),
    ({"first": "2026-04-01", "last": "2026-06-30", "label": "上季度", "assumed": True},
     "2026年第二季度（未指明时段，按上季度）"),
    ({"first": {"op": "row_date", "path": "valid_to", "plus": {"n": 1}}},
     "有效期止的次日至数据截止日"),
])  # fmt: skip
def test_periods(period, said):
    words = wording_of(MODEL, name_of)
    assert period_words(Period.model_validate(period), words.path) == said


def test_a_query_of_several_parts_says_the_shared_period_once_and_numbers_them():
    august = {"time": "2026-08-01..2026-08-31"}
    query = MetricQuery.model_validate({"shape": "several", "parts": [
        {"measures": ["completeness"], "context": {**august, "where": [JIUJIANG]}},
        {"shape": "rank", "by": ["city"], "measures": ["upload_rate"], "order": [{}], "limit": 3,
         "context": august},
    ]})  # fmt: skip
    assert Restater(MODEL, name_of).restate(query) == (
        "2026年8月，（1）九江市，完整率；（2）按设区市列出上传率，按上传率从高到低排列，取最高的3个"
    )


def test_rows_of_an_earlier_query_are_told_with_it():
    query = MetricQuery.model_validate({
        "shape": "list",
        "let": {"worst": {"over": members("county"), "measures": ["completeness"]}},
        "over": members("station", {"op": "in_set", "path": "county",
                                    "of": {"op": "rows", "name": "worst"}}),
    })  # fmt: skip
    said = Restater(MODEL, name_of).restate(query)
    assert said.startswith("先求甲：") and "县（市、区）属于甲的计量站点的名单" in said
