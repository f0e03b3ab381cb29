"""The policy inside the statement: proved on rows that come back, not on the text."""

from __future__ import annotations

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from assistant.contracts.errors import ModelFixable, NotPermitted
from assistant.contracts.flow import User
from data_connectors.access.policy import SchemaPolicy, load_policy
from data_connectors.access.rewrite import apply_policy
from data_connectors.access.scope import base_tables
from data_connectors.warehouse.store import DuckWarehouse

# In the sample, holder-n and station-n belong to the n-th county (360102, 360121, 360481).
COUNTY = User(role="manager", region_code="360102")
CITY = User(role="manager", region_code="360100")
PROVINCE = User(role="manager")


@pytest.fixture(scope="module")
def policy() -> SchemaPolicy:
    return load_policy()


def rewritten(policy: SchemaPolicy, sql: str, user: User) -> str:
    return apply_policy(sqlglot.parse_one(sql, dialect="duckdb"), user, policy).sql("duckdb")


@pytest.fixture
def ask(policy: SchemaPolicy, warehouse: DuckWarehouse):
    def run(sql: str, user: User) -> list[tuple]:
        return sorted(warehouse.run(rewritten(policy, sql, user)).rows, key=str)

    return run


ALL = [("holder-1",), ("holder-2",), ("holder-3",)]
QUERIES = {
    "plain": "SELECT holder_id FROM holder",
    "alias": "SELECT h.holder_id FROM holder AS h",
    "alias with columns": "SELECT a FROM holder AS h(a)",
    "upper case": "SELECT holder_id FROM HOLDER",
    "quoted": 'SELECT holder_id FROM "Holder"',
    "with schema": "SELECT holder_id FROM main.holder",
    "from first": "FROM holder SELECT holder_id",
    "in parentheses": "SELECT holder_id FROM (holder) AS h",
    "subquery": "SELECT holder_id FROM (SELECT * FROM holder) AS x",
    "cte": "WITH x AS (SELECT * FROM holder) SELECT holder_id FROM x",
    "cte of the same name": "WITH holder AS (SELECT * FROM holder) SELECT holder_id FROM holder",
    "cte of the same name, other case": "WITH Holder AS (SELECT * FROM holder) "
    "SELECT holder_id FROM HOLDER",
    "cte of the same name elsewhere": "SELECT holder_id FROM holder WHERE EXISTS "
    "(WITH holder AS (SELECT 1 AS a) SELECT a FROM holder)",
    "recursive cte of the same name": "WITH RECURSIVE holder AS "
    "(SELECT holder_id, 0 AS n FROM main.holder UNION ALL "
    "SELECT holder_id, n + 1 FROM holder WHERE n < 1) SELECT DISTINCT holder_id FROM holder",
    "a cte named like a table of the filter": "WITH county AS (SELECT '360102' AS county_code, "
    "'360100' AS city_code UNION ALL SELECT '360481', '360100') SELECT holder_id FROM holder",
    "semi join": "SELECT c.holder_id FROM (SELECT unnest(['holder-1','holder-2','holder-3']) "
    "AS holder_id) AS c SEMI JOIN holder AS h ON h.holder_id = c.holder_id",
    "in": "SELECT x AS holder_id FROM (SELECT unnest(['holder-1','holder-2','holder-3']) AS x) "
    "AS c WHERE x IN (SELECT holder_id FROM holder)",
    "scalar subquery": "SELECT unnest((SELECT list(holder_id) FROM holder))",
    "union": "SELECT holder_id FROM holder WHERE false UNION SELECT holder_id FROM holder",
    "self join": "SELECT a.holder_id FROM holder AS a JOIN holder AS b USING (holder_id)",
    "lateral": "SELECT l.holder_id FROM (SELECT 1) AS one, "
    "LATERAL (SELECT holder_id FROM holder) AS l",
    "joined in parentheses": "SELECT h.holder_id FROM (holder AS h JOIN permit AS p "
    "ON p.holder_id = h.holder_id)",
    "sample": "SELECT holder_id FROM holder TABLESAMPLE 100 PERCENT",
    "through references": "SELECT DISTINCT s.holder_id FROM reading JOIN station AS s "
    "USING (station_id)",
}


@pytest.mark.parametrize("sql", QUERIES.values(), ids=QUERIES.keys())
def test_rows_of_other_regions_never_come_back(ask, sql: str):
    assert ask(sql, COUNTY) == ALL[:1]
    assert ask(sql, CITY) == ALL[:2]
    assert ask(sql, PROVINCE) == ALL


def test_the_case_that_name_lists_get_wrong():
    tree = sqlglot.parse_one(
        "WITH secret AS (SELECT * FROM secret) SELECT * FROM secret JOIN allowed ON true",
        dialect="duckdb",
    )
    assert sorted(table.name for table in base_tables(tree)) == ["allowed", "secret"]


@pytest.mark.parametrize("sql, tables", [
    ("WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM b, c", {"c"}),
    ("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a, b", {"b"}),
    ("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) AS k, a", {"a"}),
    ("WITH a AS (WITH b AS (SELECT * FROM c) SELECT * FROM b) SELECT * FROM a, b", {"b", "c"}),
    ("WITH RECURSIVE a AS (SELECT * FROM a) SELECT * FROM a", {"a"}),
    ("WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT * FROM a", set()),
    ("WITH a AS (SELECT 1) SELECT * FROM main.a", {"a"}),
    ("WITH a AS (SELECT 1) (SELECT * FROM a) UNION ALL SELECT * FROM (SELECT * FROM a, b)", {"b"}),
])  # fmt: skip
def test_scopes(sql: str, tables: set[str]):
    assert {table.name for table in base_tables(sqlglot.parse_one(sql, dialect="duckdb"))} == tables


def test_personal_columns_are_masked(ask):
    found = ask("SELECT phone, legal_person, credit_code, id_number FROM holder", PROVINCE)
    assert found == [("***",) * 4] * 3
    assert ask("SELECT phone, id_number FROM holder", User(role="operator")) == [("甲", "***")] * 3


def test_a_masked_value_cannot_be_searched_for(ask):
    assert ask("SELECT holder_id FROM holder WHERE phone = '甲'", PROVINCE) == []
    assert ask("SELECT count(*) FROM holder WHERE phone IS NULL", PROVINCE) == [(0,)]


def test_a_row_as_a_whole_is_masked_too(ask):
    [(text,)] = ask("SELECT CAST(holder AS VARCHAR) FROM holder LIMIT 1", PROVINCE)
    assert text.count("***") == 4


@pytest.mark.parametrize("sql", [
    "SELECT * FROM _quarantine",
    "SELECT * FROM _meta",
    "SELECT * FROM nowhere",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM warehouse.main.holder",
    "SELECT * FROM system.main.duckdb_tables",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM 'data.csv'",
    "SELECT * FROM query('SELECT * FROM holder')",
    "SELECT * FROM query_table('holder')",
    "SELECT * FROM duckdb_tables()",
    "SELECT 1 WHERE EXISTS (SELECT * FROM _meta)",
])  # fmt: skip
def test_what_is_no_table_of_ours_is_refused(policy: SchemaPolicy, sql: str):
    with pytest.raises(NotPermitted):
        rewritten(policy, sql, PROVINCE)


def test_a_table_wider_than_the_region_is_refused_not_empty(policy: SchemaPolicy):
    with pytest.raises(NotPermitted):
        rewritten(policy, "SELECT count(*) FROM annual_use", COUNTY)


@pytest.mark.parametrize("sql", [
    "DROP TABLE city", "DELETE FROM city", "DESCRIBE city", "PIVOT city ON name USING count(*)",
    "CREATE TABLE x AS SELECT * FROM city", "INSERT INTO city SELECT * FROM city",
])  # fmt: skip
def test_what_is_no_query_is_refused(policy: SchemaPolicy, sql: str):
    with pytest.raises(ModelFixable):
        rewritten(policy, sql, PROVINCE)


def test_rows_made_of_nothing_are_allowed(ask):
    assert ask("SELECT count(*) FROM range(3), generate_series(1, 2)", COUNTY) == [(6,)]
    assert ask("SELECT x FROM (VALUES (1), (2)) AS v(x)", COUNTY) == [(1,), (2,)]


def test_the_given_tree_is_left_as_it_was(policy: SchemaPolicy):
    tree = sqlglot.parse_one("SELECT * FROM holder", dialect="duckdb")
    apply_policy(tree, COUNTY, policy)
    assert tree.sql("duckdb") == "SELECT * FROM holder"


NAMES = ("holder", "station", "county", "other")


@st.composite
def queries(draw: st.DrawFn, depth: int = 3) -> str:
    """Queries that nest CTEs and subqueries whose names may hide tables."""
    source = draw(st.sampled_from(NAMES[:3]))
    if depth == 0:
        return f"SELECT holder_id FROM {draw(st.sampled_from(('holder', 'station')))}"
    inner = draw(queries(depth - 1))
    return draw(st.sampled_from([
        f"WITH {source} AS ({inner}) SELECT holder_id FROM {source}",
        f"WITH other AS ({inner}), {source} AS (SELECT * FROM other) "
        f"SELECT holder_id FROM {source}",
        f"SELECT holder_id FROM ({inner}) AS {source}",
        f"SELECT holder_id FROM holder AS h SEMI JOIN ({inner}) AS {source} USING (holder_id)",
        f"({inner}) UNION ({draw(queries(depth - 1))})",
        f"SELECT holder_id FROM station WHERE holder_id IN ({inner})",
    ]))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(sql=queries())
def test_no_nesting_lets_a_row_of_another_region_through(sql: str, nested_rows):
    assert nested_rows(sql) <= {("holder-1",)}


@pytest.fixture(scope="module")
def nested_rows(sample_db, policy: SchemaPolicy):
    store = DuckWarehouse(sample_db, threads=1)
    yield lambda sql: set(store.run(rewritten(policy, sql, COUNTY)).rows)
    store.close()


def test_filters_stay_when_the_statement_is_parsed_again(policy: SchemaPolicy):
    once = rewritten(policy, "SELECT * FROM reading", COUNTY)
    assert sqlglot.parse_one(once, dialect="duckdb").find(exp.In) is not None
