"""The guard: what may be run is one SELECT over known tables with harmless functions."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from assistant.contracts.errors import ModelFixable, NotPermitted
from data_connectors.access.scope import base_tables

# Function nodes that only compute from their arguments. Everything else is refused, so a function
# that reads files, the network or the catalogue need not be known by name.
_HARMLESS = frozenset({
    "abs", "add", "and", "any_value", "arg_max", "arg_min", "array", "array_agg", "array_size",
    "avg", "between", "bool_and", "bool_or", "case", "cast", "ceil", "coalesce", "concat",
    "concat_ws", "contains", "count", "count_if", "date", "date_add", "date_diff", "datediff",
    "date_sub",
    "date_trunc", "day", "day_of_month", "day_of_week", "day_of_week_iso", "dayofweek_iso",
    "day_of_year",
    "dense_rank", "epoch", "exists", "exp", "extract", "first", "first_value", "floor",
    "generate_series", "greatest", "group_concat", "hour", "if", "ifnull", "isodow",
    "is_inf", "is_nan", "lag", "last", "last_day", "last_value", "lead", "least", "left",
    "length", "list", "ln", "log", "logical_and", "logical_or", "lower", "make_date", "max",
    "median", "min", "minute", "mod", "month", "nullif", "nth_value", "ntile", "or",
    "percent_rank", "percentile_cont", "percentile_disc", "pow", "power", "quantile",
    "quantile_cont", "quantile_disc", "quarter", "range", "rank", "regexp_like",
    "regexp_matches", "replace", "right", "round", "row", "row_number", "sign",
    "sqrt", "starts_with",
    "ends_with", "stddev", "stddev_pop", "stddev_samp", "str_position", "strftime", "string_agg",
    "strpos", "substring", "sum", "time_to_str", "timestamp_trunc", "trim", "try_cast",
    "ts_or_ds_to_date", "unnest", "upper", "variance", "var_pop", "var_samp", "week",
    "week_of_year", "xor", "year", "explode", "date_from_parts", "approx_quantile", "corr",
    "datetime_trunc", "time_to_unix", "explode_outer", "posexplode", "cardinality",
})
_TABLE_FUNCTIONS = ("generate_series", "range", "unnest", "explode")
_REFUSED = (
    exp.Into, exp.Lock, exp.Placeholder, exp.Parameter, exp.SessionParameter, exp.Command,
    exp.DDL, exp.DML, exp.Pragma, exp.Set, exp.Attach, exp.Detach, exp.Copy, exp.Kill,
)


def parse_select(sql: str, allowed_tables: Collection[str]) -> exp.Query:
    """Return the checked tree of a statement that arrived as text.

    Raises:
        ModelFixable: it does not parse, or is not one SELECT.
        NotPermitted: it reaches for more than the tables.
    """
    try:
        trees = [t for t in sqlglot.parse(sql, read="duckdb") if t is not None]
    except SqlglotError as error:
        raise ModelFixable("语句不合语法。", detail=str(error)[:200]) from error
    if len(trees) != 1:
        raise ModelFixable("只能执行一条查询。", detail=f"{len(trees)} statements")
    check_select(trees[0], allowed_tables)
    tree = trees[0]
    assert isinstance(tree, exp.Query)
    return tree


def check_select(ast: exp.Expr, allowed_tables: Collection[str]) -> None:
    """Check that a tree is one SELECT over the allowed tables with harmless functions only.

    Raises:
        ModelFixable: it is no SELECT, or names a table that does not exist.
        NotPermitted: it reaches for files, the network, the catalogue or settings.
    """
    if not isinstance(ast, exp.Select | exp.SetOperation):
        raise ModelFixable("只能执行查询。", detail=f"not a select: {type(ast).__name__}")
    for node in ast.walk():
        if isinstance(node, _REFUSED):
            raise NotPermitted("这条查询含有不允许的操作。", detail=type(node).__name__)
        if isinstance(node, exp.Func):
            _check_function(node)
    allowed = {name.lower() for name in allowed_tables}
    for table in base_tables(ast):
        _check_table(table, allowed)


def _check_function(node: exp.Func) -> None:
    if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
        name = node.name.lower() if isinstance(node.this, str) else str(node.this).lower()
    else:
        name = node.sql_name().lower()
    if name not in _HARMLESS:
        raise NotPermitted("这条查询用到了不允许的函数。", detail=f"function {name}")


def _check_table(table: exp.Table, allowed: set[str]) -> None:
    if _makes_rows(table):
        return
    if not isinstance(table.this, exp.Identifier):
        raise NotPermitted("这条查询要读数据表以外的东西。", detail=f"from {table.sql()[:80]}")
    if table.db or table.catalog:
        raise NotPermitted("这条查询要读数据表以外的东西。", detail=f"from {table.sql()[:80]}")
    if table.name.lower() not in allowed:
        if any(c in table.name for c in "./:\\*"):
            raise NotPermitted("这条查询要读文件。", detail=f"from {table.name[:80]}")
        raise ModelFixable("没有这张数据表。", detail=f"table {table.name[:80]}")


def _makes_rows(table: exp.Table) -> bool:
    call = table.this
    if isinstance(call, exp.Unnest | exp.GenerateSeries | exp.Explode):
        return True
    return isinstance(call, exp.Anonymous) and call.name.lower() in _TABLE_FUNCTIONS
