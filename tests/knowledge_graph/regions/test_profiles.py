"""Region profiles: inheritance, sources, and clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.contracts.errors import BadInput
from knowledge_graph.regions.load import PROFILES, load_profile

NAMES = sorted(path.stem for path in PROFILES.glob("*.yaml"))


def test_regions_differ_where_their_documents_differ():
    jiangxi, hunan = load_profile("jiangxi"), load_profile("hunan")
    assert jiangxi.rule("online_metering.surface_m3").value == 500_000
    assert hunan.rule("online_metering.surface_m3").value == 300_000
    assert hunan.rule("online_metering.ground_m3").value == 50_000


def test_a_value_not_set_by_the_region_comes_from_its_base():
    hunan = load_profile("hunan")
    assert hunan.rule("stability.target").value == 0.9
    assert "国家" in hunan.rule("stability.target").source


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_source(name: str):
    rules = load_profile(name).rules
    assert rules
    assert all(rule.source.strip() and rule.zh.strip() for rule in rules.values())


def test_a_rule_set_to_null_is_not_a_value(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(
        "name: a\nzh: 甲\nrules:\n  x: {zh: 某值, value: 1, source: 文件}\n", encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text(
        "name: b\nzh: 乙\nbase: a\nrules:\n  x: {zh: 某值, value: null, source: 文件}\n",
        encoding="utf-8",
    )
    assert load_profile("a", tmp_path).values() == {"x": 1}
    assert load_profile("b", tmp_path).values() == {}


def test_an_unknown_region_names_those_there_are():
    with pytest.raises(BadInput, match="jiangxi"):
        load_profile("atlantis")


def test_bases_in_a_circle_are_refused(tmp_path: Path):
    for name, base in (("a", "b"), ("b", "a")):
        text = f"name: {name}\nzh: 某地\nbase: {base}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="圈"):
        load_profile("a", tmp_path)


def test_a_rule_without_a_source_is_refused(tmp_path: Path):
    text = "name: a\nzh: 某地\nrules:\n  x: {zh: 某值, value: 1}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="source"):
        load_profile("a", tmp_path)
