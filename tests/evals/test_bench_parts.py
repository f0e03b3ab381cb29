from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from evals.bench.measures import THREE_RATES, percentile, three_rates_seconds
from evals.bench.readings import multiply_readings
from evals.bench.report import Line

READINGS = """
    CREATE TABLE reading AS
    SELECT s AS station_id, TIMESTAMP '2026-08-01 01:00' + to_hours(h::INT) AS observed_at,
           observed_at + to_minutes((CASE WHEN h % 4 = 0 THEN 90 ELSE 5 END)::INT) AS received_at,
           '正常' AS quality
    FROM (VALUES ('a'), ('b')) t(s), range(31 * 24) r(h)
    WHERE s = 'a' OR h < 24
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(READINGS)
        connection.execute("CREATE TABLE county AS SELECT 'k' AS county_code, 'c' AS city_code")
        connection.execute(
            "CREATE TABLE station AS SELECT s AS station_id, 'k' AS county_code "
            "FROM (VALUES ('a'), ('b'), ('never')) t(s)"
        )
    return path


def test_readings_are_repeated_at_other_times(db: Path):
    assert multiply_readings(db, 3000) == 3000
    with duckdb.connect(str(db)) as connection:
        keys = connection.execute("SELECT count(DISTINCT (station_id, observed_at)) FROM reading")
        assert keys.fetchone() == (3000,)
    assert multiply_readings(db, 3000) == 3000


def test_the_three_rates_from_raw_readings(db: Path):
    text = THREE_RATES.read_text(encoding="utf-8")
    with duckdb.connect(str(db)) as connection:
        days = {"first": date(2026, 8, 1), "next": date(2026, 9, 1)}
        ((city, completeness, upload, timely),) = connection.execute(text, days).fetchall()
    hours = 31 * 24
    assert (city, completeness) == ("c", pytest.approx(1 / 3))
    assert upload == pytest.approx((hours + 24) / (3 * hours))
    assert timely == pytest.approx(0.75)
    assert three_rates_seconds(db, date(2026, 8, 1), date(2026, 9, 1), 1) > 0


def test_percentiles_are_values_that_were_measured():
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95)) == (50.0, 95.0)
    assert percentile([7.0], 0.95) == 7.0


def test_budgets_are_met_from_their_own_side():
    assert Line("a", 100, 150, "ms").met and not Line("a", 200, 150, "ms").met
    assert Line("b", 3e5, 2e5, "行/s", at_least=True).met
    assert not Line("b", 1e5, 2e5, "行/s", at_least=True).met
