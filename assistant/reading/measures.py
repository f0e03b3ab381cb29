"""Measure phrases → measures of the algebra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.contracts.algebra import (
    Agg,
    Arith,
    At,
    Attr,
    Count,
    DaysIn,
    Has,
    InSet,
    MeasureObj,
    Members,
    Metric,
    Per,
    Periods,
    PredT,
    Ratio,
    Running,
    Share,
    Top,
)
from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.after_rows import amount_since
from assistant.reading.aggregates import in_unit, is_mean, length_between, own_aggregate
from assistant.reading.asking import misplaced
from assistant.reading.bases import Bases
from assistant.reading.divisors import of_those, shared_among, shared_by
from assistant.reading.happenings import find_has, of_a_moment
from assistant.reading.lasting import length_of_state, senses_at
from assistant.reading.over_those import over_those
from assistant.reading.passing import periods_passing
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.senses import Senses
from assistant.reading.share_builder import ShareBuilder, tests_itself
from assistant.reading.who import who

PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")
_SCALES = {"per_hundred": 100.0}


class MeasureBuilder(Senses, Bases):
    """Builds measures; ``head`` is the noun a count without its own noun falls back to."""

    def __init__(self, resolver: Resolver, head: SetPhrase | None = None) -> None:
        super().__init__(resolver.model)
        self._resolver = resolver
        self._graph = resolver.graph
        self.head = head

    def build(self, phrase: MeasurePhrase) -> MeasureObj:
        """Return the measure a phrase means.

        Raises:
            NotRecorded: its conditions cannot narrow it.
        """
        if phrase.kind == "share":
            return ShareBuilder(self, self._resolver).build(phrase)
        ways: dict[str, Callable[[MeasurePhrase], MeasureObj]] = {
            "metric": self._metric, "count": self._count, "happenings": self._happenings,
            "attr": self._attr, "duration": self._duration, "arith": self._arithmetic,
            "periods": lambda p: periods_passing(p, self.predicates(p.mods, "")),
            "lasting": lambda p: length_of_state(
                self._model, senses_at(self._resolver, p.states, self.head)),
        }
        measure = ways[phrase.kind](phrase)
        if phrase.kind in ("duration", "lasting", "periods"):
            return measure
        if phrase.since:
            return amount_since(self._resolver, measure, phrase.since[0], self.head)
        if phrase.running:
            return Running(measure=measure)
        if phrase.agg is not None:
            measure = self._aggregate(measure, phrase)
        if phrase.per is not None:
            measure = self._per(measure, phrase)
        if phrase.divisor is not None and not (phrase.divisor.attrs or phrase.divisor.metrics):
            raise AmbiguousQuestion("没有听出按什么平均，请说明，例如“人均”“亩均”的哪个量。")
        if phrase.divisor is not None:
            measure = shared_by(self._model, measure, phrase.divisor)
        return measure

    def build_at(self, phrase: MeasurePhrase) -> MeasureObj:
        """Return the measure taken at its own time, if it has one (前天不到一百方的)."""
        measure = self.build(phrase)
        return At(measure=measure, time=phrase.time) if phrase.time is not None else measure

    def bases_of(self, phrase: MeasurePhrase) -> frozenset[str]:
        """Return the facts a measure is taken from."""
        return frozenset(self._graph.bases(self.build(phrase)))

    def best_metric(self, phrase: MeasurePhrase) -> str:
        """Return the metric among the alternatives that its conditions fit best."""
        fitting = self._resolver.metrics_fitting(
            phrase.mods, phrase.metrics, phrase.scope.options if phrase.scope else ()
        )
        return (fitting or phrase.metrics)[0]

    def _metric(self, phrase: MeasurePhrase) -> Metric | Agg | Share:
        name = self.best_metric(phrase)
        bases = self._resolver.bases_fitting(name, phrase.mods)
        where = list(self.predicates(phrase.mods, bases[0]))
        lasting = over_those(self, self._resolver, phrase, name)
        if lasting is not None:
            return lasting
        if phrase.scope is not None:
            where.extend(self.scope_predicates(phrase.scope, bases))
        name = self._resolver.unrestricted(name, where)
        return own_aggregate(self._model, name, phrase, tuple(where)) or Metric(
            name=name, where=tuple(where))

    def _attr(self, phrase: MeasurePhrase) -> Attr | Agg:
        use = phrase.attr[0]
        path = f"{use.entity}.{use.attribute}"
        if phrase.agg is None or phrase.scope is None:
            return Attr(path=path)
        return Agg(fn=phrase.agg, of=path, over=self.members(phrase.scope, use.entity))

    def _arithmetic(self, phrase: MeasurePhrase) -> MeasureObj:
        first, second = (self.build(term) for term in phrase.terms)
        if phrase.op == "over":
            return Ratio(top=first, bottom=second)
        return Arith(op="plus" if phrase.op == "plus" else "minus", of=(first, second))

    def _duration(self, phrase: MeasurePhrase) -> Agg:
        """从发现到销号: the governed length between the two points, or the length as it is."""
        over, length = length_between(self._model, phrase)
        entity = over.entity
        scope = phrase.scope
        if scope is not None:
            narrowed = self.members(scope, self.entity_of(scope, entity))
            if isinstance(narrowed, Members) and narrowed.entity == entity:
                when = narrowed.when if narrowed.when != "default" else over.when
                over = over.model_copy(update={
                    "where": tuple(dict.fromkeys((*over.where, *narrowed.where))), "when": when})
            else:
                over = over.model_copy(update={
                    "where": (*over.where, InSet(of=narrowed, path=self.entity_of(scope, entity)))})
        where = tuple(self.predicates(phrase.mods, entity))
        over = over.model_copy(update={"where": (*over.where, *where)})
        return Agg(fn=phrase.agg or "avg", of=in_unit(self._model, over, length, phrase.unit),
                   over=over)

    def scope_predicates(self, scope: SetPhrase, bases: tuple[str, ...]) -> list[PredT]:
        """Return the conditions a noun before a measure puts on the measure's facts."""
        base = bases[0]
        entity = self.entity_of(scope, base)
        simple = not scope.mods.preds and scope.ranked is None
        if simple and not scope.mods.states:
            found = list(self.predicates(scope.mods, base))
            own = self._model.entity(entity)
            if own.where and self._graph.distance(base, entity) is not None and entity != base:
                found.append(InSet(of=Members(entity=entity), path=entity))
            return found
        members = self.members(scope, entity)
        if self._graph.distance(base, entity) is None:
            raise misplaced(scope.text, self._model.entity(base).zh)
        return [InSet(of=members, path=entity)]

    def _count(self, phrase: MeasurePhrase) -> Count:
        noun = phrase.noun or self.head
        if noun is not None and not noun.options and noun.mods.states:
            owners = tuple(dict.fromkeys(s.entity for c in noun.mods.states for s in c))
            fitting = tuple(o for o in owners if self._resolver.fits(noun.mods, o))
            noun = replace(noun, options=fitting)  # 按时交的: of what can be so
        if noun is None or not noun.options:
            if self.head is None:
                raise AmbiguousQuestion("没有听出要数的是什么，请说明对象，例如“几个站点”“几户”。")
            mods = noun.mods if noun is not None else Mods()
            if any(tests_itself(p, phrase) for p in self.head.mods.preds):
                raise AmbiguousQuestion("没有听出是什么占整体的比例，例如“地下水占取水量的比例”。")
            noun = self.head.narrowed(mods)
        entity = self.entity_of(noun)
        members = self.members(noun, entity)
        if phrase.distinct == "who" and isinstance(members, Members):
            return Count(of=members, distinct=who(self._resolver, entity))
        if phrase.distinct and isinstance(members, Members):
            spans = self._model.entity(entity).time
            long = spans and spans.start and spans.end and not phrase.as_counted
            when = "overlap" if long else members.when
            return Count(of=members.model_copy(update={"when": when}), distinct=phrase.distinct)
        return Count(of=members)

    def _happenings(self, phrase: MeasurePhrase) -> Count:
        use = phrase.states[0]
        definition = self._model.state(use.name)
        has = find_has(definition.during or definition.pred)
        own = definition.during or definition.pred  # 关账后改过几次: of the edits, not the forms
        if self._model.entity(use.entity).kind == "event" and not isinstance(own, Has):
            # 发现问题几次: of such happenings
            where = tuple(self.predicates(Mods(phrase.mods.conds, (phrase.states,)), use.entity))
            return Count(of=Members(entity=use.entity, where=where))
        if has is None or not isinstance(has.of, Members):
            raise AmbiguousQuestion(
                f"没有听出要数的次数是什么的次数（“{definition.zh}”没有按次登记），请换个说法。")
        where = tuple(p for p in has.of.where if not of_a_moment(p))
        entity = has.of.entity
        extra = self.predicates(phrase.mods, entity)
        return Count(of=Members(entity=entity, where=(*where, *extra)))

    def _aggregate(self, measure: MeasureObj, phrase: MeasurePhrase) -> MeasureObj:
        noun = phrase.scope or self.head
        if phrase.agg == "sum" or noun is None or not noun.options or isinstance(measure, Agg):
            return measure
        entity = self.entity_of(noun)
        if phrase.agg == "avg" and isinstance(measure, Metric) and is_mean(
                self._model.metric(measure.name)):
            return measure  # 平均 said of a mean says nothing more
        if isinstance(measure, Metric):
            base = self._graph.metric_bases(measure.name)
            where = tuple(self.predicates(phrase.mods, next(iter(base))))
            measure = Metric(name=measure.name, where=where)
        over = self.members(noun, entity)
        return Agg(fn=phrase.agg, of=measure, over=over)

    def _per(self, measure: MeasureObj, phrase: MeasurePhrase) -> MeasureObj:
        if phrase.per == "year":
            return Agg(fn="avg", of=measure, over=Periods(grain="year"))
        if phrase.per in ("day", "month"):
            return Per(measure=measure, by=DaysIn(unit=phrase.per))
        noun = shared_among(phrase) or self._per_noun(phrase)
        if noun is None:
            raise AmbiguousQuestion("“平均”没有听出按什么平均，请说明，例如“每站平均”“户均”。")
        entity = self.entity_of(noun)
        if phrase.kind == "metric" and noun is phrase.per_noun and not noun.mods:
            noun = noun.narrowed(of_those(phrase.mods, entity, self._resolver))
        members = self.members(noun, entity)
        with_facts = self._that_have(measure, entity)
        by: MeasureObj = Count(of=members)
        if phrase.per == "each" and with_facts is not None and not noun.mods:
            by = with_facts
        if phrase.per_time is not None:  # 平均每站每月
            by = Arith(op="times", of=(by, DaysIn(unit=phrase.per_time)))
        return Per(measure=measure, by=by, scale=100.0 if phrase.per == "hundred" else 1.0)

    def _that_have(self, measure: MeasureObj, entity: str) -> Count | None:
        """A volume is shared among those it is recorded of; no happening counts as none."""
        if not isinstance(measure, Metric):
            return None
        metric = self._model.metric(measure.name)
        formula = metric.formula
        if metric.unit in ("count", "day", "record") or not isinstance(formula, Agg) \
                or not isinstance(formula.over, Members):
            return None
        base = formula.over.entity
        if self._graph.distance(base, entity) is None:
            return None
        over = formula.over.model_copy(update={"where": (*formula.over.where, *measure.where)})
        return Count(of=over, distinct=entity)

    def _per_noun(self, phrase: MeasurePhrase) -> SetPhrase | None:
        state = self._model.state(phrase.states[0].name) if phrase.kind == "happenings" else None
        if state is not None and find_has(state.pred) is not None:
            return SetPhrase((state.entity,), phrase.mods)
        return self.head

    # ----------------------------------------------------------------------------------- sets
    def members(self, noun: SetPhrase, entity: str) -> Members | Top:
        """Return the set a noun phrase means."""
        mods = noun.mods.plus(noun.within.mods) if noun.within is not None else noun.mods
        # 今年销号的: the state's own date is in the period, so no other date need be
        during = any(s.during and not s.negated and s.entity == entity
                     for choice in mods.states for s in choice[:1])
        dated = self._model.entity(entity).dated or any(
            self._model.state(s.name).when != "default" for choice in mods.states
            for s in choice[:1])
        members = Members(entity=entity, where=tuple(self.predicates(mods, entity)),
                          when="none" if during and dated else "default")
        if noun.ranked is not None and noun.ranked.by is not None:
            direction = "desc" if noun.ranked.direction == "most" else "asc"
            return Top(of=members, by=self._ranked_by(noun.ranked.by), n=noun.ranked.n,
                       direction=direction)
        return members

    def _ranked_by(self, by: MeasurePhrase) -> MeasureObj:
        metric = self.best_metric(by) if by.metrics else None
        return self.moved(self.build(by), by.change, metric)

    def predicates(self, mods: Mods, base: str) -> list[PredT]:
        """Return the modifiers as predicates over the base entity.

        Raises:
            NotRecorded: one of them has no path from the base.
        """
        from assistant.reading.conditions import PredicateBuilder

        return PredicateBuilder(self, self._resolver).mods(mods, base)


__all__ = ["PLACES", "MeasureBuilder", "StateChoice", "find_has"]
