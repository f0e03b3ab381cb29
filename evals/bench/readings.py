"""Repeats the hourly readings of a warehouse file until there are enough."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb

# The 60 days of readings again, a whole number of 60 days earlier; never more than is missing.
_EARLIER = """
    INSERT INTO reading
    SELECT * REPLACE (
      observed_at - to_days(CAST($days AS INTEGER)) AS observed_at,
      received_at - to_days(CAST($days AS INTEGER)) AS received_at
    )
    FROM reading
    WHERE observed_at > $since
    LIMIT $missing
"""
_SPAN_DAYS = 60


def multiply_readings(database: Path, wanted: int) -> int:
    """Repeat the hourly readings at earlier times until there are ``wanted``; return how many.

    Nothing is added when there are none to repeat.
    """
    with duckdb.connect(str(database)) as connection:
        newest = connection.execute("SELECT max(observed_at) FROM reading").fetchone()
        held, turn = _count(connection), 1
        while held and newest and held < wanted:
            since = newest[0] - timedelta(days=_SPAN_DAYS)
            values = {"days": turn * _SPAN_DAYS, "since": since, "missing": wanted - held}
            connection.execute(_EARLIER, values)
            held, turn = _count(connection), turn + 1
        connection.execute("CHECKPOINT")
        return held


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT count(*) FROM reading").fetchone()
    return int(row[0]) if row else 0
