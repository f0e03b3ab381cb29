"""Adds the access policy to a query: each base table becomes a filtered, masked subquery."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from assistant.contracts.errors import ModelFixable, NotPermitted
from assistant.contracts.flow import User
from assistant.contracts.ports import AccessPolicy
from data_connectors.access.chain import MAIN
from data_connectors.access.scope import base_tables

MASK = "***"
# Table functions that make rows out of nothing; any other one is refused.
_HARMLESS = {"range", "generate_series", "unnest"}
# What hangs on a table node and must stay in its place when the table becomes a subquery.
_KEPT = ("joins", "laterals", "pivots", "sample")


def apply_policy(ast: exp.Expr, user: User, policy: AccessPolicy) -> exp.Expr:
    """Return a copy of the query that reads only what the user may.

    A CTE named like a table hides it only where the CTE is in scope; the table inside that CTE is
    still filtered. The filters name their tables with the schema, so no CTE can stand in for them.

    Raises:
        NotPermitted: a table is not granted, or is no table of the warehouse.
        ModelFixable: not a query.
    """
    if not isinstance(ast, exp.Query):
        raise ModelFixable("只能执行查询。", detail=f"not a query: {type(ast).__name__}")
    tree = ast.copy()
    for table in base_tables(tree):
        if not _makes_rows_of_nothing(table):
            _restrict(table, user, policy)
    return tree


def _makes_rows_of_nothing(table: exp.Table) -> bool:
    call = table.this
    if isinstance(call, exp.GenerateSeries | exp.Unnest):
        return True
    return isinstance(call, exp.Anonymous) and call.name.lower() in _HARMLESS


def _restrict(table: exp.Table, user: User, policy: AccessPolicy) -> None:
    if not isinstance(table.this, exp.Identifier) or table.catalog or table.db not in {"", MAIN}:
        raise NotPermitted(
            "这条查询要读数据表以外的东西，不允许。", detail=f"refused: {table.sql()}"
        )
    name = table.name.lower()
    condition = policy.row_filter(user, name)
    masked = policy.masked_columns(user, name)
    if condition is None and not masked:
        return
    rows = exp.select(_star(masked)).from_(exp.to_table(f"{MAIN}.{name}"))
    if condition is not None:
        rows = rows.where(condition)
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name))
    subquery = exp.Subquery(this=rows, alias=alias)
    for part in _KEPT:
        if table.args.get(part):
            subquery.set(part, table.args[part])
    table.replace(subquery)


def _star(masked: Iterable[str]) -> exp.Star:
    """``*``, with the masked columns replaced; an unrecorded value stays unrecorded."""
    shown = []
    for name in sorted(masked):
        column = exp.column(name, quoted=True)
        mask = exp.Case().when(exp.not_(column.is_(exp.null())), exp.Literal.string(MASK))
        shown.append(exp.alias_(mask, name, quoted=True))
    return exp.Star(replace=shown) if shown else exp.Star()
