"""Ends of spans that are dates of the row a measure is taken at."""

from __future__ import annotations

from assistant.contracts.errors import NotRecorded
from tools.query.frame import Row
from tools.query.scope import Scope
from tools.query.spans import RowEnd
from tools.query.sql import Expr, as_date, plus_interval


def row_end(end: RowEnd, row: Row, scope: Scope) -> Expr:
    """Return an end of a span that is a date of the outer row.

    Raises:
        NotRecorded: the rows do not lead to that outer row.
    """
    engine = row.engine
    home = row.home
    outer = home.reach(end.entity) if home is not None else None
    if outer is None:
        zh = engine.graph.entity(end.entity).zh
        raise NotRecorded(f"数据不能按{zh}各自的日期来取数。", detail=f"row date of {end.entity}")
    value = outer.at(engine.graph.resolve(end.entity, end.path)).sql
    for interval in end.plus:
        bound = engine.interval(interval, scope)
        assert isinstance(bound.n, int)
        value = plus_interval(value, bound.n, bound.unit)
    return as_date(value)
