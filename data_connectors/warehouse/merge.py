"""Fills one table of the new database from ``stage`` and from the database it replaces."""

from __future__ import annotations

from pathlib import Path

import duckdb
from sqlglot import exp

from assistant.contracts.errors import InternalError
from data_connectors.warehouse.checks import BAD
from data_connectors.warehouse.ddl import DIALECT, SQL_TYPES
from data_connectors.warehouse.schema import TableDef
from data_connectors.warehouse.stage import STAGE

OLD = "old"
DERIVED_FOLDER = Path(__file__).parent / "derived"


def copy_old(con: duckdb.DuckDBPyConnection, table: TableDef) -> None:
    """Take the table over as it was."""
    _insert(con, table, _old_rows(table))


def merge_stage(
    con: duckdb.DuckDBPyConnection, table: TableDef, *, has_old: bool, stage_wins: bool
) -> None:
    """Unite good staged rows with the rows there were; of one key, one of the two wins.

    Rows are sorted by time, then key, so that scans of a period can skip most row groups.
    """
    good = _good_rows(table)
    if not has_old:
        _insert(con, table, _sorted(table, good))
        return
    old = _old_rows(table)
    both = (
        exp.union(_without(old, good, table), good, distinct=False)
        if stage_wins
        else exp.union(old, _without(good, old, table), distinct=False)
    )
    rows = exp.select(*_columns(table)).from_(both.subquery("both_sides"))
    _insert(con, table, _sorted(table, rows))


def derive(con: duckdb.DuckDBPyConnection, table: TableDef) -> tuple[str, ...]:
    """Compute a derived table from the others; return the remarks of its check, if it has one.

    Raises:
        InternalError: ``derived/<table>.sql`` is missing.
    """
    path = DERIVED_FOLDER / f"{table.name}.sql"
    try:
        statement = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InternalError(f"缺少推算表 {table.name} 的语句。", detail=str(error)) from error
    # The statement is a constant of ours; only its column order is taken from the schema.
    con.execute(f"CREATE OR REPLACE TEMP VIEW derived_rows AS {statement}")
    _insert(con, table, exp.select(*_columns(table)).from_("derived_rows"))
    check = path.with_suffix(".check.sql")
    if not check.exists():
        return ()
    return tuple(note for (note,) in con.execute(check.read_text(encoding="utf-8")).fetchall())


def _insert(con: duckdb.DuckDBPyConnection, table: TableDef, rows: exp.Query) -> None:
    con.execute(exp.insert(rows, exp.to_table(table.name)).sql(DIALECT))


def _columns(table: TableDef) -> list[exp.Column]:
    return [exp.column(name, quoted=True) for name in table.column_names]


def _good_rows(table: TableDef) -> exp.Select:
    """Staged rows that no rule refused; whole numbers get their own type back."""
    columns = [
        exp.alias_(
            exp.cast(exp.column(column.name, quoted=True), SQL_TYPES[column.type]),
            column.name, quoted=True,
        )
        for column in table.columns
    ]  # fmt: skip
    bad = exp.select("row").from_(BAD)
    return exp.select(*columns).from_(STAGE).where(exp.not_(exp.column("rowid").isin(query=bad)))


def _old_rows(table: TableDef) -> exp.Select:
    return exp.select(*_columns(table)).from_(exp.to_table(f"{OLD}.main.{table.name}"))


def _without(rows: exp.Select, others: exp.Select, table: TableDef) -> exp.Select:
    """The rows whose key is not among the others'."""
    same = exp.and_(
        *(
            exp.EQ(
                this=exp.column(name, table="mine", quoted=True),
                expression=exp.column(name, table="theirs", quoted=True),
            )
            for name in table.key
        )
    )
    return (
        exp.select(*_columns(table))
        .from_(rows.subquery("mine"))
        .join(others.subquery("theirs"), on=same, join_type="anti")
    )


def _sorted(table: TableDef, rows: exp.Select) -> exp.Select:
    first = [table.time] if table.time else []
    order = [*first, *(name for name in table.key if name not in first)]
    return rows.order_by(*(exp.column(name, quoted=True) for name in order))
