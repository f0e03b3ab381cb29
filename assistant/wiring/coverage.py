"""First and last day of the data each entity holds: what a question's period is held against."""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from assistant.contracts.ports import Warehouse
from knowledge_graph.semantics.model import Entity, SemanticModel


def coverage(model: SemanticModel, warehouse: Warehouse) -> dict[str, tuple[date, date]]:
    """Return (first day, last day) for every entity whose rows lie in time by a column.

    Raises:
        SourceUnavailable: the database cannot be opened.
    """
    dated = [e for e in model.entities
             if e.time is not None and (e.time.column or e.time.start) is not None]
    parts = [_ends(entity) for entity in dated]
    query: exp.Query = parts[0]
    for part in parts[1:]:
        query = exp.union(query, part, distinct=False)
    table = warehouse.run(query.sql("duckdb"), row_limit=len(parts) + 1)
    found = {}
    for name, first, last in table.rows:
        if first is not None and last is not None:
            found[str(name)] = (date.fromisoformat(str(first)), date.fromisoformat(str(last)))
    return found


def _ends(entity: Entity) -> exp.Select:
    """The first and last day of one table; a year counts as all of its days."""
    time = entity.time
    assert time is not None
    name = time.column or time.start
    assert name is not None
    columns = {a.name: a.column or a.name for a in entity.attributes}
    column = exp.column(columns.get(name, name))
    ends = [exp.Min(this=column), exp.Max(this=column.copy())]
    days = [("01", "01"), ("12", "31")]
    first, last = (
        exp.func("MAKE_DATE", end, *(exp.Literal.number(int(part)) for part in day))
        if time.kind == "year" else end
        for end, day in zip(ends, days, strict=True)
    )
    return exp.select(
        exp.alias_(exp.Literal.string(entity.name), "entity"),
        exp.alias_(exp.cast(first, "DATE"), "first_day"),
        exp.alias_(exp.cast(last, "DATE"), "last_day"),
    ).from_(exp.to_table(entity.table))
