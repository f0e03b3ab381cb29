"""Finds how a table's rows hang on a region: a chain of references, derived from the schema."""

from __future__ import annotations

from collections import deque

from sqlglot import exp

from data_connectors.warehouse.schema import Schema

MAIN = "main"


def find_chain(schema: Schema, table: str, target: str) -> tuple[tuple[str, str], ...] | None:
    """Return the shortest chain of (table, referring column) that leads to ``target``.

    Columns that may be null are used only where there is no chain without them, because a row
    whose reference is null belongs to no region. An empty chain means the table itself.
    """
    return _shortest(schema, table, target, nullable=False) or _shortest(
        schema, table, target, nullable=True
    )


def _shortest(
    schema: Schema, table: str, target: str, *, nullable: bool
) -> tuple[tuple[str, str], ...] | None:
    waiting: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque([(table, ())])
    seen = {table}
    while waiting:
        name, chain = waiting.popleft()
        if name == target:
            return chain
        definition = schema.tables[name]
        for column, to in definition.refs.items():
            if to not in seen and (nullable or not definition.column(column).nullable):
                seen.add(to)
                waiting.append((to, (*chain, (name, column))))
    return None


def chain_condition(
    schema: Schema, chain: tuple[tuple[str, str], ...], target: str, code: str
) -> exp.Condition:
    """Return the condition over the chain's first table that its region is ``code``.

    Tables are qualified with their schema, so that no CTE of the query can take their place:
    ``station_id IN (SELECT station_id FROM main.station WHERE county_code = '…')``.
    """
    value = exp.Literal.string(code)
    if not chain:
        return _column(schema.tables[target].key[0]).eq(value)
    *inner, (_, last) = chain
    condition: exp.Condition = _column(last).eq(value)
    following = [table for table, _ in chain[1:]]
    for (_, column), parent in zip(reversed(inner), reversed(following), strict=True):
        keys = (
            exp.select(_column(schema.tables[parent].key[0]))
            .from_(exp.to_table(f"{MAIN}.{parent}")).where(condition)
        )  # fmt: skip
        condition = _column(column).isin(query=keys)
    return condition


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)
