"""Whether the period asked for lies inside what the data cover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from assistant.contracts.algebra import Members, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Period
from assistant.reading.resolve import Resolver
from assistant.reading.restate import Restater

AHEAD = ("valid_to", "verification_due_date", "due_date")  # dates that are set beforehand
_RARE = timedelta(days=366)


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
            ahead = any(self.looks_ahead(t.name) for t in terms_in(part)
                        if isinstance(t, StatePred))
            first, last = self._covered(bases)
            if ahead:
                pass  # 下月到期 asks about dates to come
            elif period.first > self._as_of.date() or self._later_today(period) \
                    or (last is not None and period.first > last):
                return (f"{self._restater.period(period)}还没有数据，数据截止到"
                        f"{self._as_of:%Y-%m-%d %H时}。")
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
        """The first and last day that the bases hold; a last day only of what comes regularly."""
        known = [(b, *self._coverage[b]) for b in bases if b in self._coverage]
        if not known:
            return None, None
        first = min(self._begin(b, day) for b, day, _ in known)
        regular = all(self._regular(b) for b, _, _ in known)
        return first, max(day for _, _, day in known) if regular else None

    def _regular(self, entity: str) -> bool:
        """Facts and forms come every period; an event or a thing may not have come lately."""
        found = self._model.entity(entity)
        return found.kind == "fact" or (
            found.time is not None and found.time.grain in ("month", "quarter", "year"))

    def _begin(self, entity: str, first: date) -> date:
        """Of rare events the first one is no beginning of the records, if it is not long ago."""
        if self._model.entity(entity).kind == "fact":
            return first
        return min(first, self._as_of.date() - _RARE)

    def _later_today(self, period: Period) -> bool:
        hours = period.hours
        return hours is not None and period.first == self._as_of.date() \
            and hours.start >= self._as_of.hour

    def far(self, period: Period, *, ahead: bool) -> str | None:
        """Say so when a period lies before all data, or after all (unless asked to look ahead)."""
        first = min((day for day, _ in self._coverage.values()), default=None)
        if not isinstance(period.first, date) or first is None:
            return None
        if isinstance(period.last, date) and period.last < first:
            return f"没有{self._restater.period(period)}的数据，最早的数据从{first}开始。"
        if (period.first > self._as_of.date() or self._later_today(period)) and not ahead:
            return f"{self._restater.period(period)}还没有数据，数据截止到" \
                   f"{self._as_of:%Y-%m-%d %H时}。"
        return None

    def looks_ahead(self, name: str) -> bool:
        """States such as 到期 look at dates to come."""
        when = self._model.state(name).when
        return when is not None and when.rpartition(".")[2].endswith(AHEAD)
