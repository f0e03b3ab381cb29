"""Loading: files merged, unknown keys refused with file and line, errors raised together."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import BadInput
from knowledge_graph.semantics.load import load_model, read_model
from knowledge_graph.semantics.model import SemanticModel

METRIC = """
    metrics:
      - name: big_meter_count
        zh: 大表数
        area: 取水计量
        unit: count
        examples: [大表有多少]
        formula: {op: count, of: {op: members, entity: meter, where: [big_meter]}}
        definition: 口径超过300毫米的器具数。
        source: 测试
        default_period: as_of
"""
STATE = """
    states:
      - name: big_meter
        zh: 大口径
        entity: meter
        pred: {op: attr, path: diameter_mm, cmp: ">", value: {op: param, name: mm}}
        params: [{name: mm, zh: 口径, default: 300, unit: mm}]
        definition: 口径超过300毫米。
"""
ATTRIBUTE = """
    attributes:
      - {entity: meter, name: diameter_mm, zh: 口径, synonyms: [管径], type: number, unit: mm}
"""


def test_a_metric_a_state_and_an_attribute_are_added_from_yaml_alone(write_yaml):
    extra = (
        write_yaml(ATTRIBUTE, "a.yaml"), write_yaml(STATE, "b.yaml"), write_yaml(METRIC, "c.yaml")
    )
    model = load_model(extra=extra)
    assert model.metric("大表数").formula.op == "count"
    assert model.state("big_meter").params[0].default == 300
    diameter = model.entity("meter").attributes[-1]
    assert (diameter.name, diameter.unit) == ("diameter_mm", "mm")


def test_an_unknown_key_is_refused_with_file_and_line(write_yaml):
    extra = write_yaml(METRIC.replace("area: 取水计量", "aera: 取水计量\n        area: 取水计量"))
    with pytest.raises(BadInput) as caught:
        load_model(extra=(write_yaml(ATTRIBUTE, "a.yaml"), write_yaml(STATE, "b.yaml"), extra))
    assert "extra.yaml 第4行" in caught.value.message
    assert "aera" in caught.value.message


def test_an_unknown_key_deep_inside_a_formula_is_found_on_its_line(write_yaml):
    extra = write_yaml("""
        metrics:
          - name: odd
            zh: 怪指标
            area: 取水计量
            unit: fraction
            definition: 试。
            formula:
              op: ratio
              top: volume_taken
              bottom:
                op: agg
                fn: sum
                over: station_day
                of: volume_m3
                wieght: volume_m3
    """)
    _, issues = read_model(extra=(extra,))
    assert [issue.line for issue in issues] == [15]
    assert "wieght" in issues[0].message


def test_all_errors_of_all_files_are_raised_together(write_yaml):
    first = write_yaml("metrics:\n  - {name: a}\n", "first.yaml")
    second = write_yaml("staets: []\n", "second.yaml")
    with pytest.raises(BadInput) as caught:
        load_model(extra=(first, second))
    for missing in ("zh", "unit", "formula", "definition"):
        assert f"缺少必填的键：{missing}" in caught.value.message
    assert "不认识的段「staets」" in caught.value.message


def test_a_repeated_key_is_refused_with_its_line(write_yaml):
    extra = write_yaml("metrics:\n  - name: a\n    name: b\n")
    with pytest.raises(BadInput, match="第3行.*「name」重复"):
        load_model(extra=(extra,))


def test_broken_yaml_names_the_file(write_yaml):
    with pytest.raises(BadInput, match=r"extra\.yaml 不是合法的 YAML"):
        load_model(extra=(write_yaml("metrics: [\n"),))


def test_a_missing_file_and_an_empty_folder_are_bad_input(tmp_path):
    with pytest.raises(BadInput, match="读不了"):
        load_model(extra=(tmp_path / "nowhere.yaml",))
    with pytest.raises(BadInput, match="没有语义模型"):
        load_model(tmp_path)


def test_a_section_must_be_a_list_of_definitions(write_yaml):
    with pytest.raises(BadInput, match="应是定义的列表"):
        load_model(extra=(write_yaml("metrics: {name: a}\n"),))
    with pytest.raises(BadInput, match="最外层"):
        load_model(extra=(write_yaml("- a\n"),))


def test_an_attribute_of_an_unknown_entity_is_refused(write_yaml):
    extra = write_yaml("attributes:\n  - {entity: moon, name: size, zh: 大小}\n")
    with pytest.raises(BadInput, match="moon"):
        load_model(extra=(extra,))


def test_an_added_attribute_with_an_error_points_to_its_own_file(write_yaml):
    extra = write_yaml("""
        attributes:
          - entity: meter
            name: x
            zh: 某
            tpye: number
    """)
    _, issues = read_model(extra=(extra,))
    assert [(issue.file.rsplit("/")[-1], issue.line) for issue in issues] == [("extra.yaml", 5)]


def test_rule_values_come_from_the_region_profile(model: SemanticModel):
    thresholds = {p.name: p.default for p in model.state("holder_must_meter").params}
    assert thresholds["surface_m3"] == 500_000
    hunan = {p.name: p.default for p in load_model(profile="hunan").state("应装在线计量").params}
    assert hunan["surface_m3"] == 300_000


def test_an_unknown_rule_is_refused(write_yaml):
    extra = write_yaml(STATE.replace("default: 300", "default: {rule: no.such}"))
    with pytest.raises(BadInput, match="no.such"):
        load_model(extra=(write_yaml(ATTRIBUTE, "a.yaml"), extra))


def test_words_of_one_region_stay_out_of_another(model: SemanticModel):
    assert any("洪都" in alias.words for alias in model.aliases)
    assert not any("洪都" in alias.words for alias in load_model(profile="hunan").aliases)


def test_a_bare_equals_sign_and_true_keys_are_read_as_written(write_yaml):
    extra = write_yaml("""
        states:
          - name: flow_zero
            zh: 零流量
            entity: reading
            pred: {op: attr, path: flow_m3h, cmp: =, value: 0}
            definition: 瞬时流量为零。
    """)
    assert load_model(extra=(extra,)).state("零流量").pred.cmp == "="
