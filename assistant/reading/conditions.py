"""Predicate phrases and modifiers → predicates of the algebra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.contracts.algebra import (
    And,
    Arith,
    AsOf,
    At,
    AttrPred,
    Growth,
    MeasureObj,
    MeasurePred,
    Not,
    Number,
    Or,
    PredT,
    Quantified,
    Trend,
)
from assistant.contracts.errors import NotRecorded
from assistant.contracts.time import Interval
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import BasisPhrase, Mods, PredPhrase
from assistant.reading.resolve import Resolver

if TYPE_CHECKING:
    from assistant.reading.measures import MeasureBuilder

_PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")


class PredicateBuilder:
    """Turns modifiers into predicates over a base entity."""

    def __init__(self, measures: MeasureBuilder, resolver: Resolver) -> None:
        self._measures = measures
        self._resolver = resolver

    def mods(self, mods: Mods, base: str) -> list[PredT]:
        """Return every modifier as a predicate over the base.

        Raises:
            NotRecorded: a modifier has no path from the base.
        """
        found: list[PredT] = []
        for cond in mods.conds:
            if self._resolver.cond_distance(cond, base) is None:
                zh = self._resolver.model.entity(base).zh
                raise NotRecorded(f"数据中{zh}没有与“{cond.text}”对应的属性，不能按它筛选。")
            found.append(self._resolver.condition(cond, (base,)))
        states: list[PredT] = []
        for choice in mods.states:
            state = self._resolver.state(choice, base)
            if state is None:
                zh = self._resolver.model.entity(base).zh
                word = self._resolver.model.state(choice[0].name).zh
                raise NotRecorded(f"“{word}”不是{zh}的状态，数据中没有这种对应关系。")
            states.append(state)
        preds = [self.pred(p, base) for p in mods.preds]
        if mods.join == "or" and len(states) + len(preds) > 1:
            return [*found, Or(preds=(*states, *preds))]
        return [*found, *states, *preds]

    def pred(self, phrase: PredPhrase, base: str) -> PredT:
        """Return one predicate phrase over the base."""
        if phrase.states:
            state = self._resolver.state(phrase.states, base)
            if state is None:
                raise NotRecorded(f"“{phrase.text}”不能按时段逐一判断。")
            found = state
        else:
            found = self._attribute(phrase, base) if phrase.attr else self._measure(phrase)
        against = phrase.against
        if phrase.quantifier == "every" and against is not None and against.kind == "change":
            assert phrase.subject is not None
            direction = "up" if against.sign == "up" else "down"
            return Trend(measure=self._measures.build(phrase.subject),
                         grain=phrase.grain or "year", direction=direction)
        if phrase.quantifier:
            grain = phrase.grain or "month"
            found = Quantified(quantifier=phrase.quantifier, k=phrase.k, over=grain, pred=found)
        return Not(pred=found) if phrase.negated else found

    # ------------------------------------------------------------------------------- measures
    def _measure(self, phrase: PredPhrase) -> PredT:
        assert phrase.subject is not None
        subject = phrase.subject
        left = self._measures.build(subject)
        metric = self._measures.best_metric(subject) if subject.metrics else None
        if phrase.against is not None:
            return self._against(left, phrase, metric)
        assert phrase.comparison is not None
        return self.compare(left, phrase.comparison, metric)

    def compare(self, left: MeasureObj, comparison: Comparison, metric: str | None) -> PredT:
        """Return ``left`` against a number, a range or its target."""
        right = self._measures.right_side(comparison, metric)
        cmp: str = comparison.cmp
        if comparison.target and metric is not None:
            target = self._resolver.model.metric(metric).target
            good = target.cmp if target is not None else ">="
            cmp = good if comparison.cmp == ">=" else _opposite(good)
        first = MeasurePred.model_validate({"left": left, "cmp": cmp, "right": right})
        if comparison.upper is None:
            return first
        upper = Comparison("<=", comparison.upper)
        second = MeasurePred(left=left, cmp="<=", right=self._measures.right_side(upper, metric))
        return And(preds=(first, second))

    def _against(self, left: MeasureObj, phrase: PredPhrase, metric: str | None) -> PredT:
        against = phrase.against
        assert against is not None
        cmp = {"up": ">", "down": "<", "same": "="}[against.sign]
        if phrase.comparison is not None:
            return self._moved(left, phrase, metric)
        if against.kind == "parent":
            right: MeasureObj = At(measure=left, lift=_PLACES)
        elif against.kind == "measure" and against.measure is not None:
            right = self._measures.build(against.measure)
        else:
            longterm = against.kind == "longterm"
            basis = BasisPhrase(against.basis, longterm=longterm)
            right = self._measures.previous(left, basis, metric)
        return MeasurePred(left=left, cmp=cmp, right=right)

    def _moved(self, left: MeasureObj, phrase: PredPhrase, metric: str | None) -> PredT:
        """How far a measure moved, in the direction said, against a number."""
        against, comparison = phrase.against, phrase.comparison
        assert against is not None and comparison is not None and comparison.amount is not None
        before = self._measures.previous(left, BasisPhrase(against.basis), metric)
        value = comparison.amount.value
        moved: MeasureObj
        if against.how == "growth":
            moved = Growth(measure=left, base=before)
            if comparison.amount.dimension == "multiple":
                value -= 1
            if against.sign == "down":
                moved = Arith(op="times", of=(moved, Number(value=-1)))
        elif against.sign == "down":
            moved = Arith(op="minus", of=(before, left))
        else:
            moved = Arith(op="minus", of=(left, before))
        test = MeasurePred(left=moved, cmp=comparison.cmp, right=Number(value=value))
        if comparison.cmp in ("<", "<="):
            down = "<" if against.sign == "down" else ">"
            return And(preds=(MeasurePred(left=left, cmp=down, right=before), test))
        return test

    # ----------------------------------------------------------------------------- attributes
    def _attribute(self, phrase: PredPhrase, base: str) -> PredT:
        def cost(entity: str) -> int:
            distance = self._resolver.graph.distance(base, entity)
            return 99 if distance is None else distance

        use = min(phrase.attr, key=lambda a: cost(a.entity))
        comparison = phrase.comparison
        assert comparison is not None and comparison.amount is not None
        path = f"{use.entity}.{use.attribute}"
        attribute = next(
            a for a in self._resolver.model.entity(use.entity).attributes
            if a.name == use.attribute
        )
        if attribute.type in ("date", "datetime") and comparison.amount.interval is not None:
            return AttrPred(path=path, cmp=_flip(comparison.cmp),
                            value=AsOf(plus=_negative(comparison.amount.interval)))
        first = AttrPred(path=path, cmp=comparison.cmp, value=comparison.amount.value)
        if comparison.upper is None:
            return first
        return And(preds=(first, AttrPred(path=path, cmp="<=", value=comparison.upper.value)))


def _negative(interval: Interval) -> Interval:
    assert isinstance(interval.n, int)
    return Interval(n=-interval.n, unit=interval.unit)


def _flip(cmp: str) -> str:
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(cmp, cmp)


def _opposite(cmp: str) -> str:
    return {">=": "<", ">": "<=", "<=": ">", "<": ">="}.get(cmp, cmp)


__all__ = ["PredicateBuilder"]
