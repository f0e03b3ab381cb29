"""CREATE TABLE and COMMENT statements for DuckDB, as sqlglot trees.

No PRIMARY KEY: its index would have to be kept in memory and makes loading millions of rows many
times slower. The loader proves uniqueness of the keys with one set-based query a table instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from data_connectors.warehouse.schema import ColumnDef, ColumnType, TableDef

DIALECT = "duckdb"
SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "real": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def create_table(table: TableDef) -> str:
    """Return the CREATE TABLE statement."""
    columns = [_column(column) for column in table.columns]
    create = exp.Create(
        this=exp.Schema(this=exp.to_table(table.name), expressions=columns), kind="TABLE"
    )
    return create.sql(DIALECT, identify=True)


def comments(table: TableDef) -> Iterator[str]:
    """Yield COMMENT ON statements: Chinese name, English name and key of table and columns."""
    note = f"{table.zh} / {table.en}；键：{'、'.join(table.key)}"
    yield _comment("TABLE", exp.to_table(table.name), note)
    for column in table.columns:
        place = exp.column(column.name, table=table.name)
        yield _comment("COLUMN", place, f"{column.zh} / {column.en}")


def _comment(kind: str, place: exp.Expression, text: str) -> str:
    comment = exp.Comment(this=place, kind=kind, expression=exp.Literal.string(text))
    return comment.sql(DIALECT, identify=True)


def _column(column: ColumnDef) -> exp.ColumnDef:
    constraints = []
    if not column.nullable:
        constraints.append(exp.ColumnConstraint(kind=exp.NotNullColumnConstraint()))
    return exp.ColumnDef(
        this=exp.to_identifier(column.name),
        kind=exp.DataType.build(SQL_TYPES[column.type], dialect=DIALECT),
        constraints=constraints,
    )
