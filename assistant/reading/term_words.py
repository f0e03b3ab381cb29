"""Terms of the algebra in plain Chinese, outside of any query."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel

from assistant.answer.wording import Wording, wording_of
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Interval, Period
from knowledge_graph.semantics.model import SemanticModel


class TermWords:
    """Words terms back; ``name_of`` gives the name of a key (360400 → 九江市)."""

    def __init__(self, model: SemanticModel, name_of: Callable[[str, str], str]) -> None:
        self._model = model
        self._name_of = name_of
        self._plain = wording_of(model, name_of)

    def _wording(self, query: MetricQuery) -> Wording:
        return wording_of(self._model, self._name_of, query)

    def period(self, period: Period) -> str:
        """Return a period with its dates, and its own words in front when they are relative."""
        return self._plain.period(period)

    def interval(self, value: Interval) -> str:
        """Return 后30天 / 前3个月."""
        return self._plain.interval(value)

    def set(self, term: a.SetT) -> str:
        """Return a set in words."""
        return self._plain.set(term)

    def pred(self, term: a.PredT) -> str:
        """Return a predicate in words."""
        return self._plain.pred(term)

    def column(self, term: BaseModel) -> str:
        """Return an output column in words."""
        return self._plain.column(term)

    def measure(self, term: a.MeasureObj) -> str:
        """Return a measure in words."""
        return self._plain.measure(term)

    def path(self, path: str) -> str:
        """Return an attribute path in words."""
        return self._plain.path(path)
