"""Who may read what: rows by region, personal columns masked, default deny."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.contracts.errors import BadInput, NotPermitted
from assistant.contracts.flow import User
from data_connectors.access.policy import SchemaPolicy, load_policy
from data_connectors.access.rules import load_rules
from data_connectors.warehouse.schema import load_schema

PROVINCE = User(role="manager")
CITY = User(role="manager", region_code="360400")
COUNTY = User(role="manager", region_code="360102")
ROLES = ("manager", "editor", "auditor", "evaluator", "operator", "admin")


@pytest.fixture(scope="module")
def policy() -> SchemaPolicy:
    return load_policy()


def filter_sql(policy: SchemaPolicy, user: User, table: str) -> str | None:
    condition = policy.row_filter(user, table)
    return None if condition is None else condition.sql("duckdb").replace('"', "")


def test_the_whole_province_sees_every_row(policy: SchemaPolicy):
    assert all(policy.row_filter(PROVINCE, table) is None for table in load_schema().tables)


@pytest.mark.parametrize("table, expected", [
    ("holder", "county_code = '360102'"),
    ("reading",
     "station_id IN (SELECT station_id FROM main.station WHERE county_code = '360102')"),
    ("problem_step",
     "problem_id IN (SELECT problem_id FROM main.problem WHERE county_code = '360102')"),
    ("report_return",
     "report_id IN (SELECT report_id FROM main.survey_report WHERE county_code = '360102')"),
    ("meter_holder",
     "holder_id IN (SELECT holder_id FROM main.holder WHERE county_code = '360102')"),
    ("county", None),
    ("basin", None),
])  # fmt: skip
def test_a_county_sees_its_own_rows(policy: SchemaPolicy, table: str, expected: str | None):
    assert filter_sql(policy, COUNTY, table) == expected


@pytest.mark.parametrize("table, expected", [
    ("holder", "county_code IN (SELECT county_code FROM main.county WHERE city_code = '360400')"),
    ("station_day",
     "station_id IN (SELECT station_id FROM main.station WHERE county_code IN "
     "(SELECT county_code FROM main.county WHERE city_code = '360400'))"),
    ("annual_use", "city_code = '360400'"),
    ("city", None),
])  # fmt: skip
def test_a_city_sees_its_counties(policy: SchemaPolicy, table: str, expected: str | None):
    assert filter_sql(policy, CITY, table) == expected


def test_a_user_of_a_province_by_code_is_bound_to_it(policy: SchemaPolicy):
    user = User(role="manager", region_code="430000")
    assert filter_sql(policy, user, "annual_use") == (
        "city_code IN (SELECT city_code FROM main.city WHERE province_code = '430000')"
    )


@pytest.mark.parametrize("user, table", [
    (COUNTY, "annual_use"),  # the rows belong to a city: wider than the user's region
    (COUNTY, "annual_transit"),
    (CITY, "annual_transit"),
    (User(role="nobody"), "city"),
    (PROVINCE, "_quarantine"),
    (PROVINCE, "_meta"),
    (PROVINCE, "duckdb_tables"),
    (User(role="manager", region_code="everywhere"), "holder"),
    (User(role="editor"), "problem"),
])  # fmt: skip
def test_what_is_not_granted_is_refused(policy: SchemaPolicy, user: User, table: str):
    with pytest.raises(NotPermitted) as caught:
        policy.row_filter(user, table)
    assert table not in caught.value.message


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_read_the_regions(policy: SchemaPolicy, role: str):
    assert policy.row_filter(User(role=role), "county") is None


@pytest.mark.parametrize("role, shown", [
    ("manager", set()),
    ("editor", set()),
    ("evaluator", set()),
    ("admin", set()),
    ("auditor", {"credit_code", "legal_person"}),
    ("operator", {"phone"}),
])  # fmt: skip
def test_personal_columns_are_masked_unless_granted(
    policy: SchemaPolicy, role: str, shown: set[str]
):
    personal = {"legal_person", "phone", "credit_code", "id_number"}
    assert policy.masked_columns(User(role=role), "holder") == personal - shown


def test_masks_of_a_table_that_may_not_be_read_are_refused(policy: SchemaPolicy):
    with pytest.raises(NotPermitted):
        policy.masked_columns(User(role="editor"), "problem")


# -------------------------------------------------------------------------------- rules as data
HEAD = """\
hierarchy: [{table: city, code: "\\\\d{4}00"}]
whole: [city]
roles:
"""


def rules_policy(tmp_path: Path, roles: str) -> SchemaPolicy:
    (tmp_path / "r.yaml").write_text(HEAD + roles, encoding="utf-8")
    schema = load_schema()
    return SchemaPolicy(schema, load_rules(schema, tmp_path))


def test_a_rule_may_be_an_expression_over_user_and_row(tmp_path: Path):
    policy = rules_policy(tmp_path, """\
  desk:
    zh: 岗位
    read:
      - {tables: [review_step], rows: all, where: "reviewer = :user_name OR level = '省级'"}
""")
    user = User(name="张'三", role="desk", region_code="360400")
    assert filter_sql(policy, user, "review_step") == "(reviewer = '张''三' OR level = '省级')"


def test_grants_add_up(tmp_path: Path):
    policy = rules_policy(tmp_path, """\
  desk:
    zh: 岗位
    read:
      - {tables: [annual_use], rows: region}
      - {tables: [annual_use], rows: all, where: "year < 2020"}
""")
    user = User(role="desk", region_code="360400")
    assert filter_sql(policy, user, "annual_use") == "city_code = '360400' OR (year < 2020)"
    assert policy.row_filter(User(role="desk"), "annual_use") is None


@pytest.mark.parametrize("roles, word", [
    ("  a: {zh: 甲, read: [{tables: [nowhere], rows: all}]}\n", "nowhere"),
    ("  a: {zh: 甲, read: [{areas: [天文], rows: all}]}\n", "天文"),
    ("  a: {zh: 甲, read: [{rows: all}]}\n", "tables"),
    ("  a: {zh: 甲, read: [{tables: [city], rows: some}]}\n", "r.yaml:4"),
    ("  a: {zh: 甲, reed: []}\n", "r.yaml:4"),
    ("  a: {zh: 甲, unmask: [holder.name]}\n", "holder.name"),
    ("  a: {zh: 甲, read: [{tables: [city], rows: all, where: 'x ='}]}\n", "x ="),
    ("  a: {zh: 甲, read: [{tables: [city], rows: all, where: 'colour = 1'}]}\n", "colour"),
    ("  a: {zh: 甲, read: [{tables: [city], rows: all, where: 'name = :mood'}]}\n", "mood"),
    ("  a: {zh: 甲, read: [{tables: [city], rows: all, where: 'name IN (SELECT 1)'}]}\n", "子查询"),
])  # fmt: skip
def test_a_rule_that_names_nothing_is_refused(tmp_path: Path, roles: str, word: str):
    with pytest.raises(BadInput) as caught:
        rules_policy(tmp_path, roles)
    assert word in caught.value.message
