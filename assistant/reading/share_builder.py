"""Shares → measures of the algebra: a part, and the whole it is a part of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.contracts.algebra import (
    Ancestor,
    At,
    Count,
    MeasureObj,
    Members,
    Metric,
    Share,
    StatePred,
)
from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver

if TYPE_CHECKING:
    from assistant.reading.measures import MeasureBuilder

# Everything a part may be narrowed by below the city that a share is taken of.
_PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")
BELOW_PLACE = ("county", "basin", "subbasin", "water_source", "holder", "station")


class ShareBuilder:
    """Builds shares with the measures of a builder."""

    def __init__(self, measures: MeasureBuilder, resolver: Resolver) -> None:
        self._measures = measures
        self._resolver = resolver

    def build(self, phrase: MeasurePhrase) -> MeasureObj:
        """Return the share.

        Raises:
            AmbiguousQuestion: nothing is said to be the part.
        """
        part_phrase = phrase.part
        if part_phrase is None:
            raise AmbiguousQuestion("没有听出是什么占整体的比例，例如“地下水占取水量的比例”。")
        part_phrase, whole_phrase = self._of_one_fact(part_phrase, phrase.whole)
        phrase = replace(phrase, whole=whole_phrase)
        part_phrase = self._inside(_of_the_whole(part_phrase, phrase.whole), phrase.whole)
        part = self._measures.build(part_phrase)
        if part_phrase.metrics:  # the whole is of the very same metric
            part_phrase = replace(part_phrase, metrics=(self._measures.best_metric(part_phrase),))
        if phrase.whole is not None and self._is_same(phrase, phrase.whole, part_phrase):
            return Share(part=part, whole=self._there(phrase, self._measures.build(phrase.whole)))
        if phrase.whole is not None:
            whole = self._given(phrase, phrase.whole, part_phrase)
            governed = None if phrase.whole.text else self._governed(part, whole)
            return governed or Share(part=self._there_too(part, whole), whole=whole)
        whole = self._of_all(phrase, part, part_phrase)
        return self._governed(part, whole) or Share(part=part, whole=whole)

    def _of_one_fact(
        self, part: MeasurePhrase, whole: MeasurePhrase | None
    ) -> tuple[MeasurePhrase, MeasurePhrase | None]:
        """地下水用量占自己用水量: of the senses of both, those that are taken of one fact."""
        if whole is None or part.kind != "metric" or whole.kind != "metric":
            return part, whole
        bases = self._resolver.graph.metric_bases
        alike = [(p, w) for p in part.metrics for w in whole.metrics if bases(p) & bases(w)]
        if not alike:
            return part, whole
        parts, wholes = (tuple(dict.fromkeys(side)) for side in zip(*alike, strict=True))
        return replace(part, metrics=parts), replace(whole, metrics=wholes)

    def _governed(self, part: MeasureObj, whole: MeasureObj) -> Metric | None:
        """年报被退回的占几成: the governed rate, whose whole is set (of what was filed)."""
        if not (isinstance(part, Count) and isinstance(whole, Count)
                and isinstance(part.of, Members) and isinstance(whole.of, Members)):
            return None
        rest = [p for p in part.of.where if p not in whole.of.where]
        kept = [p for p in part.of.where if p in whole.of.where]
        if len(rest) != 1 or not isinstance(rest[0], StatePred) or rest[0].params \
                or len(kept) != len(whole.of.where):
            return None
        name = self._resolver.rate_of_state(part.of.entity, rest[0].name)
        return Metric(name=name, where=tuple(kept)) if name is not None else None

    def _there(self, phrase: MeasurePhrase, whole: MeasureObj) -> MeasureObj:
        """占全省农业用水: that very measure, of all of the place that was said."""
        if phrase.own_place:
            return Ancestor(measure=whole, level="city")
        return At(measure=whole, lift=("*",) if phrase.lift else BELOW_PLACE)

    def _is_same(self, phrase: MeasurePhrase, whole: MeasurePhrase, part: MeasurePhrase) -> bool:
        """占全市取水量: the very metric again, of the place that was said."""
        placed = phrase.lift or phrase.lift_below or phrase.own_place
        return placed and whole.kind == "metric" and not (whole.mods or whole.scope) \
            and bool(set(whole.metrics) & set(part.metrics))

    def _inside(self, part: MeasurePhrase, whole: MeasurePhrase | None) -> MeasurePhrase:
        """取地下水的证占全部有效证: what is a part of the valid ones is valid itself."""
        noun, said = part.noun, whole.noun if whole is not None else None
        if noun is None or said is None or not (said.mods.states or said.mods.preds) \
                or not set(noun.options) & set(said.options):
            return part
        apart = self._resolver.states.apart
        if any(apart(a, b) for mine in noun.mods.states for a in mine
               for choice in said.mods.states for b in choice):
            return part
        return replace(part, noun=noun.narrowed(said.mods))

    def _there_too(self, part: MeasureObj, whole: MeasureObj) -> MeasureObj:
        """8月离线的站占站点: of the stations there are, those that were so in August."""
        if not (isinstance(part, Count) and isinstance(whole, Count)
                and isinstance(part.of, Members) and isinstance(whole.of, Members)) \
                or part.of.entity != whole.of.entity \
                or self._resolver.model.entity(part.of.entity).kind == "event":
            return part
        return part.model_copy(update={"of": part.of.model_copy(update={"when": whole.of.when})})

    def _of_all(self, phrase: MeasurePhrase, part: MeasureObj, said: MeasurePhrase) -> MeasureObj:
        """Return the whole of the place meant, when no whole was named."""
        if phrase.own_place:
            return Ancestor(measure=part, level="city")
        if phrase.lift_same:
            return At(measure=part, lift=("*",))
        whole = self._measures.build(_without_conditions(said))
        if whole == part and isinstance(part, Metric):
            total = self._total_of(part)
            whole = total if total is not None else whole
        if phrase.lift_below:
            return At(measure=whole, lift=BELOW_PLACE)
        if phrase.lift or whole == part:  # all of it: of everything, wherever it is
            return At(measure=whole, lift=("*",))
        return whole

    def _given(
        self, phrase: MeasurePhrase, said: MeasurePhrase, part: MeasurePhrase
    ) -> MeasureObj:
        """Return the whole that was said, of all places unless it names its own."""
        if part.noun is not None and said.noun is not None and not _names_place(said) \
                and (phrase.lift_below or not phrase.lift and _told_apart(part.noun, said.noun)):
            # 吉安…占全市站点, 南昌转供口占取水口: of those there
            said = replace(said, noun=said.noun.narrowed(Mods(conds=_places(part.noun))))
        whole = self._whole(said, part)
        if phrase.lift:
            return At(measure=whole, lift=("*",))
        if _names_place(said):  # 占上饶: of all of it, whatever place the part is in
            return At(measure=whole, lift=_PLACES)
        return whole

    def _total_of(self, part: Metric) -> Metric | None:
        """农业用水占几成: a metric of some rows of a fact is a part of the fact's total."""
        name = self._resolver.total_like(part.name)
        if name is None:
            return None
        return Metric(name=name, where=part.where)

    def _whole(self, whole: MeasurePhrase, part: MeasurePhrase) -> MeasureObj:
        if whole.kind == "count" and whole.noun is not None and part.kind == "metric":
            same = replace(part, mods=whole.noun.mods, scope=None)
            return self._measures.build(same)
        if whole.kind == "count" and whole.noun is not None and not whole.noun.options:
            noun = part.noun
            if noun is not None:
                mods = whole.noun.mods
                if not mods.conds:  # 季报按期交的占应报的: of the same kind of report
                    mods = Mods(conds=noun.mods.conds).plus(mods)
                return self._measures.build(replace(part, noun=replace(noun, mods=mods)))
        noun, said = part.noun, whole.noun
        if noun is not None and said is not None and _of_such(noun, said):
            mods = Mods(conds=noun.mods.conds).plus(said.mods)
            return self._measures.build(replace(whole, noun=replace(said, mods=mods)))
        return self._measures.build(whole)


def _of_such(noun: SetPhrase, said: SetPhrase) -> bool:
    """季报按期交的占应报的: the whole is of the same kind, though only its state was said."""
    alike = not noun.options or bool(set(noun.options) & set(said.options))
    own = bool(said.mods.states) and not said.mods.conds
    return own and alike and not set(said.mods.states) & set(noun.mods.states)


def _names_place(whole: MeasurePhrase) -> bool:
    conds = (*whole.mods.conds, *(whole.noun.mods.conds if whole.noun is not None else ()))
    return any(entity in _PLACES and attribute is None
               for cond in conds for entity, attribute, _ in cond.options[:1])


def _places(noun: SetPhrase) -> tuple[Cond, ...]:
    return tuple(c for c in noun.mods.conds if c.options[0][1] is None)


def _told_apart(noun: SetPhrase, said: SetPhrase) -> bool:
    """Whether things of one kind are told apart from the rest by more than where they are."""
    alike = bool(set(noun.options) & set(said.options)) and not said.mods
    more = noun.mods.states or noun.mods.preds or len(noun.mods.conds) > len(_places(noun))
    return alike and bool(more)


def _without_conditions(phrase: MeasurePhrase) -> MeasurePhrase:
    """The same measure of everything: a count of the noun it is within, a metric unnarrowed."""
    if phrase.kind == "count" and phrase.noun is not None:
        noun = phrase.noun
        whole = noun.within or replace(noun, mods=Mods(), ranked=None)
        return replace(phrase, noun=replace(whole, within=None))
    picked = phrase.scope is not None and phrase.scope.ranked is not None
    # 取水最多的市农业取水占几成: of its own
    scope = phrase.scope if phrase.mods and picked else None
    return replace(phrase, mods=Mods(), scope=scope)


def _of_the_whole(part: MeasurePhrase, whole: MeasurePhrase | None) -> MeasurePhrase:
    """明渠流量计占全部表: values alone are of what the whole is."""
    noun, of = part.noun, whole.noun if whole is not None and whole.kind == "count" else None
    if part.kind != "count" or noun is None or noun.options or noun.mods.states \
            or of is None or not of.options or of.mods:
        return part
    return replace(part, noun=replace(of, mods=of.mods.plus(noun.mods)))


def tests_itself(pred: PredPhrase, phrase: MeasurePhrase) -> bool:
    """Return whether the condition is on this very measure: it cannot be what is counted."""
    share = pred.subject
    return share is not None and phrase in (share, share.part, share.whole)
