"""The guard lets one SELECT over known tables through, and nothing else."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from assistant.contracts.errors import ModelFixable, NotPermitted
from tools.query.guard import check_select, parse_select

TABLES = {"station", "city"}


@pytest.mark.parametrize("sql", [
    "SELECT name FROM station",
    "WITH s AS (SELECT * FROM station) SELECT count(*) FROM s JOIN city USING (city_code)",
    "SELECT 1 UNION ALL SELECT count(*) FROM city",
    "SELECT d FROM (SELECT unnest(generate_series(DATE '2026-01-01', DATE '2026-02-01', "
    "INTERVAL 1 DAY)) AS d)",
    "SELECT (SELECT max(name) FROM city c WHERE c.city_code = s.city_code) FROM station s",
    "WITH city AS (SELECT * FROM station) SELECT * FROM city",
])
def test_plain_queries_pass(sql):
    assert isinstance(parse_select(sql, TABLES), exp.Query)


@pytest.mark.parametrize("sql", [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'data.parquet'",
    "SELECT read_text('/etc/passwd')",
    "SELECT name FROM station WHERE name = (SELECT content FROM read_text('x'))",
    "SELECT name FROM station ORDER BY getenv('HOME')",
    "SELECT count(*) FILTER (WHERE current_setting('threads') = '1') FROM station",
    "WITH x AS (SELECT * FROM glob('*')) SELECT * FROM x",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM other.station",
    "SELECT * FROM station, LATERAL (SELECT * FROM read_json('x')) t",
    "SELECT pg_sleep(10)",
    "SELECT nextval('s')",
    "SELECT query('DROP TABLE station')",
    "SELECT * FROM query_table('station')",
])
def test_reaching_out_is_refused(sql):
    with pytest.raises(NotPermitted):
        parse_select(sql, TABLES)


@pytest.mark.parametrize("sql", [
    "DROP TABLE station",
    "INSERT INTO station SELECT * FROM station",
    "UPDATE station SET name = 'x'",
    "CREATE TABLE x AS SELECT * FROM station",
    "ATTACH 'x.db'",
    "COPY station TO 'x.csv'",
    "SET threads = 1",
    "PRAGMA database_list",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE station",
    "",
    "SELECT FROM WHERE",
    "SELECT * FROM nowhere",
])
def test_what_is_no_query_of_ours_is_sent_back(sql):
    with pytest.raises((ModelFixable, NotPermitted)):
        parse_select(sql, TABLES)


def test_a_cte_does_not_hide_the_table_outside_its_scope():
    """``secret`` is a CTE in the first branch only; in the second it is a table."""
    sql = "SELECT * FROM (WITH secret AS (SELECT 1 AS a) SELECT * FROM secret) UNION ALL " \
          "SELECT * FROM secret"
    with pytest.raises(ModelFixable):
        parse_select(sql, TABLES)


def test_data_changing_ctes_are_refused():
    tree = sqlglot.parse_one("SELECT * INTO x FROM station", read="duckdb")
    with pytest.raises((ModelFixable, NotPermitted)):
        check_select(tree, TABLES)
