"""A lock has no side door: tables are told from CTEs by scope, functions are checked everywhere."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import ModelFixable, NotPermitted
from tools.query.guard import parse_select

TABLES = {"station", "city"}
REACHES = "getenv('HOME')"


@pytest.mark.parametrize("sql", [
    "WITH secret AS (SELECT * FROM secret) SELECT * FROM secret JOIN station USING (name)",
    "WITH station AS (SELECT * FROM secret) SELECT name FROM station",
    "WITH a AS (SELECT * FROM b), b AS (SELECT 1 AS x) SELECT * FROM a",
    "WITH Secret AS (SELECT * FROM SECRET) SELECT * FROM secret",
    "SELECT * FROM station WHERE name IN (WITH s AS (SELECT 1) SELECT * FROM secret)",
    "SELECT * FROM (WITH secret AS (SELECT 1 AS a) SELECT a FROM secret) x, secret",
    "WITH RECURSIVE secret AS (SELECT * FROM secret UNION ALL SELECT 1 FROM city) "
    "SELECT * FROM secret",
    "SELECT * FROM station SEMI JOIN secret USING (name)",
    "SELECT * FROM station ANTI JOIN secret USING (name)",
    "SELECT * FROM (secret) AS x",
    "SELECT * FROM station UNION SELECT * FROM secret",
    "SELECT (SELECT max(name) FROM secret) FROM station",
    "SELECT name FROM station WHERE name = ANY (SELECT name FROM secret)",
    "SELECT name FROM station ORDER BY (SELECT max(name) FROM secret)",
    "FROM secret",
    "TABLE secret",
    "SELECT * FROM station, LATERAL (SELECT * FROM secret) t",
])
def test_a_table_is_seen_wherever_it_hides(sql):
    with pytest.raises(ModelFixable, match=r"secret|SECRET|table b"):
        parse_select(sql, TABLES)


@pytest.mark.parametrize("sql", [
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
    "WITH a AS (SELECT * FROM station), b AS (SELECT * FROM a) SELECT * FROM b JOIN A USING (name)",
    "SELECT * FROM STATION",
    'SELECT * FROM "City"',
])
def test_names_in_scope_are_no_tables(sql):
    assert parse_select(sql, TABLES) is not None


@pytest.mark.parametrize("sql", [
    f"SELECT {REACHES}",
    f"SELECT name FROM station WHERE name = {REACHES}",
    f"SELECT count(*) FROM station GROUP BY {REACHES}",
    f"SELECT count(*) FROM station HAVING {REACHES} = ''",
    f"SELECT name FROM station QUALIFY row_number() OVER (ORDER BY {REACHES}) = 1",
    f"SELECT name FROM station ORDER BY {REACHES}",
    f"SELECT name FROM station LIMIT CAST({REACHES} AS INTEGER)",
    f"SELECT name FROM station s JOIN city c ON c.name = {REACHES}",
    f"SELECT count(*) FILTER (WHERE {REACHES} = '') FROM station",
    f"SELECT sum(1) OVER (PARTITION BY {REACHES}) FROM station",
    f"SELECT name FROM station WINDOW w AS (ORDER BY {REACHES})",
    f"SELECT CASE WHEN {REACHES} = '' THEN 1 END",
    f"SELECT [{REACHES}], {{'a': {REACHES}}}",
    f"SELECT * REPLACE ({REACHES} AS name) FROM station",
    f"SELECT * FROM (VALUES ({REACHES})) t(a)",
    f"WITH x AS (SELECT {REACHES} AS a) SELECT a FROM x",
    f"SELECT 1 UNION ALL SELECT {REACHES}",
    f"SELECT unnest([{REACHES}])",
    "SELECT 'x'.read_text()",
    "SELECT main.read_text('x')",
    "SELECT * FROM station POSITIONAL JOIN read_csv('x')",
    "SELECT * FROM READ_CSV('x')",
    "SELECT * FROM \"read_csv\"('x')",
    "SELECT * FROM 'https://example.org/x.parquet'",
    "SELECT * FROM 's3://bucket/x.parquet' t",
    "SELECT COLUMNS('.*') FROM station",
    "SELECT $1",
    "SELECT name INTO x FROM station",
    "SELECT name FROM station FOR UPDATE",
    "SELECT * FROM main.station",
    "SELECT * FROM system.main.station",
    "WITH x AS (DELETE FROM station RETURNING *) SELECT * FROM x",
    "WITH x AS (INSERT INTO station SELECT * FROM station RETURNING *) SELECT * FROM x",
])
def test_what_reaches_out_is_refused_in_every_position(sql):
    with pytest.raises(NotPermitted):
        parse_select(sql, TABLES)


@pytest.mark.parametrize("sql", [
    "DELETE FROM station",
    "TRUNCATE station",
    "ALTER TABLE station ADD COLUMN x INT",
    "MERGE INTO station USING city ON true WHEN MATCHED THEN DELETE",
    "INSTALL httpfs",
    "EXPLAIN SELECT 1",
    "DESCRIBE station",
    "SUMMARIZE station",
    "SHOW TABLES",
    "VALUES (1)",
    "BEGIN",
    "SELECT 1; ATTACH 'x.db'",
])
def test_only_a_select_is_a_query(sql):
    with pytest.raises(ModelFixable):
        parse_select(sql, TABLES)
