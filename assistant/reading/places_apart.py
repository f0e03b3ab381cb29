"""Places of two levels, neither of which lies in the other: 南昌 and 信州, which is in 上饶."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.algebra import AttrPred
from assistant.contracts.query import MetricQuery
from assistant.reading.places_around import ParentOf

_LEVELS = ("city", "county")


def places_apart(query: MetricQuery, parent_of: ParentOf) -> Iterator[str]:
    """Yield a doubt where what is asked would have to lie in two places at once."""
    held = [p for p in query.context.where if isinstance(p, AttrPred) and p.path in _LEVELS
            and p.cmp in ("=", "in")]
    cities = {str(v) for p in held if p.path == "city" for v in _values(p)}
    counties = {str(v) for p in held if p.path == "county" for v in _values(p)}
    lying = {parent_of("county", county) for county in counties}
    if cities and counties and not {("city", c) for c in cities} & lying:
        yield "两个地方不在一处，没有听出是分开算、合起来算还是相互比较"


def _values(pred: AttrPred) -> tuple[object, ...]:
    return pred.value if isinstance(pred.value, tuple) else (pred.value,)
