"""Fix words to paths: which attribute a value or name means, given what it narrows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.contracts.algebra import (
    AttrPred,
    Count,
    Has,
    Members,
    Moment,
    Not,
    PredT,
    StatePred,
)
from assistant.reading.metrics_of import MetricsOf
from assistant.reading.nodes import AttrUse, Comparison, Cond, StateUse
from assistant.reading.phrase_types import Mods, PredPhrase, SetPhrase, StateChoice
from assistant.reading.rule_words import words_of
from assistant.reading.state_terms import StateTerms
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel

_HAPPENED = 20
_TIES = 2
_ONE_OR_NONE = ((">=", 1.0), ("=", 1.0), ("=", 0.0))
_REGIONS = frozenset({"province", "city", "county", "basin", "subbasin", "water_source"})


@dataclass(frozen=True)
class Ambiguity:
    """A name that is several things; each option is (entity, keys)."""

    text: str
    options: tuple[tuple[str, tuple[object, ...]], ...]


class Resolver(MetricsOf):
    """Turns conditions and states into predicates over a base entity."""

    def __init__(
        self, model: SemanticModel, graph: EntityGraph,
        parent_of: Callable[[str, str], tuple[str, str] | None] = lambda entity, key: None,
    ) -> None:
        self.model = model
        self.graph = graph
        self.parent_of = parent_of
        self.states = StateTerms(model, graph)

    # ------------------------------------------------------------------------ fitness of types
    def cond_distance(self, cond: Cond, base: str) -> int | None:
        """Return the distance from the base to the nearest reading of the condition.

        A value of a happening (漂移) narrows the things it happens to: those that had one.
        """
        found = [self._option_distance(base, option[0]) for option in cond.options]
        return min((d for d in found if d is not None), default=None)

    def _option_distance(self, base: str, entity: str) -> int | None:
        direct = self.graph.distance(base, entity)
        if direct is not None:
            return direct
        return self._below(base, entity)

    def _below(self, base: str, entity: str, *, facts: bool = False) -> int | None:
        """Distance to something that belongs to the base: its happenings, its parts."""
        down = self.graph.distance(entity, base)
        if down is None or down == 0:
            return None
        kind = self.model.entity(entity).kind
        part = kind == "thing" and base not in _REGIONS and down == 1
        if kind == "event" or (facts and kind == "fact") or part:
            return _HAPPENED + down
        return None

    def fits(self, mods: Mods, base: str) -> bool:
        """Return whether every modifier can narrow members of the base entity."""
        return (
            all(self.cond_distance(c, base) is not None for c in mods.conds)
            and all(self.nearest_state(choice, base) is not None for choice in mods.states)
            and all(self.fits_pred(p, base) for p in mods.preds)
        )

    def mods_distance(self, mods: Mods, base: str) -> int:
        """Return how far the modifiers' attributes and states lie from the base, summed."""
        total = sum(self.cond_distance(c, base) or 0 for c in mods.conds)
        for choice in mods.states:
            use = self.nearest_state(choice, base)
            total += (self.graph.distance(base, use.entity) or 0) if use is not None else 0
        return total

    def metric_distance(self, mods: Mods, metric: str) -> int:
        """Return the distance of the modifiers from the facts a metric sums."""
        return min((self.mods_distance(mods, b) for b in self.graph.metric_bases(metric)),
                   default=0)

    def fits_pred(self, pred: PredPhrase, base: str) -> bool:
        """Return whether the tested measure or attribute can be taken at the base's members."""
        if pred.any_of:
            return all(self.fits(mods, base) for mods in pred.any_of)
        if pred.of is not None:
            return self._has_such(pred.of, pred.so or Mods(), base)
        if pred.attr:
            return any(self.graph.distance(base, a.entity) is not None for a in pred.attr)
        if pred.states:
            return self.nearest_state(pred.states, base) is not None
        if pred.subject is None:
            return True
        subject = pred.subject
        if subject.kind == "metric":
            return bool(self.reaching(subject.metrics, base))
        if subject.kind == "share":
            return all(self.fits_pred(PredPhrase(m), base) for m in (subject.part, subject.whole)
                       if m is not None and m.kind == "metric")
        if subject.kind == "count" and subject.noun is not None:
            return any(self.graph.distance(o, base) is not None or self.link(o, base)
                       for o in subject.noun.options) \
                or belongs_to(pred, base, self)
        return True

    def _has_such(self, of: SetPhrase, so: Mods, base: str) -> bool:
        return any(o != base and self.graph.distance(o, base) is not None and self.fits(so, o)
                   for o in of.options)

    def link(self, entity: str, base: str) -> str | None:
        """Return the record that ties two things: 证户关联 of a permit's holders."""
        return next((e.name for e in self.model.entities if e.kind == "fact" and entity != base
                     and {entity, base} <= {r.to for r in e.relations}
                     and len(e.relations) == _TIES), None)

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

    def bases_fitting(self, metric: str, mods: Mods) -> tuple[str, ...]:
        """Return the facts a metric sums, those that carry the modifiers first."""
        plain = replace(mods, preds=())
        return tuple(sorted(self.graph.metric_bases(metric),
                            key=lambda b: (not self.fits(plain, b), b)))

    def _noun_fits(self, nouns: tuple[str, ...], base: str) -> bool:
        return not nouns or any(
            self.graph.distance(base, n) is not None or n == base for n in nouns
        )

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
        """Return the option nearest to the bases.

        Of those as near, the one the base relates to first (地下水取水口: by the water it draws
        from, not by its station); other ties keep the order the linker gave.
        """
        related = [r.to for b in bases[:1] if b for r in self.model.entity(b).relations]

        def cost(option: tuple[str, str | None, tuple]) -> tuple[int, int]:  # type: ignore[type-arg]
            costs = [self._option_distance(b, option[0]) for b in bases]
            place = related.index(option[0]) if option[0] in related else len(related)
            return sum(99 if c is None else c for c in costs), place

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

    def nearest_state(self, choice: StateChoice, base: str) -> StateUse | None:
        """Return the sense of a state word that lies nearest to the base, if any reaches it."""
        def cost(use: StateUse) -> int:
            distance = self.graph.distance(base, use.entity)
            if distance is None:
                distance = self._below(base, use.entity, facts=True)
            return 99 if distance is None else distance

        best = min(choice, key=cost, default=None)
        return best if best is not None and cost(best) < 99 else None

    def state_date(self, use: StateUse) -> AttrUse | None:
        """Return the attribute that dates a state, if it goes by one (移出 → 移出名录日期)."""
        when = self.model.state(use.name).when or ""
        names = {a.name for a in self.model.entity(use.entity).attributes}
        return AttrUse(use.entity, when) if when in names else None

    def bind(self, use: StateUse, comparison: Comparison) -> StateUse | None:
        """Give a state the amount said beside it."""
        return self.states.bind(use, comparison)

    def state(self, choice: StateChoice, base: str) -> PredT | None:
        """Return the state as a predicate on the base (through its nearest owner)."""
        use = self.nearest_state(choice, base)
        return self.states.predicate(use, base) if use is not None else None

    def counted(self, metric: str) -> SetPhrase | None:
        """Return the set a metric counts, when only named states narrow it."""
        found = self.model.metric(metric)
        formula = found.formula
        if not isinstance(formula, Count) or not isinstance(formula.of, Members):
            return None
        narrowing = [p for p in formula.of.where if not _there_by_then(p)]
        names = [p.name for p in narrowing if isinstance(p, StatePred) and not p.params]
        if len(names) < len(narrowing) or formula.distinct is not None:
            return None
        states = tuple((StateUse(n, self.model.state(n).entity),) for n in names)
        return SetPhrase((formula.of.entity,), Mods(states=states), text=found.zh)

    def kind_of(self, entity: str) -> str | None:
        """Return the path of what tells the members of an entity apart by kind (问题类型)."""
        names = words_of("kind_names")
        return next((f"{entity}.{a.name}" for a in self.model.entity(entity).attributes
                     if a.type == "category" and a.zh.endswith(tuple(names))), None)

    def attr_type(self, entity: str, attribute: str) -> str:
        """Return the type of an entity's attribute."""
        return next(a.type for a in self.model.entity(entity).attributes if a.name == attribute)

    def below(self, entity: str, base: str) -> bool:
        """Return whether the entity's members belong to the base's: its happenings, its parts."""
        return entity != base and self.graph.distance(base, entity) is None


def belongs_to(pred: PredPhrase, base: str, resolver: Resolver) -> bool:
    """挂了站的取水口: what the members of the base each belong to one of, not have many of."""
    bound, noun = pred.comparison, pred.subject.noun if pred.subject is not None else None
    amount = bound.amount.value if bound is not None and bound.amount is not None else None
    one = bound is not None and not pred.quantifier and (bound.cmp, amount) in _ONE_OR_NONE
    return one and noun is not None and bool(base) and any(
        resolver.graph.distance(base, o) is not None for o in noun.options)


def _there_by_then(pred: PredT) -> bool:
    """已建成: what is narrowed by a state or a test at that time was there."""
    return isinstance(pred, AttrPred) and pred.cmp == "<=" and isinstance(pred.value, Moment)
