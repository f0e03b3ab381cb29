"""How far a model's statement comes, and that rights are in whatever runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.contracts.flow import User
from assistant.settings import load_settings
from assistant.wiring.data import open_warehouse
from data_connectors.access.policy import load_policy
from tools.free_sql.checks import CHECKS, check

EVALUATOR, NANCHANG = User(role="evaluator"), User(role="evaluator", region_code="360100")
TABLES = {"permit", "holder", "county", "city"}


@pytest.fixture(scope="module")
def checked(demo_home: Path):
    warehouse = open_warehouse(load_settings(home=demo_home))
    policy = load_policy()
    yield lambda sql, user=EVALUATOR: check(
        sql, user, tables=TABLES, policy=policy, warehouse=warehouse)
    warehouse.close()


@pytest.mark.parametrize("sql, passed, fault", [
    ("", 0, "statements"), ("DROP TABLE permit", 0, ""), ("SELECT 1; SELECT 2", 0, "2 statements"),
    ("SELECT * FROM problem", 0, "problem"), ("SELECT * FROM 'x.csv'", 0, ""),
    ("SELECT read_text('/etc/passwd')", 0, "read_text"), ("COPY permit TO 'x'", 0, ""),
    ("SELECT * FROM information_schema.tables", 0, ""),
    ("SELECT permits FROM permit", 1, "permits"), ("SELECT CAST(name AS INT) FROM city", 1, ""),
    ("SELECT name FROM city WHERE name = '没有'", 2, "没有查到"),
    ("SELECT max(name) FROM city WHERE name = '没有'", 2, "没有查到"),
    ("SELECT count(*) AS 本数 FROM permit", 3, ""),
])  # fmt: skip
def test_how_far_a_statement_comes(checked, sql: str, passed: int, fault: str):
    found = checked(sql)
    assert (found.passed, fault in found.fault) == (passed, True)
    assert found.holds == (passed == len(CHECKS))


def test_the_askers_region_bounds_what_a_statement_sees(checked):
    whole = checked("SELECT count(*) AS n FROM permit").rows.rows[0][0]
    own = checked("SELECT count(*) AS n FROM permit", NANCHANG).rows.rows[0][0]
    assert 0 < own < whole
    named = checked("SELECT DISTINCT c.city_code FROM permit p JOIN county c USING (county_code)",
                    NANCHANG)
    assert named.rows.rows == (("360100",),)


def test_personal_columns_come_masked(checked):
    found = checked("SELECT phone AS 电话 FROM holder WHERE phone IS NOT NULL LIMIT 3")
    assert {row[0] for row in found.rows.rows} == {"***"}
