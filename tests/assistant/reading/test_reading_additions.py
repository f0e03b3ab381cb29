"""A metric, a state and attributes added in YAML alone are read, and answered from the data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
from typed_text import reading_of

from assistant.ask import Stages
from assistant.contracts.flow import ToolRequest, User
from knowledge_graph.semantics.load import load_model

ADDED = """
    attributes:
      - entity: permit
        name: checked_volume
        zh: 核验水量
        column: annual_volume_m3
        type: number
        unit: m3
      - entity: station
        name: paid_by
        zh: 出资方
        column: funding
        type: category
        values: {中央投资: [国家出资], 自筹: [业主出资]}
    states:
      - name: long_built
        zh: 老旧
        entity: station
        pred: {op: attr, path: built_date, cmp: "<", value: 2024-01-01}
        definition: 2024年以前建成的站点。
    metrics:
      - name: long_built_rate
        zh: 老旧率
        synonyms: [旧站比例]
        examples: [各市老旧率]
        area: 取水计量
        unit: fraction
        formula:
          op: ratio
          top: {op: count, of: {op: members, entity: station, where: [long_built]}}
          bottom: station_count
        definition: 老旧站点数÷站点总数。
        source: 测试
        default_period: as_of
"""


@pytest.fixture(scope="module")
def extended(stages_over, tmp_path_factory) -> Stages:
    path: Path = tmp_path_factory.mktemp("extra") / "added.yaml"
    path.write_text(dedent(ADDED), encoding="utf-8")
    return stages_over(load_model(extra=(path,)))


@pytest.mark.parametrize("question, query", [
    ("各市老旧率", {"shape": "table", "by": "city", "measures": "long_built_rate"}),
    ("南昌的旧站比例是多少", {"measures": "long_built_rate", "where": "city = 360100"}),
    ("老旧的站有几个", {"measures": "count(station[long_built])"}),
    ("国家出资的站有几个", {"measures": "count(station[station.paid_by = 中央投资])"}),
    ("站点按出资方分各多少个",
     {"shape": "table", "by": "station.paid_by", "measures": "count(station)"}),
    ("核验水量超过100万方的许可证有几本",
     {"measures": "count(permit[permit.checked_volume > 1000000.0])"}),
])  # fmt: skip
def test_what_yaml_added_is_read_and_answered(extended, question, query):
    plan = extended.reader.plan(question)
    assert reading_of(plan) == {"status": "ready", "query": query}
    evidence = extended.run(
        ToolRequest(query=plan.query, user=User(), as_of=datetime(2026, 9, 16, 9))
    )
    assert evidence.table.rows and all(row[-1] is not None for row in evidence.table.rows)


@pytest.mark.parametrize("question", ["各市老旧率", "老旧的站有几个", "国家出资的站有几个"])
def test_without_the_file_the_words_are_not_understood(reader, question):
    assert reader.read(question).status == "clarify"


@pytest.mark.parametrize("question, word", [
    ("各市老旧率", "老旧率"), ("老旧的站有几个", "老旧"), ("站点按出资方分各多少个", "出资方"),
    ("核验水量超过100万方的许可证有几本", "核验水量"),
])  # fmt: skip
def test_the_restatement_uses_the_added_chinese_name(extended, question, word):
    assert word in extended.reader.plan(question).reading
