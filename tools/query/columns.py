"""Columns that are not measures: attributes, flags, what fails, what is collected."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Collect, Failing, Flag, PathCol
from tools.query.attributes import value_at
from tools.query.entity_rows import row_of
from tools.query.frame import Row
from tools.query.labels import label_of
from tools.query.scope import Scope
from tools.query.sql import Expr, col, func, lit, negate, not_null
from tools.query.tables import grouped, over_members


def path_column(term: PathCol, row: Row, scope: Scope) -> Expr:
    """Compile an attribute; a path that ends at an entity shows its name."""
    value = value_at(row, term.path)
    if value.attribute is not None:
        return value.sql
    for node in row.nodes():
        found = row.engine.graph.find(node.entity.name, term.path)
        if found is not None:
            return label_of(node.chain(found.chain))
    return label_of(row_of(row, value.entity.name).home)  # type: ignore[arg-type]


def flag(term: Flag, row: Row, scope: Scope) -> Expr:
    """Compile a predicate as a column; what cannot be told is false."""
    return func("COALESCE", row.engine.pred(term.pred, row, scope), exp.false())


def failing(term: Failing, row: Row, scope: Scope) -> Expr:
    """Compile the names of the predicates that do not hold (null = all hold)."""
    parts = [
        exp.Case().when(negate(row.engine.pred(pred, row, scope)), lit(name))
        for name, pred in term.preds.items()
    ]
    return func("NULLIF", func("CONCAT_WS", lit("、"), *parts), lit(""))


def collect(term: Collect, row: Row, scope: Scope) -> Expr:
    """Compile the different values of an attribute over related members, joined by 、."""
    engine = row.engine
    table = over_members(row, scope, term.over, term.via, narrowed=True)
    value = path_column(PathCol(path=term.path), table.row, scope)
    table.row.frame.where(not_null(value))
    text = exp.cast(value.copy(), "TEXT")
    body = table.row.frame.select.select(*table.columns(), exp.alias_(text, "value")).distinct()
    cte = engine.builder.add("collected_values", body)
    ordered = exp.Order(this=col("value"), expressions=[exp.Ordered(this=col("value"))])
    joined = exp.GroupConcat(this=ordered, separator=lit("、"))
    name = engine.builder.add(
        "collected", grouped(cte, table.names(), [exp.alias_(joined, "joined")]))
    return col("joined", table.attach(row, name))
