"""Tells tables from CTEs by SQL's own scope rule.

Every table node of a tree gets an answer. (sqlglot's ``traverse_scope`` leaves out the tables of
semi joins and takes the table of ``FROM (t) AS x`` for a derived one: too lax for a lock.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp


def base_tables(tree: exp.Expr) -> list[exp.Table]:
    """Return the table nodes that do not name a CTE in scope, table functions included."""
    return [table for table in tree.find_all(exp.Table) if not _names_cte(table)]


def _names_cte(table: exp.Table) -> bool:
    if table.db or table.catalog or not isinstance(table.this, exp.Identifier):
        return False
    # DuckDB ignores the case of names, quoted or not.
    name = table.name.lower()
    return any(cte.alias.lower() == name for cte in _in_scope(table))


def _in_scope(table: exp.Table) -> Iterator[exp.CTE]:
    """CTEs that the table's position sees, innermost first."""
    child: exp.Expr = table
    while (parent := child.parent) is not None:
        if isinstance(parent, exp.With):
            yield from _seen_from(parent, child, table)
            # The query that owns the WITH has been dealt with: its CTEs are not all visible here.
            child = parent.parent or parent
            continue
        yield from _own(parent)
        child = parent


def _own(node: exp.Expr) -> Sequence[exp.CTE]:
    """CTEs declared by the node itself."""
    return node.ctes if isinstance(node, exp.Query) else ()


def _seen_from(clause: exp.With, inside: exp.Expr, table: exp.Table) -> Iterator[exp.CTE]:
    """CTEs of a WITH that one of its own members sees: those before it, and itself if it recurs."""
    for cte in _members(clause):
        if cte is inside:
            if clause.recursive and _in_recursive_arm(cte, table):
                yield cte
            return
        yield cte


def _members(clause: exp.With) -> list[exp.CTE]:
    return [cte for cte in clause.expressions if isinstance(cte, exp.CTE)]


def _in_recursive_arm(cte: exp.CTE, table: exp.Table) -> bool:
    """Only the second arm of a CTE's own UNION refers to the CTE; elsewhere it names a table."""
    union = cte.this
    return isinstance(union, exp.SetOperation) and any(
        node is union.expression for node in _ancestors(table)
    )


def _ancestors(node: exp.Expr) -> Iterator[exp.Expr]:
    current: exp.Expr | None = node
    while current is not None:
        yield current
        current = current.parent
