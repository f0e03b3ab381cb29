"""A tiny semantic model and hand-built evidence."""

from __future__ import annotations

from datetime import datetime

from assistant.answer import write_answer
from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.flow import Evidence, Plan, ResultTable
from assistant.contracts.query import MetricQuery
from knowledge_graph.semantics.model import SemanticModel

AS_OF = datetime(2026, 9, 16, 9)
NAMES = {"360400": "九江市", "360700": "赣州市"}

MODEL = SemanticModel.model_validate({
    "entities": [
        {"name": "city", "zh": "设区市", "table": "city", "key": ["city_code"], "label": "name"},
        {"name": "station", "zh": "计量站点", "table": "station", "key": ["station_id"],
         "counters": ["座", "个"]},
        {"name": "holder", "zh": "取水户", "table": "holder", "key": ["holder_id"],
         "counters": ["户", "家"]},
        {"name": "station_day", "zh": "站日", "table": "station_day",
         "key": ["station_id", "date"], "kind": "fact"},
    ],
    "states": [
        {"name": "offline", "zh": "离线", "entity": "station",
         "pred": {"op": "attr", "path": "online", "value": False}},
    ],
    "metrics": [
        {"name": "completeness", "zh": "完整率", "area": "取水计量", "unit": "fraction",
         "formula": {"op": "ratio", "top": 1, "bottom": 2}, "definition": "正常站点÷全部站点",
         "target": {"cmp": ">=", "value": 0.95}, "percent_points": True},
        {"name": "anomaly_rate", "zh": "异常率", "area": "取水计量", "unit": "fraction",
         "formula": {"op": "ratio", "top": 1, "bottom": 2}, "definition": "异常÷接入",
         "target": {"cmp": "<=", "value": 0.1, "zh": "上限"}},
        {"name": "volume_taken", "zh": "取水量", "area": "取水计量", "unit": "m3",
         "formula": {"op": "agg", "fn": "sum", "of": "volume_m3", "over": "station_day"},
         "definition": "日取水量之和", "additive": True, "chart": "line"},
        {"name": "use", "zh": "用水总量", "area": "公报", "unit": "m3", "grain": "year",
         "formula": {"op": "agg", "fn": "sum", "of": "use", "over": "station_day"},
         "definition": "用水量之和", "additive": True, "chart": "pie"},
    ],
})  # fmt: skip


def column(name: str, label: str, unit: str = "", kind: str = "number") -> AnswerColumn:
    return AnswerColumn(name=name, label=label, unit=unit, type=kind)  # type: ignore[arg-type]


def evidence(columns, rows, keys: int = 0, **more) -> Evidence:
    truncated = more.pop("truncated", False)
    table = ResultTable.model_construct(
        columns=tuple(columns), rows=tuple(tuple(row) for row in rows), truncated=truncated
    )
    return Evidence.model_construct(
        table=table, key_count=keys, sql=more.pop("sql", "SELECT 1"),
        definitions=more.pop("definitions", ()), caveats=more.pop("caveats", ()),
        parts=more.pop("parts", ()), timings_ms={}, data_version="v", notes=more.pop("notes", {}),
    )  # fmt: skip


def answer(asked: dict, found: Evidence | None, *, generated: bool = False, **plan) -> Answer:
    plan = {"status": "ready", "query": MetricQuery.model_validate(asked), **plan}
    return write_answer(
        "问题", Plan(**plan), found, MODEL, AS_OF, generated=generated, names=NAMES
    )
