"""Entities that are a part of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from knowledge_graph.semantics.model import Entity
from tools.query.frame import Frame, Node, Row
from tools.query.scope import Scope
from tools.query.sql import col

if TYPE_CHECKING:
    from tools.query.engine import Engine


def entity_part(engine: Engine, entity: Entity) -> str:
    """Return the CTE of the rows of the table that belong to the entity."""
    frame = Frame(engine)
    node = Node(frame, entity, frame.start(entity.table))
    row = Row(frame, (), node)
    frame.where(exp.and_(*(engine.pred(p, row, Scope()) for p in entity.where)))
    body = frame.select.select(exp.Column(this=exp.Star(), table=col(entity.table).this))
    return engine.builder.add(f"{entity.name}_rows", body)
