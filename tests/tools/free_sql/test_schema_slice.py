"""A model is shown the tables a question needs, and of those what the asker may read."""

from __future__ import annotations

import pytest

from assistant.contracts.flow import User
from data_connectors.access.policy import load_policy
from data_connectors.warehouse.schema import load_schema
from tools.free_sql.schema_slice import tables_for, told

SCHEMA, POLICY = load_schema(), load_policy()
EVALUATOR, EDITOR = User(role="evaluator"), User(role="editor")


@pytest.mark.parametrize("question, linked, table", [
    ("各市过期的取水许可证有几本", (), "permit"), ("九江农业用水量", (), "annual_use"),
    ("哪些修得慢", ("fault_ticket",), "fault_ticket"), ("上月上传率", ("station_month",), "city"),
])  # fmt: skip
def test_the_tables_of_a_question(question: str, linked: tuple[str, ...], table: str):
    assert table in {one.name for one in tables_for(question, linked, SCHEMA, EVALUATOR, POLICY)}


def test_few_tables_are_shown_and_those_they_refer_to():
    found = tables_for("取水许可证到期", ("permit",), SCHEMA, EVALUATOR, POLICY)
    names = {one.name for one in found}
    assert {"permit", "holder", "county", "city"} <= names and len(names) < 14
    assert "valid_to" in told(found, EVALUATOR, POLICY)


def test_tables_beyond_the_askers_rights_are_not_shown():
    names = {one.name for one in tables_for("未销号的问题", ("problem",), SCHEMA, EDITOR, POLICY)}
    assert "problem" not in names


def test_masked_columns_are_not_shown():
    found = tables_for("取水户的电话", ("holder",), SCHEMA, EVALUATOR, POLICY)
    text = told(found, EVALUATOR, POLICY)
    assert "phone" not in text and "legal_person" not in text and "registered_date" in text
