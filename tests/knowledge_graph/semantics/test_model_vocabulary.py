"""The shipped vocabulary: complete against the warehouse schema, and said in users' words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge_graph.semantics.load import read_model
from knowledge_graph.semantics.model import Entity, SemanticModel

SCHEMA = Path(__file__).parents[3] / "data_connectors" / "warehouse" / "schema"


def schema_tables() -> dict[str, set[str]]:
    tables: dict[str, set[str]] = {}
    for file in SCHEMA.glob("*.yaml"):
        for name, spec in yaml.safe_load(file.read_text(encoding="utf-8"))["tables"].items():
            tables[name] = set(spec["columns"])
    return tables


def columns_of(entity: Entity) -> set[str]:
    time = entity.time
    spans = {time.column, time.start, time.end} if time else set()
    return (
        {a.column or a.name for a in entity.attributes}
        | {r.column for r in entity.relations}
        | set(entity.key)
        | {c for c in spans if c}
    )


def test_no_issue_at_all():
    assert read_model()[1] == ()


def test_every_table_is_an_entity_with_every_column(model: SemanticModel):
    tables = schema_tables()
    tables.pop("station_month_archive")  # merged into station_month by the loader
    held = {e.table: columns_of(e) for e in model.entities}
    missing = {table: columns - held.get(table, set()) for table, columns in tables.items()}
    assert {table: columns for table, columns in missing.items() if columns} == {}


def test_no_entity_names_a_column_the_warehouse_lacks(model: SemanticModel):
    tables = schema_tables()
    assert {e.name: columns_of(e) - tables[e.table] for e in model.entities} == {
        e.name: set() for e in model.entities
    }


def test_the_vocabulary_is_as_large_as_promised(model: SemanticModel):
    assert len(model.metrics) >= 60
    assert len(model.states) >= 40
    assert {e.name for e in model.entities if e.named} == {
        "province", "city", "county", "basin", "subbasin", "water_source", "holder", "station",
        "survey_unit", "maintainer",
    }


@pytest.mark.parametrize(
    ("word", "metric"),
    [
        ("完整率", "completeness"),
        ("到报率", "arrival_rate"),
        ("许可使用比例", "permit_use_ratio"),
        ("填报退回率", "return_rate"),
        ("农业用水量", "agriculture_use"),
        ("产水系数", "runoff_yield_ratio"),
        ("万元GDP用水量", "use_per_gdp"),
        ("调查对象合计与上报总量偏差", "account_deviation"),
        ("灌溉水有效利用系数", "irrigation_efficiency"),
        ("蓄水变量", "storage_change"),
    ],
)
def test_metrics_answer_to_their_chinese_name(model: SemanticModel, word: str, metric: str):
    assert model.metric(word).name == metric
    assert model.metric(metric).definition


def test_rates_have_their_targets(model: SemanticModel):
    targets = {
        m.name: (m.target.cmp, m.target.value) for m in model.metrics if m.target is not None
    }
    assert targets["completeness"] == (">=", 0.95)
    assert targets["anomaly_rate"] == ("<=", 0.1)
    assert targets["return_rate"] == ("<=", 0.01)
    assert targets["license_to_register_rate"] == (">=", 0.99)


def test_personal_attributes_are_marked(model: SemanticModel):
    personal = {a.name for a in model.entity("holder").attributes if a.personal}
    assert personal == {"credit_code", "legal_person", "phone", "id_number"}


def test_three_rates_name_three_metrics(model: SemanticModel):
    group = next(g for g in model.metric_groups if "三率" in g.words)
    assert group.metrics == ("completeness", "upload_rate", "timeliness")
    assert not group.ask


def test_gan_has_three_readings(model: SemanticModel):
    readings = {name for alias in model.aliases if "赣" in alias.words for name in alias.names}
    assert readings == {"江西省", "赣州市", "赣江"}


def test_what_is_not_held_says_why_and_what_to_ask(model: SemanticModel):
    assert all(item.reason and item.instead for item in model.not_held)
    status = {word: item.status for item in model.not_held for word in item.words}
    assert status["漏损率"] == "no_data"
    assert status["天气预报"] == "refused"
