"""What the data cannot say is refused with a reason, never answered by something near."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import (
    AmbiguousQuestion,
    BadTimeRange,
    ModelFixable,
    NotRecorded,
)

YEAR = {"time": "2025-01-01..2025-12-31"}
AUGUST = {"time": "2026-08-01..2026-08-31"}


@pytest.mark.parametrize("query, words", [
    ({"by": ["county"], "measures": ["total_use"], "context": YEAR}, "年用水量"),
    ({"by": ["holder"], "measures": ["total_use"], "context": YEAR}, "年用水量"),
    ({"measures": ["use_per_person"], "context": {**YEAR, "where": [
        {"op": "attr", "path": "station.batch", "value": "国控"}]}}, "批次"),
    ({"measures": ["volume"], "context": {**AUGUST, "where": [
        {"op": "attr", "path": "annual_use.sector", "value": "农业"}]}}, "行业"),
    ({"by": ["anomaly.kind"], "measures": ["volume"], "context": AUGUST}, "异常类型"),
    ({"over": "city", "columns": [{"expr": "name"}], "context": {"where": [
        {"op": "attr", "path": "station.batch", "value": "国控"}]}}, "批次"),
    ({"measures": ["volume"], "context": {**AUGUST, "source": "ministry"}}, "省级"),
    ({"measures": [{"op": "target", "metric": "volume"}]}, "目标"),
    ({"over": "city", "columns": [{"expr": "holder.kind"}]}, "类型"),
])
def test_what_is_not_recorded_says_so(ask, query, words):
    with pytest.raises(NotRecorded, match=words):
        ask.compiled(query)


@pytest.mark.parametrize("query, words", [
    ({"measures": ["total_use"], "context": {"time": "2025-01-01..2025-06-30"}}, "按年"),
    ({"measures": ["total_use"], "context": {"time": "2025-03-01..2025-12-31"}}, "按年"),
    ({"measures": ["total_use"], "context": {"time": "2026-01-01..2026-09-16"}}, "还没有结束"),
    ({"by": ["month"], "measures": ["total_use"], "context": YEAR}, "不能再细分"),
    ({"measures": ["report_volume"], "context": {"time": "2026-01-01..2026-02-28"}}, "季度"),
    ({"by": ["hour"], "measures": ["received"], "context": AUGUST}, "按日"),
    ({"measures": ["volume"], "context": {"time": "2026-08-31..2026-08-01"}}, "早于"),
    ({"measures": [{"op": "prev", "basis": "mom", "measure": "volume"}],
      "context": {"time": {"last": "2026-08-31"}}}, "开始"),
])
def test_periods_that_the_data_do_not_have(ask, query, words):
    with pytest.raises(BadTimeRange, match=words):
        ask.compiled(query)


def test_hours_need_hourly_data(ask):
    time = {"first": "2026-08-01", "last": "2026-08-31", "hours": {"start": 2, "end": 4}}
    with pytest.raises(NotRecorded, match="小时"):
        ask.compiled({"measures": ["received"], "context": {"time": time}})


def test_a_metric_that_needs_a_period_asks_for_one(ask):
    with pytest.raises(AmbiguousQuestion, match="取水量") as caught:
        ask.compiled({"measures": ["volume"]})
    assert caught.value.suggestions


@pytest.mark.parametrize("query", [
    {"measures": ["nothing_of_the_kind"]},
    {"over": "nothing", "columns": [{"expr": "name"}]},
    {"over": {"op": "members", "entity": "station", "where": ["no_such_state"]}},
    {"over": {"op": "members", "entity": "permit", "where": [
        {"op": "state", "name": "permit_expiring", "params": {"weeks": 3}}]}},
    {"over": {"op": "rows", "name": "earlier"}},
    {"over": "holder", "measures": ["station_count"], "order": [{"by": 7}]},
    {"over": "station_day", "measures": ["volume"], "context": AUGUST},
    {"measures": [{"op": "agg", "fn": "percentile", "of": "volume_m3", "over": "station_day"}]},
    {"measures": [{"op": "rank", "measure": "volume"}], "context": AUGUST},
    {"over": {"op": "members", "entity": "problem", "when": "birthday"}, "context": AUGUST},
    {"shape": "several", "parts": [{"measures": ["station_count"]}]},
    {"by": [{}], "measures": ["station_count"]},
    {},
])
def test_what_breaks_the_algebra_goes_back_to_the_planner(ask, query):
    with pytest.raises(ModelFixable):
        ask.compiled(query)


def holder_where(**test: object) -> dict[str, object]:
    return {"over": {"op": "members", "entity": "holder", "where": [{"op": "attr", **test}]}}


@pytest.mark.parametrize("query, words", [
    (holder_where(path="registered_date", value="甲"), "建户日期不能与“甲”相比"),
    (holder_where(path="registered_date", cmp=">", value=5), "建户日期不能与“5”相比"),
    (holder_where(path="is_key", value="也许"), "是否重点不能与"),
    (holder_where(path="registered_date", cmp="contains", value="2020"), "建户日期不能与"),
    (holder_where(path="kind", cmp="<", value={"op": "as_of"}), "类型不能与“时间”相比"),
    (holder_where(path="kind", value={"op": "path", "path": "registered_date"}), "类型不能与"),
    (holder_where(path="kind", cmp="in", value={"op": "as_of"}), "类型不能与"),
    ({"over": "holder", "measures": [{"op": "duration", "start": "kind", "end": "as_of"}]},
     "类型不是日期"),
    ({"over": "holder", "measures": [{"op": "attr_value", "path": "kind"}]}, "类型不是数字"),
    ({"measures": [{"op": "agg", "fn": "avg", "of": "registered_date", "over": "holder"}]},
     "建户日期不是数字"),
    ({"measures": [{"op": "agg", "fn": "max", "of": "kind", "over": "holder"}]}, "类型没有大小"),
    ({"by": [{"path": "holder.kind", "edges": [1]}], "measures": [{"op": "count", "of": "holder"}]},
     "类型不是数字"),
    ({"over": {"op": "members", "entity": "holder", "when": "kind"}, "context": AUGUST},
     "时间条件"),
    ({"over": {"op": "members", "entity": "permit", "when": "birthday"}, "context": AUGUST},
     "时间条件"),
    ({"over": {"op": "members", "entity": "annual_use", "when": "start"}, "context": AUGUST},
     "时间条件"),
    ({"over": "holder", "columns": [{"expr": "kind"}], "order": [{"by": 0, "absolute": True}]},
     "类型不是数字"),
])
def test_what_is_of_another_type_says_so(ask, query, words):
    with pytest.raises(ModelFixable, match=words):
        ask.compiled(query)


def test_the_definitions_of_what_was_used_travel_along(ask):
    compiled = ask.compiled({"over": {"op": "members", "entity": "station",
                                      "where": ["station_online"]}, "measures": ["upload_rate"]})
    told = " ".join(compiled.definitions)
    assert "上传率：实收÷应收" in told
    assert "在线：" in told
    assert "实收条数：" in told


def test_columns_tell_their_labels_units_and_types(ask):
    compiled = ask.compiled({
        "by": ["city", "month"],
        "measures": ["volume", "upload_rate", {"op": "count", "of": "station"}],
        "context": AUGUST,
    })
    assert [(c.name, c.label, c.unit, c.type) for c in compiled.columns] == [
        ("city_key", "", "", "text"), ("city", "市", "", "text"), ("month", "月份", "", "date"),
        ("volume", "取水量", "m3", "number"), ("upload_rate", "上传率", "fraction", "number"),
        ("count", "站点数", "count", "number"),
    ]
    assert compiled.key_count == 3
