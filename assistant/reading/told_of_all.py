"""How many there are and what part that is: figures of all of them, not columns of each."""

from __future__ import annotations

from assistant.contracts.algebra import Count, Share
from assistant.contracts.query import MetricQuery
from assistant.reading.frame import Frame


def told_of_all(query: MetricQuery, frame: Frame) -> MetricQuery:
    """取水户里没检查过的，有几户，占多少: beside one row its part would always be all of it."""
    shares = [o.expr for o in query.measures if isinstance(o.expr, Share)
              and isinstance(o.expr.part, Count) and o.expr.part.of == query.over]
    if query.shape != "list" or not shares or _rows_asked(frame):
        return query
    wholes = [share.whole for share in shares]
    told = tuple(o for o in query.measures if isinstance(o.expr, Share) or o.expr in wholes
                 or isinstance(o.expr, Count) and o.expr.of == query.over)
    return query.model_copy(update={
        "shape": "value", "over": None, "columns": (), "measures": told, "order": (),
        "limit": None})


def _rows_asked(frame: Frame) -> bool:
    return frame.listed or frame.which or bool(frame.columns) \
        or any(noun.asked in ("list", "which") for noun in frame.nouns)
