"""Finds the rows of ``stage`` that may not enter, into the temporary table ``bad``.

Set-based: one statement a rule. Each rule looks only at rows that no earlier rule has refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import duckdb
from sqlglot import exp

from data_connectors.warehouse.ddl import DIALECT
from data_connectors.warehouse.schema import ColumnDef, TableDef
from data_connectors.warehouse.stage import STAGE

BAD = "bad"
_ROW = exp.column("rowid", table=STAGE)


def find_bad_rows(
    con: duckdb.DuckDBPyConnection, table: TableDef, tables_with_rows: Collection[str],
    key_of: Callable[[str], str],
) -> tuple[str, ...]:
    """Fill ``bad`` (row, reason); return the referring columns that could not be checked.

    Args:
        con: connection that holds ``stage`` and the tables loaded so far.
        table: whose rows are staged.
        tables_with_rows: tables a reference can be checked against.
        key_of: the key column of a table.
    """  # fmt: skip
    con.execute(f"CREATE OR REPLACE TEMP TABLE {BAD} (row BIGINT, reason VARCHAR)")
    value_rules = [rule for column in table.columns for rule in _value_rules(column)]
    if value_rules:
        _refuse(con, exp.or_(*(condition for condition, _ in value_rules)), _reasons(value_rules))
    if _has_duplicates(con, table):
        _refuse_duplicates(con, table)
    unchecked = []
    for column, target in table.refs.items():
        if target in tables_with_rows:
            reason = f"列 {column} 引用的{target}不存在"
            _refuse(con, _dangling(column, target, key_of(target)), exp.Literal.string(reason))
        else:
            unchecked.append(column)
    return tuple(unchecked)


def _value_rules(column: ColumnDef) -> Iterator[tuple[exp.Condition, str]]:
    """Conditions under which a staged value is refused, each with its reason."""
    value = exp.column(column.name, quoted=True)
    if not column.nullable:
        yield value.is_(exp.null()), f"列 {column.name} 为空"
    if column.type in {"real", "int"}:
        finite = exp.func("isfinite", value.copy(), dialect=DIALECT)
        yield exp.not_(finite), f"列 {column.name} 不是有限的数"
    if column.type == "int":
        whole = exp.EQ(this=exp.Anonymous(this="trunc", expressions=[value.copy()]),
                       expression=value.copy())  # fmt: skip
        # Beyond 2**53 a DOUBLE no longer holds every whole number.
        small = exp.LTE(this=exp.Abs(this=value.copy()), expression=exp.Literal.number(2**53))
        yield exp.not_(exp.paren(exp.and_(whole, small))), f"列 {column.name} 不是整数"


def _reasons(rules: list[tuple[exp.Condition, str]]) -> exp.Case:
    case = exp.Case()
    for condition, reason in rules:
        case = case.when(condition.copy(), exp.Literal.string(reason))
    return case


def _not_yet_bad() -> exp.Condition:
    return exp.not_(_ROW.isin(query=exp.select("row").from_(BAD)))


def _refuse(
    con: duckdb.DuckDBPyConnection, condition: exp.Condition, reason: exp.Expression
) -> None:
    found = exp.select(_ROW, reason).from_(STAGE).where(condition, _not_yet_bad())
    con.execute(exp.insert(found, BAD).sql(DIALECT))


def _key(table: TableDef) -> list[exp.Column]:
    return [exp.column(name, quoted=True) for name in table.key]


def _has_duplicates(con: duckdb.DuckDBPyConnection, table: TableDef) -> bool:
    groups = (
        exp.select(exp.Literal.number(1)).from_(STAGE).group_by(*_key(table))
        .having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))).limit(1)
    )  # fmt: skip
    return con.execute(groups.sql(DIALECT)).fetchone() is not None


def _refuse_duplicates(con: duckdb.DuckDBPyConnection, table: TableDef) -> None:
    """The first good row of a key in file order stays, the later ones are refused."""
    place = exp.Window(
        this=exp.RowNumber(), partition_by=_key(table), order=exp.Order(expressions=[_ROW.copy()])
    )
    ranked = (
        exp.select(_ROW.copy(), exp.alias_(place, "place")).from_(STAGE).where(_not_yet_bad())
    ).subquery("ranked")  # fmt: skip
    reason = f"键（{'、'.join(table.key)}）重复，保留先出现的一行"
    later = (
        exp.select(exp.column("rowid"), exp.Literal.string(reason)).from_(ranked)
        .where(exp.GT(this=exp.column("place"), expression=exp.Literal.number(1)))
    )  # fmt: skip
    con.execute(exp.insert(later, BAD).sql(DIALECT))


def _dangling(column: str, target: str, key: str) -> exp.Condition:
    value = exp.column(column, table=STAGE, quoted=True)
    parent = exp.to_identifier("parent")
    match = exp.EQ(this=exp.column(key, table=parent, quoted=True), expression=value.copy())
    known = exp.select(exp.Literal.number(1)).from_(exp.to_table(target).as_("parent")).where(match)
    return exp.and_(exp.not_(value.is_(exp.null())), exp.not_(exp.Exists(this=known)))
