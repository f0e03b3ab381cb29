"""Rows of entities that a row leads to, in the same frame."""

from __future__ import annotations

from tools.query.frame import Binding, Node, Row
from tools.query.graph import not_recorded
from tools.query.keys import EntityKey


def row_of(row: Row, entity: str) -> Row:
    """Return the row of ``entity`` that a row leads to.

    Raises:
        NotRecorded: it leads to none.
    """
    if row.home is not None and row.home.entity.name == entity:
        return row
    for node in row.nodes():
        target = node.reach(entity)
        if target is not None:
            return entity_row(row, target)
    raise not_recorded(row.engine.graph, row.entity() or entity, entity)


def entity_row(row: Row, node: Node) -> Row:
    """Return a row at another entity of the same frame, in the same period."""
    bindings: tuple[Binding, ...] = ()
    if len(node.entity.key) == 1:
        bindings = (Binding(EntityKey(node.entity.name), node.key(), row.frame, node),)
    period = (row.period,) if row.period is not None else ()
    return Row(row.frame, (*bindings, *period), node)
