"""Measure phrases → measures of the algebra."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import (
    Agg,
    Ancestor,
    At,
    Attr,
    Count,
    DaysIn,
    InSet,
    MeasureObj,
    Members,
    Metric,
    Per,
    Periods,
    PredT,
    Share,
    Top,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.reading.bases import Bases
from assistant.reading.happenings import find_has
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver

# Everything a part may be narrowed by below the city that a share is taken of.
BELOW_PLACE = ("county", "basin", "subbasin", "water_source", "holder", "station")
PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")
_SCALES = {"per_hundred": 100.0}


class MeasureBuilder(Bases):
    """Builds measures; ``head`` is the noun a count without its own noun falls back to."""

    def __init__(self, resolver: Resolver, head: SetPhrase | None = None) -> None:
        super().__init__(resolver.model)
        self._resolver = resolver
        self._graph = resolver.graph
        self.head = head

    # -------------------------------------------------------------------------------- measures
    def build(self, phrase: MeasurePhrase) -> MeasureObj:
        """Return the measure a phrase means.

        Raises:
            NotRecorded: its conditions cannot narrow it.
        """
        match phrase.kind:
            case "metric":
                measure: MeasureObj = self._metric(phrase)
            case "count":
                measure = self._count(phrase)
            case "happenings":
                measure = self._happenings(phrase)
            case "attr":
                use = phrase.attr[0]
                measure = Attr(path=f"{use.entity}.{use.attribute}")
            case "share":
                return self._share(phrase)
        if phrase.agg is not None:
            measure = self._aggregate(measure, phrase)
        if phrase.per is not None:
            measure = self._per(measure, phrase)
        return measure

    def best_metric(self, phrase: MeasurePhrase) -> str:
        """Return the metric among the alternatives that its conditions fit best."""
        fitting = self._resolver.metrics_fitting(
            phrase.mods, phrase.metrics, phrase.scope.options if phrase.scope else ()
        )
        return (fitting or phrase.metrics)[0]

    def _over_those(self, name: str, scope: SetPhrase | None) -> Agg | None:
        """去年销号的问题平均几天: the metric's own aggregate over those, by their own date."""
        formula = self._model.metric(name).formula
        if scope is None or not isinstance(formula, Agg) or not isinstance(formula.over, Members):
            return None
        entity = formula.over.entity
        during = any(s.during and not s.negated and s.entity == entity
                     for choice in scope.mods.states for s in choice[:1])
        if not during or entity not in scope.options:
            return None
        return formula.model_copy(update={"over": self.members(scope, entity)})

    def _metric(self, phrase: MeasurePhrase) -> Metric | Agg:
        name = self.best_metric(phrase)
        bases = tuple(self._graph.metric_bases(name))
        where = list(self.predicates(phrase.mods, bases[0]))
        lasting = self._over_those(name, phrase.scope)
        if lasting is not None:
            return lasting
        if phrase.scope is not None:
            where.extend(self.scope_predicates(phrase.scope, bases))
        return Metric(name=name, where=tuple(where))

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
            raise NotRecorded(f"“{scope.text}”不能限定该指标，数据中没有这种对应关系。")
        return [InSet(of=members, path=entity)]

    def _count(self, phrase: MeasurePhrase) -> Count:
        noun = phrase.noun or self.head
        if noun is None or not noun.options:
            if self.head is None:
                raise AmbiguousQuestion("没有听出要数的是什么，请说明对象，例如“几个站点”“几户”。")
            mods = noun.mods if noun is not None else Mods()
            noun = self.head.narrowed(mods)
        entity = self.entity_of(noun)
        return Count(of=self.members(noun, entity))

    def _happenings(self, phrase: MeasurePhrase) -> Count:
        use = phrase.states[0]
        definition = self._model.state(use.name)
        has = find_has(definition.during or definition.pred)
        if has is None or not isinstance(has.of, Members):
            raise NotRecorded(f"“{definition.zh}”没有按次登记，不能数次数。")
        where = tuple(p for p in has.of.where if not _is_moment(p))
        entity = has.of.entity
        extra = self.predicates(phrase.mods, entity)
        return Count(of=Members(entity=entity, where=(*where, *extra)))

    def _aggregate(self, measure: MeasureObj, phrase: MeasurePhrase) -> MeasureObj:
        noun = phrase.scope or self.head
        if phrase.agg == "sum" or noun is None or not noun.options:
            return measure
        entity = self.entity_of(noun)
        if isinstance(measure, Metric):
            measure = Metric(name=measure.name)
        over = self.members(noun, entity)
        return Agg(fn=phrase.agg, of=measure, over=over)

    def _per(self, measure: MeasureObj, phrase: MeasurePhrase) -> MeasureObj:
        if phrase.per == "year":
            return Agg(fn="avg", of=measure, over=Periods(grain="year"))
        if phrase.per in ("day", "month"):
            return Per(measure=measure, by=DaysIn(unit=phrase.per))
        noun = phrase.per_noun or (phrase.scope if phrase.kind != "count" else None)
        noun = noun or self._per_noun(phrase)
        if noun is None:
            raise AmbiguousQuestion("“平均”没有听出按什么平均，请说明，例如“每站平均”“户均”。")
        by = Count(of=self.members(noun, self.entity_of(noun)))
        return Per(measure=measure, by=by, scale=100.0 if phrase.per == "hundred" else 1.0)

    def _per_noun(self, phrase: MeasurePhrase) -> SetPhrase | None:
        if phrase.kind == "happenings":
            has = find_has(self._model.state(phrase.states[0].name).pred)
            if has is not None:
                return SetPhrase((self._model.state(phrase.states[0].name).entity,), phrase.mods)
        return self.head

    # --------------------------------------------------------------------------------- shares
    def _share(self, phrase: MeasurePhrase) -> MeasureObj:
        part_phrase = phrase.part
        if part_phrase is None:
            raise AmbiguousQuestion("没有听出是什么占整体的比例，例如“地下水占取水量的比例”。")
        part = self.build(part_phrase)
        if phrase.whole is not None:
            whole = self._whole(phrase.whole, part_phrase)
            return Share(part=part, whole=whole)
        if phrase.own_place:
            return Share(part=part, whole=Ancestor(measure=part, level="city"))
        if phrase.lift_below:
            whole = self.build(_without_conditions(part_phrase))
            return Share(part=part, whole=At(measure=whole, lift=BELOW_PLACE))
        if phrase.lift:
            whole = self.build(_without_conditions(part_phrase))
            return Share(part=part, whole=At(measure=whole, lift=("*",)))
        whole = self.build(_without_conditions(part_phrase))
        if whole == part and isinstance(part, Metric):
            total = self._total_of(part)
            whole = total if total is not None else whole
        return Share(part=part, whole=whole)

    def _total_of(self, part: Metric) -> Metric | None:
        """农业用水占几成: a metric of some rows of a fact is a part of the fact's total."""
        bases = tuple(self._graph.metric_bases(part.name))
        name = self._resolver.total_of(bases[0]) if len(bases) == 1 else None
        if name is None or name == self._model.metric(part.name).name:
            return None
        return Metric(name=name, where=part.where)

    def _whole(self, whole: MeasurePhrase, part: MeasurePhrase) -> MeasureObj:
        if whole.kind == "count" and whole.noun is not None and part.kind == "metric":
            if not whole.noun.options or whole.noun.mods:
                mods = whole.noun.mods
                same = replace(part, mods=mods, scope=None)
                return self.build(same)
        if whole.kind == "count" and whole.noun is not None and not whole.noun.options:
            noun = part.noun
            if noun is not None:
                return self.build(replace(part, noun=replace(noun, mods=whole.noun.mods)))
        return self.build(whole)

    # ----------------------------------------------------------------------------------- sets
    def entity_of(self, noun: SetPhrase, base: str | None = None) -> str:
        """Return the sense of the noun that its modifiers (and the base) fit best."""
        options = noun.options or (self.head.options if self.head else ())
        if not options:
            raise AmbiguousQuestion("没有听出问的是哪类对象，是站点、取水户、许可证还是其他？")

        def cost(option: str) -> tuple[int, int]:
            total = 0
            for cond in noun.mods.conds:
                distance = self._resolver.cond_distance(cond, option)
                total += 50 if distance is None else distance
            for choice in noun.mods.states:
                total += 0 if any(s.entity == option for s in choice) else 10
            if base is not None:
                distance = self._graph.distance(base, option)
                total += 20 if distance is None else distance
            return total, options.index(option)

        return min(options, key=cost)

    def members(self, noun: SetPhrase, entity: str) -> Members | Top:
        """Return the set a noun phrase means."""
        mods = noun.mods.plus(noun.within.mods) if noun.within is not None else noun.mods
        # 今年销号的: the state's own date is in the period, so no other date need be
        during = any(s.during and not s.negated and s.entity == entity
                     for choice in mods.states for s in choice[:1])
        members = Members(entity=entity, where=tuple(self.predicates(mods, entity)),
                          when="none" if during else "default")
        if noun.ranked is not None and noun.ranked.by is not None:
            direction = "desc" if noun.ranked.direction == "most" else "asc"
            return Top(of=members, by=self.build(noun.ranked.by), n=noun.ranked.n,
                       direction=direction)
        return members

    def predicates(self, mods: Mods, base: str) -> list[PredT]:
        """Return the modifiers as predicates over the base entity.

        Raises:
            NotRecorded: one of them has no path from the base.
        """
        from assistant.reading.conditions import PredicateBuilder

        return PredicateBuilder(self, self._resolver).mods(mods, base)




def _is_moment(pred: PredT) -> bool:
    text = pred.model_dump_json()
    return '"moment"' in text or '"as_of"' in text or '"start"' in text.replace('"start_at"', "")


def _without_conditions(phrase: MeasurePhrase) -> MeasurePhrase:
    """The same measure of everything: a count of the noun it is within, a metric unnarrowed."""
    if phrase.kind == "count" and phrase.noun is not None:
        noun = phrase.noun
        whole = noun.within or replace(noun, mods=Mods(), ranked=None)
        return replace(phrase, noun=replace(whole, within=None))
    return replace(phrase, mods=Mods(), scope=None)


__all__ = ["PLACES", "MeasureBuilder", "StateChoice", "find_has"]
