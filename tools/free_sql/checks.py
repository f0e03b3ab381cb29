"""Checks of a statement that a model wrote, in order; how far it comes tells a repair's worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlglot import exp

from assistant.contracts.errors import ModelFixable, NotPermitted
from assistant.contracts.flow import ResultTable, User
from assistant.contracts.ports import AccessPolicy, Warehouse
from data_connectors.access.rewrite import apply_policy
from tools.query.guard import parse_select

CHECKS = ("合语法的单条查询", "只用有的表和列", "查得出行")


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a statement came.

    Attributes:
        passed: how many of :data:`CHECKS` hold, in order.
        fault: what the next one found, for the model.
        sql: the statement as it runs, with the access policy in it.
        rows: what it gave.
    """

    passed: int
    fault: str = ""
    sql: str = ""
    rows: ResultTable | None = None

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return self.passed == len(CHECKS)


def check(
    statement: str, user: User, *, tables: Collection[str], policy: AccessPolicy,
    warehouse: Warehouse,
) -> Checked:
    """Return how far a statement comes: parsed and guarded, dry-run, run.

    Args:
        statement: as the model wrote it.
        user: who asks; the policy's filters are put into every table of the statement.
        tables: those that may be named.
        policy: what the user may read.
        warehouse: opened read-only.

    Raises:
        NotPermitted: it reaches for more than the user may read; no repair is asked for.
        LimitReached, SourceUnavailable: the warehouse cannot answer now.
    """
    try:
        tree: exp.Expr = parse_select(statement, tables)
    except (ModelFixable, NotPermitted) as fault:  # the asker's words asked for neither
        return Checked(0, _told(fault))
    try:
        bounded = apply_policy(tree, user, policy)
        sql = bounded.sql(dialect="duckdb", pretty=True)
    except ModelFixable as fault:
        return Checked(0, _told(fault))
    try:
        warehouse.run(_without_rows(bounded))
        rows = warehouse.run(sql)
    except ModelFixable as fault:
        return Checked(1, _told(fault), sql)
    if all(cell is None for row in rows.rows for cell in row):
        return Checked(2, "没有查到任何行，请核对条件里的值。", sql, rows)
    return Checked(3, "", sql, rows)


def _without_rows(statement: exp.Expr) -> str:
    """The statement bound and planned, but not run."""
    alias = exp.TableAlias(this=exp.to_identifier("dry"))
    inner = exp.Subquery(this=statement.copy(), alias=alias)
    return exp.select("*").from_(inner).limit(0).sql(dialect="duckdb")


def _told(fault: ModelFixable | NotPermitted) -> str:
    return fault.detail or fault.message
