"""Fix words to paths: which attribute a value or name means, given what it narrows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Duration,
    Has,
    InSet,
    Members,
    Moment,
    Not,
    PredT,
    StatePred,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.time import Interval
from assistant.reading.amounts import in_unit
from assistant.reading.happenings import find_has
from assistant.reading.nodes import Comparison, Cond, StateUse
from assistant.reading.phrase_types import Mods, PredPhrase, StateChoice
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel

_HAPPENED = 20
_REGIONS = frozenset({"province", "city", "county", "basin", "subbasin", "water_source"})


@dataclass(frozen=True)
class Ambiguity:
    """A name that is several things; each option is (entity, keys)."""

    text: str
    options: tuple[tuple[str, tuple[object, ...]], ...]


class Resolver:
    """Turns conditions and states into predicates over a base entity."""

    def __init__(
        self, model: SemanticModel, graph: EntityGraph,
        parent_of: Callable[[str, str], tuple[str, str] | None] = lambda entity, key: None,
    ) -> None:
        self.model = model
        self.graph = graph
        self.parent_of = parent_of

    # ------------------------------------------------------------------------ fitness of types
    def cond_distance(self, cond: Cond, base: str) -> int | None:
        """Return the distance from the base to the nearest reading of the condition.

        A value of a happening (漂移) narrows the things it happens to: those that had one.
        """
        found = [self._option_distance(base, option[0]) for option in cond.options]
        known = [d for d in found if d is not None]
        return min(known) if known else None

    def _option_distance(self, base: str, entity: str) -> int | None:
        direct = self.graph.distance(base, entity)
        if direct is not None:
            return direct
        return self._below(base, entity)

    def _below(self, base: str, entity: str) -> int | None:
        """Distance to something that belongs to the base: its happenings, its parts."""
        down = self.graph.distance(entity, base)
        if down is None or down == 0:
            return None
        kind = self.model.entity(entity).kind
        if kind == "event" or (kind == "thing" and base not in _REGIONS and down == 1):
            return _HAPPENED + down
        return None

    def fits(self, mods: Mods, base: str) -> bool:
        """Return whether every modifier can narrow members of the base entity."""
        return (
            all(self.cond_distance(c, base) is not None for c in mods.conds)
            and all(self._state(choice, base) is not None for choice in mods.states)
            and all(self.fits_pred(p, base) for p in mods.preds)
        )

    def mods_distance(self, mods: Mods, base: str) -> int:
        """Return how far the modifiers' attributes and states lie from the base, summed."""
        total = sum(self.cond_distance(c, base) or 0 for c in mods.conds)
        for choice in mods.states:
            use = self._state(choice, base)
            total += (self.graph.distance(base, use.entity) or 0) if use is not None else 0
        return total

    def metric_distance(self, mods: Mods, metric: str) -> int:
        """Return the distance of the modifiers from the facts a metric sums."""
        return min((self.mods_distance(mods, b) for b in self.graph.metric_bases(metric)),
                   default=0)

    def fits_pred(self, pred: PredPhrase, base: str) -> bool:
        """Return whether the tested measure or attribute can be taken at the base's members."""
        if pred.attr:
            return any(self.graph.distance(base, a.entity) is not None for a in pred.attr)
        if pred.states:
            return self._state(pred.states, base) is not None
        if pred.subject is None:
            return True
        subject = pred.subject
        if subject.kind == "metric":
            return bool(self.reaching(subject.metrics, base))
        if subject.kind == "count" and subject.noun is not None:
            return any(self.graph.distance(o, base) is not None for o in subject.noun.options)
        return True

    def reaching(self, metrics: Iterable[str], base: str) -> tuple[str, ...]:
        """Return the metrics whose facts reach the base entity (can be grouped by it)."""
        return tuple(
            name for name in metrics
            if all(self.graph.distance(b, base) is not None
                   for b in self.graph.metric_bases(name))
        )

    def metrics_fitting(
        self, mods: Mods, metrics: Iterable[str], nouns: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Return the metrics whose facts can be narrowed by the modifiers and the noun."""
        return tuple(
            name for name in metrics
            if any(self.fits(replace(mods, preds=()), b) and self._noun_fits(nouns, b)
                   for b in self.graph.metric_bases(name))
        )

    def _noun_fits(self, nouns: tuple[str, ...], base: str) -> bool:
        return not nouns or any(
            self.graph.distance(base, n) is not None or n == base for n in nouns
        )

    def total_of(self, fact: str) -> str | None:
        """Return the additive metric that sums a fact whole, if the model has one."""
        for metric in self.model.metrics:
            formula = metric.formula
            if (metric.additive and isinstance(formula, Agg) and isinstance(formula.over, Members)
                    and formula.over.entity == fact and not formula.over.where):
                return metric.name
        return None

    def mean_length_of(self, entity: str) -> str | None:
        """Return the metric of how long the happenings of an entity take on average."""
        for metric in self.model.metrics:
            formula = metric.formula
            if (metric.unit in ("day", "hour", "minute") and isinstance(formula, Agg)
                    and formula.fn == "avg" and isinstance(formula.of, Duration)
                    and isinstance(formula.over, Members) and formula.over.entity == entity):
                return metric.name
        return None

    # ---------------------------------------------------------------------------- predicates
    def condition(self, cond: Cond, bases: Iterable[str]) -> PredT:
        """Return the condition as a predicate by absolute path, nearest to the bases.

        A negated condition keeps rows whose attribute is not among the values.
        """
        bases = tuple(bases)
        entity, attribute, values = self.nearest(cond, bases)
        if bases and all(self.graph.distance(b, entity) is None for b in bases):
            inner = self.condition(replace(cond, options=((entity, attribute, values),),
                                           negated=False), (entity,))
            time = self.model.entity(entity).time
            spans = time is not None and time.start is not None and time.end is not None
            has = Has(of=Members(entity=entity, where=(inner,),
                                 when="overlap" if spans else "default"))
            return Not(pred=has) if cond.negated else has
        path = entity if attribute is None else f"{entity}.{attribute}"
        if len(values) == 1:
            cmp = "!=" if cond.negated else "="
            return AttrPred(path=path, cmp=cmp, value=values[0])
        cmp = "not_in" if cond.negated else "in"
        return AttrPred(path=path, cmp=cmp, value=values)

    def nearest(self, cond: Cond, bases: tuple[str, ...]) -> tuple[str, str | None, tuple]:  # type: ignore[type-arg]
        """Return the option nearest to the bases; ties keep the order the linker gave."""

        def cost(option: tuple[str, str | None, tuple]) -> int:  # type: ignore[type-arg]
            costs = [self._option_distance(b, option[0]) for b in bases]
            return sum(99 if c is None else c for c in costs)

        return min(cond.options, key=cost)

    def ambiguity(self, cond: Cond) -> Ambiguity | None:
        """Return the ways a name can be meant when they are things of different kinds.

        A city and a county of one name is no ambiguity: the city is meant unless 县 is said.
        """
        names = [o for o in cond.options if o[1] is None]
        kinds = {o[0] for o in names}
        if len(kinds) < 2 or cond.sure < 0.6 or kinds <= {"city", "county"}:
            return None
        if kinds <= {"subbasin", "basin"} or kinds <= {"water_source", "subbasin", "basin"}:
            return None
        regional = kinds & {"city", "county", "province", "basin", "subbasin"}
        if len(regional) < 2:
            return None
        return Ambiguity(cond.text, tuple((o[0], o[2]) for o in names))

    def _state(self, choice: StateChoice, base: str) -> StateUse | None:
        def cost(use: StateUse) -> int:
            distance = self.graph.distance(base, use.entity)
            if distance is None:
                distance = self._below(base, use.entity)
            return 99 if distance is None else distance

        best = min(choice, key=cost, default=None)
        return best if best is not None and cost(best) < 99 else None

    def bind(self, use: StateUse, comparison: Comparison) -> StateUse | None:
        """Give a state the amount said beside it: its own parameter, else how long or how often.

        90天内到期 → 到期 with 90 days; 离线超过72小时 → lasting; 退过两回以上 → times.
        """
        amount = comparison.amount
        if amount is None or comparison.upper is not None:
            return None
        definition = self.model.state(use.name)
        for param in definition.params:
            value = in_unit(amount, param.unit)
            if value is not None and isinstance(param.default, int | float):
                if comparison.cmp == ">" and amount.dimension == "count":
                    value += 1
                signed = -value if param.default < 0 else value
                typed = int(signed) if isinstance(param.default, int) else signed
                return replace(use, params=(*use.params, (param.name, typed)))
        has = find_has(definition.during or definition.pred) or find_has(definition.pred)
        if has is None or amount.dimension not in ("duration", "count"):
            return None
        return replace(use, lasting=comparison)

    def _lasting(self, use: StateUse, pred: PredT) -> PredT:
        """The happening behind a state began long (or shortly) enough before the moment."""
        definition = self.model.state(use.name)
        has = find_has(pred) or find_has(definition.pred)
        comparison = use.lasting
        amount = comparison.amount if comparison is not None else None
        if has is not None and amount is not None and amount.dimension != "duration":
            extra = 1 if comparison is not None and comparison.cmp == ">" else 0
            return has.model_copy(update={"at_least": int(amount.value) + extra})
        if has is None or not isinstance(has.of, Members) or comparison is None:
            raise NotRecorded(f"“{definition.zh}”没有登记起止时间，不能按持续时间筛选。")
        time = self.model.entity(has.of.entity).time
        amount = comparison.amount
        if time is None or time.start is None or amount is None or amount.interval is None:
            raise NotRecorded(f"“{definition.zh}”没有登记起止时间，不能按持续时间筛选。")
        interval = amount.interval
        assert isinstance(interval.n, int)
        cmp = {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(comparison.cmp, "<=")
        began = AttrPred(path=time.start, cmp=cmp,
                         value=Moment(plus=Interval(n=-interval.n, unit=interval.unit)))
        return Has(of=has.of.model_copy(update={"where": (*has.of.where, began)}))

    def state(self, choice: StateChoice, base: str) -> PredT | None:
        """Return the state as a predicate on the base (through its nearest owner)."""
        use = self._state(choice, base)
        if use is None:
            return None
        definition = self.model.state(use.name)
        unsaid = [p for p in definition.params if p.ask and p.name not in dict(use.params)]
        if unsaid and use.lasting is None:
            raise AmbiguousQuestion(
                f"“{definition.zh}”没有说明{unsaid[0].zh}，请说清楚。",
                suggestions=tuple(f"{n}{unsaid[0].unit}" for n in (30, 60, 90))
                if unsaid[0].unit in ("天", "day") else (),
            )
        pred: PredT
        if use.during and definition.during is not None:
            pred = definition.during
        else:
            pred = StatePred(name=use.name, params=dict(use.params))
        if use.lasting is not None:
            pred = self._lasting(use, pred)
        above = self.graph.distance(base, use.entity) is not None
        if use.entity != base and not above:
            pred = Has(of=Members(entity=use.entity, where=(pred,)))
            return Not(pred=pred) if use.negated else pred
        if use.negated:
            pred = Not(pred=pred)
        if use.entity != base:
            pred = InSet(of=Members(entity=use.entity, where=(pred,)), path=use.entity)
        return pred
