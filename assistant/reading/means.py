"""What a mean is taken over: years, the members named, the things a condition is the kind of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.contracts.algebra import Count, Metric, Ratio
from assistant.reading.aggregates import is_mean
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of

_EACH = words_of("each_one")
_A_YEAR = 360


def fill_means(frame: Frame, resolver: Resolver) -> None:
    """Turn 平均 said of a total into a division by what the question names."""
    _Means(frame, resolver).run()


def governed_mean(resolver: Resolver, name: str) -> str | None:
    """Return the metric that is this one shared among its own things (用水量 → 户均用水量)."""
    for metric in resolver.model.metrics:
        formula = metric.formula
        if isinstance(formula, Ratio) and isinstance(formula.bottom, Count) \
                and isinstance(formula.top, Metric) and formula.top.name == name \
                and not formula.top.where and metric.unit == resolver.model.metric(name).unit:
            return metric.name
    return None


class _Means:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver
        self.model = resolver.model

    def run(self) -> None:
        frame = self.frame
        frame.measures = [self._each_of_kind(self._kept_so_finely(m)) for m in frame.measures]
        if frame.per and frame.per_noun is not None:  # 摊到每个县平均多少: said twice
            frame.aggs = [a for a in frame.aggs if a != "avg"]
            return
        apart = "avg" in frame.aggs
        done = False
        for index, measure in enumerate(frame.measures):
            if not (measure.agg == "avg" or apart) or measure.per or measure.kind != "metric":
                continue
            metrics = tuple(n for n in measure.metrics if self.model.metric(n).additive)
            if not metrics:
                done = done or all(is_mean(self.model.metric(n)) for n in measure.metrics)
                continue
            shared = self._shared(replace(measure, metrics=metrics, agg=None))
            if shared is not None:
                frame.measures[index] = shared
                done = True
        if done:
            frame.aggs = [a for a in frame.aggs if a != "avg"]

    def _kept_so_finely(self, measure: MeasurePhrase) -> MeasurePhrase:
        """上季度用水量的中位数: of the figures kept by quarters, none of those kept by years."""
        terms = tuple(self._kept_so_finely(t) for t in measure.terms)
        measure = replace(measure, terms=terms)
        first, last = (self.frame.times[0].first, self.frame.times[0].last) \
            if len(self.frame.times) == 1 else (None, None)
        if not (measure.agg or measure.per == "each") or len(measure.metrics) < 2 \
                or not (isinstance(first, date) and isinstance(last, date)):  # noqa: PLR2004
            return measure
        short = (last - first).days + 1 < _A_YEAR
        kept = tuple(m for m in measure.metrics
                     if not short or self.model.metric(m).grain != "year")
        return replace(measure, metrics=kept or measure.metrics)

    def _each_of_kind(self, measure: MeasurePhrase) -> MeasurePhrase:
        """灌区平均每家用水: shared out among those of that kind."""
        if measure.per != "each" or measure.kind != "metric" or measure.per_noun is not None \
                or measure.scope is not None or self.frame.nouns or self.frame.head is not None:
            return measure
        for cond in (*measure.mods.conds, *self.frame.mods.conds):
            things = self._thing(measure, self._kind_of(cond))
            if things and not cond.negated:
                return replace(measure, per_noun=SetPhrase(things, text=cond.text))
        return measure

    def _shared(self, measure: MeasurePhrase) -> MeasurePhrase | None:
        if measure.scope is not None and self._thing(measure, measure.scope.options):
            return replace(measure, per="each")
        group = next((g for g in self.frame.groups if g.text[:1] in _EACH
                      and self._thing(measure, self._named(g))), None)
        if group is not None:
            self.frame.groups = [g for g in self.frame.groups if g is not group]
            return replace(measure, per="each", per_noun=SetPhrase(
                self._thing(measure, self._named(group)), text=group.text))
        if self._years():
            return replace(measure, per="year")
        for cond in (*measure.mods.conds, *self.frame.mods.conds):
            things = self._thing(measure, self._kind_of(cond))
            if things and len(cond.options[0][2]) == 1:
                return replace(measure, per="each",
                               per_noun=SetPhrase(things, text=cond.text))
        return None

    def _thing(self, measure: MeasurePhrase, options: tuple[str, ...]) -> tuple[str, ...]:
        """Return the entities whose members the metric's facts belong to."""
        return tuple(o for o in options if any(
            self.resolver.reaching((name,), o) for name in measure.metrics))

    def _named(self, group: GroupPhrase) -> tuple[str, ...]:
        return (*group.entities, *(p for p in group.paths if "." not in p))

    def _kind_of(self, cond: Cond) -> tuple[str, ...]:
        """灌区、自来水厂: values that say what kind of thing something is."""
        return tuple(entity for entity, attribute, _ in cond.options
                     if attribute == "kind" and self.model.entity(entity).kind == "thing")

    def _years(self) -> bool:
        period = self.frame.times[0] if self.frame.times else None
        if period is None or not isinstance(period.first, date) \
                or not isinstance(period.last, date):
            return False
        return period.last.year > period.first.year and not any(
            g.grain for g in self.frame.groups)
