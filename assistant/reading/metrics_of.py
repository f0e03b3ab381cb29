"""Which governed metric sums, shares or times something, found by what its formula is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.contracts.algebra import (
    Agg,
    Count,
    Duration,
    Members,
    Metric,
    PredT,
    Ratio,
    StatePred,
)
from assistant.reading.nodes import AttrUse
from knowledge_graph.semantics.model import SemanticModel


class MetricsOf:
    """The part of a resolver that looks metrics up by their formulas."""

    model: SemanticModel

    def total_of(self, fact: str) -> str | None:
        """Return the additive metric that sums a fact whole, if the model has one."""
        if self.model.entity(fact).kind != "fact":
            return None  # reports and the like are counted
        for metric in self.model.metrics:
            formula = metric.formula
            if (metric.additive and isinstance(formula, Agg) and isinstance(formula.over, Members)
                    and formula.over.entity == fact and not formula.over.where
                    and metric.unit != "count"):
                return metric.name
        return None

    def total_like(self, name: str) -> str | None:
        """Return the metric of the whole that a metric sums a part of (农业用水量 → 用水总量)."""
        part = self.model.metric(name).formula
        if not isinstance(part, Agg) or not isinstance(part.over, Members):
            return None
        for metric in self.model.metrics:
            formula = metric.formula
            if (metric.additive and metric.name != name and isinstance(formula, Agg)
                    and isinstance(formula.over, Members) and not formula.over.where
                    and formula.of == part.of and formula.over.entity == part.over.entity):
                return metric.name
        return None

    def rates_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the governed rates whose numerator one of the metrics is (偏差 → 偏差率)."""
        found = []
        for name in names:
            for metric in self.model.metrics:
                formula = metric.formula
                if metric.unit == "fraction" and isinstance(formula, Ratio) \
                        and isinstance(formula.top, Metric) and formula.top.name == name:
                    found.append(metric.name)
        return tuple(found)

    def counts_of(self, entity: str) -> tuple[str, ...]:
        """Return the governed figures of how many there are (水库座数)."""
        return tuple(m.name for m in self.model.metrics
                     if m.entity == entity and m.unit == "count")

    def rate_of_state(self, entity: str, state: str) -> str | None:
        """Return the governed rate of the things in a state, of fewer than all (填报退回率)."""
        found = [m.name for m in self.model.metrics
                 if isinstance(m.formula, Ratio)
                 and _told_apart(m.formula.top, m.formula.bottom) == (entity, state)]
        return found[0] if len(found) == 1 else None

    def sum_of(self, use: AttrUse) -> str | None:
        """Return the metric that sums an attribute over all of its fact, if the model has one."""
        for metric in self.model.metrics:
            formula = metric.formula
            if isinstance(formula, Agg) and isinstance(formula.over, Members) \
                    and (formula.over.entity, formula.of) == (use.entity, use.attribute) \
                    and formula.fn == "sum" and not formula.over.where:
                return metric.name
        return None

    def unrestricted(self, name: str, where: Sequence[PredT]) -> str:
        """状态有效的证年许可水量: a status that is named says itself which of the things count."""
        formula = self.model.metric(name).formula
        over = formula.over if isinstance(formula, Agg) else None
        if not isinstance(over, Members) or not over.where or not isinstance(formula, Agg) \
                or formula.fn != "sum" or not isinstance(formula.of, str):
            return name
        named = f'"{over.entity}.status"'
        said = any(named in pred.model_dump_json() for pred in where)
        return (self.sum_of(AttrUse(over.entity, formula.of)) or name) if said else name

    def mean_length_of(self, entity: str) -> str | None:
        """Return the metric of how long the happenings of an entity take on average."""
        for metric in self.model.metrics:
            formula = metric.formula
            if (metric.unit in ("day", "hour", "minute") and isinstance(formula, Agg)
                    and formula.fn == "avg" and isinstance(formula.of, Duration)
                    and isinstance(formula.over, Members) and formula.over.entity == entity):
                return metric.name
        return None


def _told_apart(top: object, bottom: object) -> tuple[str, str] | None:
    """Return the entity and the one state by which the top of a rate is less than its bottom."""
    ends = [t.of for t in (top, bottom) if isinstance(t, Count) and isinstance(t.of, Members)]
    if len(ends) != 2 or ends[0].entity != ends[1].entity or not ends[1].where \
            or not all(isinstance(p, StatePred) for p in ends[1].where):  # noqa: PLR2004
        return None
    only = [p for p in ends[0].where if p not in ends[1].where]
    state = only[0] if len(only) == 1 else None
    plain = isinstance(state, StatePred) and not state.params \
        and len(ends[0].where) == len(ends[1].where) + 1
    return (ends[0].entity, state.name) if plain and isinstance(state, StatePred) else None
