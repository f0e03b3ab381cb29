"""Each rule finds what it is for, at the line where it is written."""

from __future__ import annotations

import pytest

from knowledge_graph.semantics.load import read_model


def metric(formula: str, more: str = "") -> str:
    return (
        "metrics:\n"
        "  - name: probe\n"
        "    zh: 试验指标\n"
        "    area: 取水计量\n"
        "    unit: m3\n"
        "    definition: 试。\n"
        "    source: 测试\n"
        "    examples: [试验指标多少]\n"
        f"    formula: {formula}\n{more}"
    )


def state(pred: str, more: str = "") -> str:
    return (
        "states:\n"
        "  - name: probe\n"
        "    zh: 试验状态\n"
        "    entity: station\n"
        "    definition: 试。\n"
        f"    pred: {pred}\n{more}"
    )


SUM = "{op: agg, fn: sum, of: volume_m3, over: station_day}"
IN_USE = "{op: attr, path: status, value: 在用}"

CASES = {
    "unknown metric": (metric("no_such_metric"), 9, "不存在的指标"),
    "unknown state": (state("no_such_state"), 6, "不存在的状态"),
    "unknown entity": (metric("{op: count, of: moon}"), 9, "不存在的对象"),
    "unknown entity of a state": (state(IN_USE).replace("station", "moon"), 4, "没有对象"),
    "unknown part": (metric(SUM, "    parts: [no_such]\n"), 10, "组成部分"),
    "unknown counted thing": (metric(SUM, "    entity: moon\n"), 10, "没有对象"),
    "unknown finer metric": (metric(SUM, "    finer: no_such\n"), 10, "更细的指标"),
    "unknown attribute": (state("{op: known, path: colour}"), 6, "colour"),
    "unreachable entity": (state("{op: known, path: survey_unit.name}"), 6, "survey_unit"),
    "unknown list column": (state(IN_USE, "    list_columns: [colour]\n"), 7, "colour"),
    "a path read on the wrong row": (
        state("{op: has, of: {op: members, entity: meter, where: [{op: known, path: batch}]}}"),
        6, "batch",
    ),
    "a value the category lacks": (state("{op: attr, path: status, value: 报废}"), 6, "报废"),
    "a flag against text": (state("{op: attr, path: has_archive, value: 有}"), 6, "是否型"),
    "a sum of words": (metric("{op: agg, fn: sum, of: name, over: station}"), 9, "不能汇总"),
    "an undeclared parameter": (
        state("{op: attr, path: batch, value: {op: param, name: which}}"), 6, "which"
    ),
    "an unused parameter": (
        state(IN_USE, "    params: [{name: n, zh: 数, default: 1}]\n"), 7, "没有用到"
    ),
    "a parameter the state lacks": (
        state("{op: state, name: station_online, params: {n: 1}}"), 6, "没有参数"
    ),
    "a metric of itself": (metric("{op: plus, of: [probe, volume_taken]}"), 2, "绕回"),
    "a state of itself": (state("{op: not, pred: probe}"), 2, "绕回"),
    "an unknown unit": (metric(SUM).replace("unit: m3", "unit: bucket"), 5, "bucket"),
    "no definition": (metric(SUM).replace("试。", '""'), 6, "没有口径"),
    "points of a volume": (metric(SUM, "    percent_points: true\n"), 10, "百分点"),
    "a sum of rates": (
        metric(SUM, "    additive: true\n").replace("unit: m3", "unit: fraction"), 10, "相加"
    ),
    "a name used twice": (state(IN_USE).replace("probe", "station_online"), 2, "重复"),
    "a Chinese name used twice": (metric(SUM).replace("试验指标\n", "取水量\n"), 2, "重复"),
    "two states of one word": (state(IN_USE).replace("试验状态", "离线"), 3, "两个叫"),
    "a dimension of nothing": (
        "dimensions:\n  - {name: probe, zh: 试, path: moon.side}\n", 2, "moon"
    ),
    "a dimension by a number": (
        "dimensions:\n  - {name: probe, zh: 试, path: permit.annual_volume_m3}\n", 2, "不能直接分组"
    ),
    "a dimension above": (
        "dimensions:\n  - {name: probe, zh: 试, path: city, above: moon}\n", 2, "上一级"
    ),
    "a rollup column": (
        "rollups:\n  - table: probe\n    of: station_day\n    entity: station_month\n"
        "    grain: month\n    columns: {volume_m3: litres}\n", 6, "litres",
    ),
    "a rollup flag": (
        "rollups:\n  - table: probe\n    of: station_day\n    entity: station_month\n"
        "    grain: month\n    flags: {online: online_days}\n", 6, "online",
    ),
    "an alias of rows that have no names": (
        "aliases:\n  - {words: [老皇历], entity: reading, names: [某]}\n", 2, "不能按名称提问"
    ),
    "a word both held and not": (
        "not_held:\n  - {words: [完整率], reason: 没有}\n", 2, "完整率"
    ),
    "a group of unknown metrics": (
        "metric_groups:\n  - {name: g, zh: 组, words: [一组], metrics: [no_such]}\n", 2, "no_such"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule_finds_the_error_on_its_line(case: str, write_yaml):
    text, line, words = CASES[case]
    extra = write_yaml(text)
    _, issues = read_model(extra=(extra,))
    errors = [i for i in issues if i.level == "ERROR"]
    assert any(
        words in i.message and (i.file, i.line) == (str(extra), line) for i in errors
    ), [str(i) for i in errors]


def test_a_shared_word_is_a_warning_and_the_model_still_loads(write_yaml):
    text = metric(SUM, "    synonyms: [到报率]\n")
    model, issues = read_model(extra=(write_yaml(text),))
    assert model is not None
    assert [(i.level, "到报率" in i.message) for i in issues] == [("WARNING", True)]


def test_a_sound_definition_raises_nothing(write_yaml):
    _, issues = read_model(extra=(write_yaml(metric(SUM)),))
    assert issues == ()
