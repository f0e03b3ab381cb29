"""Output columns: names, labels, units and types."""

from __future__ import annotations

from typing import Literal

from assistant.contracts import algebra as a
from assistant.contracts.answer import AnswerColumn
from assistant.contracts.query import MetricQuery, Out
from knowledge_graph.semantics.units import base_unit
from tools.query.engine import Engine
from tools.query.frame import Row
from tools.query.keys import EntityKey, Key, PathKey, PeriodKey
from tools.query.units import unit_of

Kind = Literal["text", "number", "date", "datetime", "bool"]
_GRAIN_ZH = {"hour": "小时", "day": "日期", "week": "周", "tenday": "旬", "month": "月份",
             "bimonth": "双月", "quarter": "季度", "half": "半年", "year": "年份"}
_TYPES: dict[str, Kind] = {"number": "number", "date": "date", "datetime": "datetime",
                           "flag": "bool"}
_COLUMN_TERMS = (a.PathCol, a.Flag, a.Failing, a.Collect, a.AtExtreme)


class Names:
    """Hands out column names that are not yet taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str) -> str:
        """Return ``stem``, numbered when it is taken."""
        name, n = stem, 2
        while name in self._taken:
            name, n = f"{stem}_{n}", n + 1
        self._taken.add(name)
        return name


def key_label(engine: Engine, key: Key) -> str:
    """Return the heading of a key column."""
    if isinstance(key, EntityKey):
        return engine.graph.entity(key.entity).zh
    if isinstance(key, PathKey):
        entity = engine.graph.entity(key.entity)
        return next(x.zh for x in entity.attributes if x.name == key.attribute)
    return _GRAIN_ZH[key.grain] if isinstance(key, PeriodKey) else "分组"


def out_column(out: Out, name: str, row: Row) -> AnswerColumn:
    """Return what is said about an output column."""
    expr, engine = out.expr, row.engine
    if isinstance(expr, a.PathCol):
        return _path_column(expr, out, name, row)
    if isinstance(expr, a.Flag):
        return AnswerColumn(name=name, label=out.label or "是否符合", type="bool")
    if isinstance(expr, a.Failing):
        return AnswerColumn(name=name, label=out.label or "未达到的条件", type="text")
    if isinstance(expr, a.Collect):
        words = engine.graph.words(expr.path)
        return AnswerColumn(name=name, label=out.label or words, type="text")
    if isinstance(expr, a.AtExtreme):
        return _extreme_column(expr, out, name, row)
    if isinstance(expr, a.Run) and expr.give != "length":
        return AnswerColumn(name=name, label=out.label or measure_label(expr, row), type="date")
    unit = out.unit if out.unit is not None else unit_of(expr, engine.model, row.entity())
    label = out.label or measure_label(expr, row)
    return AnswerColumn(name=name, label=label, unit=unit, type="number")


def _path_column(expr: a.PathCol, out: Out, name: str, row: Row) -> AnswerColumn:
    value = row.find(expr.path)
    if value is None or value.attribute is None:
        zh = value.entity.zh if value is not None else expr.path
        return AnswerColumn(name=name, label=out.label or zh, type="text")
    attribute = value.attribute
    unit = out.unit if out.unit is not None else base_unit(attribute.unit)
    return AnswerColumn(name=name, label=out.label or attribute.zh, unit=unit,
                        type=_TYPES.get(attribute.type, "text"))


def _extreme_column(expr: a.AtExtreme, out: Out, name: str, row: Row) -> AnswerColumn:
    side = "最高" if expr.direction == "max" else "最低"
    if not isinstance(expr.give, str):
        unit = out.unit if out.unit is not None else unit_of(expr.give, row.engine.model)
        label = f"{side}时的{measure_label(expr.give, row)}"
        return AnswerColumn(name=name, label=out.label or label, unit=unit, type="number")
    word = "时间" if isinstance(expr.over, str) else "对象"
    return AnswerColumn(name=name, label=out.label or f"{side}{word}", type="text")


def out_name(out: Out) -> str:
    """Return the stem of an output column's name."""
    expr = out.expr
    if isinstance(expr, a.PathCol | a.Collect):
        return expr.path.replace(".", "_")
    if isinstance(expr, a.Metric):
        return expr.name
    if isinstance(expr, a.Attr):
        return expr.path.replace(".", "_")
    if isinstance(expr, a.Count):
        return "count"
    inner = getattr(expr, "measure", None)
    return f"{expr.op}_{inner.name}" if isinstance(inner, a.Metric) else expr.op


def measure_label(term: object, row: Row) -> str:
    """Return the heading of a measure."""
    engine = row.engine
    if isinstance(term, a.Metric):
        return engine.metric(term.name).zh
    if isinstance(term, a.Count):
        return _count_label(term, row)
    if isinstance(term, a.Agg):
        inner = _summed_label(term, row) if isinstance(term.of, str) \
            else measure_label(term.of, row)
        words = {"sum": "合计", "avg": "平均", "wavg": "加权平均", "min": "最小", "max": "最大",
                 "median": "中位数", "percentile": "百分位数", "stdev": "标准差"}
        return f"{inner}{words[term.fn]}"
    if isinstance(term, a.Attr):
        return engine.graph.words(term.path)
    return _derived_label(term, row)


def _summed_label(term: a.Agg, row: Row) -> str:
    """Return the name of an attribute as the things it is summed over call it."""
    graph, path = row.engine.graph, str(term.of)
    if isinstance(term.over, a.Members) and "." not in path:
        entity = graph.entity(term.over.entity)
        return next((of.zh for of in entity.attributes if of.name == path), "") \
            or graph.words(path)
    return graph.words(path)


def _count_label(term: a.Count, row: Row) -> str:
    name = getattr(term.of, "entity", None)
    if term.distinct is not None:
        return f"{row.engine.graph.words(term.distinct)}数"
    return f"{row.engine.graph.entity(name).zh}数" if name else "个数"


def _derived_label(term: object, row: Row) -> str:
    inner = getattr(term, "measure", None)
    base = measure_label(inner, row) if inner is not None else ""
    if isinstance(term, a.Prev):
        return f"{'上年同期' if term.basis == 'yoy' and term.shift is None else '上期'}{base}"
    if isinstance(term, a.Growth):
        return f"{base}变化率"
    if isinstance(term, a.Rank):
        return f"{base}排名"
    if isinstance(term, a.Running):
        return f"累计{base}"
    if isinstance(term, a.Extreme):
        return f"{'最高' if term.direction == 'max' else '最低'}{base}"
    if isinstance(term, a.Project):
        return f"预计{base}"
    if isinstance(term, a.Per) and isinstance(term.by, a.Agg) and isinstance(term.by.of, str):
        below = row.engine.graph.words(term.by.of).rpartition("的")[2]
        return f"每{term.scale:g}单位{below}的{base}" if term.scale != 1 else f"单位{below}的{base}"
    if isinstance(term, a.At | a.Ancestor | a.Per | a.Abs):
        return base
    if isinstance(term, a.Share):
        return "占比"
    words = {"ratio": "比值", "plus": "合计", "minus": "差值", "times": "乘积", "number": "给定值",
             "target": "目标值", "days_in": "天数", "duration": "历时", "run": "连续时长"}
    return words.get(getattr(term, "op", ""), "数值")


def is_measure(out: Out) -> bool:
    """Whether a column is a measure (not an attribute, flag or list)."""
    return not isinstance(out.expr, _COLUMN_TERMS)


def every_out(query: MetricQuery) -> tuple[Out, ...]:
    """Return the columns, then the measures."""
    return (*query.columns, *query.measures)
