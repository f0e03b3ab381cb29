"""Whether the period asked for lies inside what the data cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pydantic import BaseModel

from assistant.contracts.algebra import Members, StatePred
from assistant.contracts.query import MetricQuery
from assistant.reading.resolve import Resolver
from assistant.reading.restate import Restater


class DataRange:
    """Holds a query's period against the first and last day of the data it needs."""

    def __init__(
        self, resolver: Resolver, restater: Restater, as_of: datetime,
        coverage: Mapping[str, tuple[date, date]],
    ) -> None:
        self._resolver = resolver
        self._model = resolver.model
        self._restater = restater
        self._as_of = as_of
        self._coverage = coverage

    def beyond(self, query: MetricQuery) -> str | None:
        """Say so when the whole period lies outside what the data cover."""
        for part in query.parts or (query,):
            period = part.context.time
            bases = self._bases(part)
            if period is None or not isinstance(period.first, date) or not bases:
                continue
            ahead = any(self._looks_ahead(p) for p in _states(part))
            first, last = self._covered(bases)
            if ahead:
                pass  # 下月到期 asks about dates to come
            elif period.first > self._as_of.date() or (last is not None and period.first > last):
                return (f"{self._restater.period(period)}还没有数据，数据截止到"
                        f"{self._as_of:%Y-%m-%d}。")
            if first is not None and isinstance(period.last, date) and period.last < first:
                return f"没有{self._restater.period(period)}的数据，最早的数据从{first}开始。"
        return None

    def _bases(self, query: MetricQuery) -> frozenset[str]:
        graph = self._resolver.graph
        terms = [o.expr for o in query.measures]
        if not terms and isinstance(query.over, Members):
            return frozenset({query.over.entity})
        return frozenset(b for term in terms for b in graph.bases(term))

    def _covered(self, bases: frozenset[str]) -> tuple[date | None, date | None]:
        known = [self._coverage[b] for b in bases if b in self._coverage]
        if not known:
            return None, None
        return min(k[0] for k in known), max(k[1] for k in known)

    def _looks_ahead(self, name: str) -> bool:
        """States such as 到期 look at dates to come."""
        return self._model.state(name).when is not None


def _states(term: BaseModel) -> Iterator[str]:
    if isinstance(term, StatePred):
        yield term.name
    for name in type(term).model_fields:
        value = getattr(term, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel):
                yield from _states(item)
