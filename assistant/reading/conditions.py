"""Predicate phrases and modifiers → predicates of the algebra."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.contracts.algebra import (
    Abs,
    And,
    Arith,
    At,
    Growth,
    MeasureObj,
    MeasurePred,
    Members,
    Not,
    Number,
    Or,
    PredT,
    Quantified,
    Ratio,
    Trend,
)
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.time import Period
from assistant.reading.amounts import as_measured
from assistant.reading.asking import misplaced, unplaced
from assistant.reading.attribute_tests import attribute_test
from assistant.reading.date_terms import all_of, points, risen_by
from assistant.reading.happenings import find_has
from assistant.reading.held_by import held_by
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Comparison, Cond, StateUse
from assistant.reading.own_attribute import by_own_attribute
from assistant.reading.phrase_types import Against, BasisPhrase, Mods, PredPhrase, StateChoice
from assistant.reading.recorded import check_recorded
from assistant.reading.resolve import Resolver
from assistant.reading.same_records import in_each_alternative
from assistant.reading.senses import taken_at
from assistant.reading.thresholds import opposite
from assistant.reading.ties import tied

if TYPE_CHECKING:
    from assistant.reading.measures import MeasureBuilder


class PredicateBuilder:
    """Turns modifiers into predicates over a base entity."""

    def __init__(self, measures: MeasureBuilder, resolver: Resolver) -> None:
        self._measures = measures
        self._resolver = resolver

    def mods(self, mods: Mods, base: str) -> list[PredT]:
        """Return every modifier as a predicate over the base.

        What is said of one happening of the base is said of the same one: 季报没交 is one form.
        """
        mods = in_each_alternative(mods, base, self._resolver)
        found, below = self._conds(mods, base)
        preds = [self._every_one(p, base, below) or self.pred(p, base) for p in mods.preds]
        if mods.join == "or" and len(mods.states) + len(preds) > 1:
            found.extend(self._resolver.condition(c, (base,)) for held in below.values()
                         for c in held)
            states = [self._resolver.states.predicate(u, base)
                      for u in self._uses(mods, base)]
            return [*found, Or(preds=(*states, *preds))]
        return [*found, *self._states(mods, base, below), *preds]

    def _conds(self, mods: Mods, base: str) -> tuple[list[PredT], dict[str, list[Cond]]]:
        """Return the conditions on the base itself, and those on what belongs to it."""
        found: list[PredT] = []
        below: dict[str, list[Cond]] = {}
        for cond in mods.conds:
            if self._resolver.cond_distance(cond, base) is None:
                zh = self._resolver.model.entity(base).zh
                raise unplaced(cond, zh)
            entity, _, _ = self._resolver.nearest(cond, (base,))
            if self._resolver.below(entity, base) and not cond.negated:
                below.setdefault(entity, []).append(cond)
            else:
                found.append(self._resolver.condition(cond, (base,)))
        return found, below

    def _uses(self, mods: Mods, base: str) -> list[StateUse]:
        """Return the sense of each state; of two that fit, the one said of another's happening."""
        found = []
        owners = {self._happening(u) for choice in mods.states for u in choice if not u.negated}
        named = {self._resolver.nearest(c, (base,))[0] for c in mods.conds
                 if base and c.options[0][1] is not None}
        for choice in mods.states:
            use = self._resolver.nearest_state(self._possible(choice, mods), base)
            if use is None:
                if not base:
                    said = self._resolver.model.state(choice[0].name).zh
                    raise AmbiguousQuestion(f"没有听出“{said}”说的是哪类对象，请说明对象。")
                zh = self._resolver.model.entity(base).zh
                word = self._resolver.model.state(choice[0].name).zh
                raise misplaced(word, zh)
            if self._resolver.below(use.entity, base):
                use = next((u for u in choice if u.entity in owners | named), use)
            found.append(use)
        return found

    def _possible(self, choice: StateChoice, mods: Mods) -> StateChoice:
        """销号的问题里超期的: of the senses of a word, those its fellows do not exclude."""
        others = [o for other in mods.states if other is not choice and len(other) == 1
                  for o in other]
        kept = tuple(u for u in choice if not any(
            self._resolver.states.exclusive(u, o) for o in others))
        named = tuple(u for u in kept if any(
            self._resolver.states.named_together(u, o) for o in others))
        return named or kept or choice

    def _happening(self, use: StateUse) -> str:
        has = find_has(self._resolver.model.state(use.name).pred)
        return has.of.entity if has is not None and isinstance(has.of, Members) else ""

    def _states(self, mods: Mods, base: str, below: dict[str, list[Cond]]) -> list[PredT]:
        uses = self._uses(mods, base)
        parts: dict[tuple[str, Period | None], list[StateUse]] = {}
        for use in uses:
            if self._resolver.below(use.entity, base):
                parts.setdefault((use.entity, use.time), []).append(use)
        terms = self._resolver.states
        found: list[PredT] = []
        for use in uses:
            if self._resolver.below(use.entity, base):
                continue
            inner: tuple[PredT, ...] = ()
            if not use.negated:  # 离线…还没恢复: the second is said of the first's happening
                inner = tuple(terms.predicate(u, u.entity)
                              for u in parts.pop((self._happening(use), None), ()))
            found.append(terms.predicate(use, base, inner))
        held_back = {entity: self._each_of(below, entity) for entity in {e for e, _ in parts}}
        for (entity, _), said in parts.items():
            found.extend(terms.happened(tuple(said), one) for one in held_back[entity])
        for held in below.values():
            found.extend(self._resolver.condition(c, (base,)) for c in held)
        return found

    def _every_one(
        self, phrase: PredPhrase, base: str, below: dict[str, list[Cond]]
    ) -> PredT | None:
        """季报张张按时报: every one of the base's own forms is in the state."""
        use = self._resolver.nearest_state(phrase.states, base) if phrase.states else None
        if use is None or not phrase.quantifier or phrase.grain is not None \
                or not self._resolver.below(use.entity, base):
            return None
        members = Members(entity=use.entity, where=self._of_one(below, use.entity))
        found = Quantified(quantifier=phrase.quantifier, k=phrase.k, over=members,
                           pred=self._resolver.states.predicate(use, use.entity))
        return Not(pred=found) if phrase.negated else found

    def _of_each(self, phrase: PredPhrase, base: str) -> PredT:
        """所有表都过期的站: every one of the things related to the base is so."""
        of, so = phrase.of, phrase.so or Mods()
        assert of is not None
        related = tuple(o for o in of.options if o != base and self._resolver.fits(so, o)
                        and self._resolver.graph.distance(o, base) is not None)
        of = replace(of, options=related or of.options)
        entity = self._measures.entity_of(of)
        found = Quantified(quantifier=phrase.quantifier or "every", k=phrase.k,
                           over=self._measures.members(of, entity),
                           pred=all_of(self.mods(so, entity)))
        return Not(pred=found) if phrase.negated else found

    def _each_of(self, below: dict[str, list[Cond]], entity: str) -> list[tuple[PredT, ...]]:
        """两种毛病都沾、都没销号: one happening of each kind, each in the state."""
        one = self._of_one(below, entity)
        apart = [] if one else below.pop(entity, [])
        return [(self._resolver.condition(c, (entity,)),) for c in apart] or [one]

    def _of_one(self, below: dict[str, list[Cond]], entity: str) -> tuple[PredT, ...]:
        """Take the conditions on the entity that one member can meet together."""
        held = below.get(entity, [])
        kinds = [self._resolver.nearest(c, (entity,))[1] for c in held]
        if len(set(kinds)) < len(kinds):
            return ()
        below.pop(entity, None)
        return tuple(self._resolver.condition(c, (entity,)) for c in held)

    def pred(self, phrase: PredPhrase, base: str) -> PredT:
        """Return one predicate phrase over the base."""
        if (held := held_by(phrase, base, self._measures, self._resolver)) is not None:
            return Not(pred=held) if phrase.negated else held
        phrase = by_own_attribute(taken_at(phrase, base, self._resolver), base, self._resolver)
        if phrase.of is not None:
            return self._of_each(phrase, base)
        if phrase.any_of:
            each = tuple(all_of(self.mods(m, base)) for m in phrase.any_of)
            return Not(pred=Or(preds=each)) if phrase.negated else Or(preds=each)
        if phrase.states:
            state = self._resolver.state(phrase.states, base)
            if state is None:
                raise AmbiguousQuestion(
                    f"没有听出“{phrase.text}”要按什么时段逐一判断，请换个说法。")
            found = state
            if phrase.quantifier and phrase.grain is None:
                return Not(pred=found) if phrase.negated else found  # 表都按时报了: the forms'
        else:
            found = attribute_test(phrase, base, self._resolver) if phrase.attr else self._measure(
                tied(phrase, base, self._resolver))
        against = phrase.against
        if phrase.quantifier == "every" and against is not None and against.kind == "change":
            assert phrase.subject is not None
            direction = "up" if against.sign == "up" else "down"
            return Trend(measure=self._measures.build(phrase.subject),
                         grain=phrase.grain or "year", direction=direction)
        if phrase.quantifier:
            found = Quantified(quantifier=phrase.quantifier, k=phrase.k,
                               over=phrase.grain or "month", pred=found)
        return Not(pred=found) if phrase.negated else found

    # ------------------------------------------------------------------------------- measures
    def _measure(self, phrase: PredPhrase) -> PredT:
        assert phrase.subject is not None
        subject = phrase.subject
        left = self._measures.build_at(subject)
        metric = self._measures.best_metric(subject) if subject.metrics else None
        if phrase.against is not None:
            return self._against(left, phrase, metric)
        assert phrase.comparison is not None
        return self.compare(left, phrase.comparison, metric)

    def compare(self, left: MeasureObj, comparison: Comparison, metric: str | None) -> PredT:
        """Return ``left`` against a number, a range or its target."""
        right = self._measures.right_side(comparison, metric)
        cmp: str = comparison.cmp
        if metric is not None and self._resolver.model.metric(metric).either_way \
                and comparison.amount is not None and comparison.amount.value > 0:
            left = Abs(measure=left)
        if comparison.target and metric is not None:
            found = self._resolver.model.metric(metric)
            lower = "<=" if found.better == "lower" else ">="
            good = found.target.cmp if found.target is not None else lower
            cmp = good if comparison.cmp == ">=" else opposite(good)
        first = MeasurePred.model_validate({"left": left, "cmp": cmp, "right": right})
        if comparison.upper is None:
            return first
        most = self._measures.right_side(Comparison("<=", comparison.upper), metric)
        return And(preds=(first, MeasurePred(left=left, cmp="<=", right=most)))

    def _against(self, left: MeasureObj, phrase: PredPhrase, metric: str | None) -> PredT:
        against = phrase.against
        assert against is not None
        cmp = {"up": ">", "down": "<", "same": "="}[against.sign]
        if phrase.comparison is not None:
            return self._moved(left, phrase, metric)
        right = self._other_side(left, against, metric)
        return MeasurePred(left=left, cmp=cmp, right=right)

    def _other_side(self, left: MeasureObj, against: Against, metric: str | None) -> MeasureObj:
        """Return what a change is told against: another time, the long-term mean, the province."""
        if against.kind == "parent":
            return At(measure=left, lift=REGIONS)
        if against.kind == "measure" and against.measure is not None:
            return self._measures.build(against.measure)
        if metric is not None and against.kind == "change":
            check_recorded(metric, self._resolver.model)
        basis = BasisPhrase(against.basis, longterm=against.kind == "longterm")
        return self._measures.previous(left, basis, metric)

    def _moved(self, left: MeasureObj, phrase: PredPhrase, metric: str | None) -> PredT:
        """How far a measure moved, in the direction said, against a number."""
        against, comparison = phrase.against, phrase.comparison
        assert against is not None and comparison is not None and comparison.amount is not None
        before = self._other_side(left, against, metric)
        unit = self._resolver.model.metric(metric).unit if metric else ""
        value = points(as_measured(comparison.amount, unit), unit)
        if against.how == "ratio":
            return MeasurePred(left=Ratio(top=left, bottom=before), cmp=comparison.cmp,
                               right=Number(value=value))
        moved: MeasureObj
        if against.how == "growth":
            moved = Growth(measure=left, base=before)
            if comparison.amount.dimension == "multiple" and not risen_by(comparison.amount):
                value -= 1
            if against.sign == "down":
                moved = Arith(op="times", of=(moved, Number(value=-1)))
        elif against.sign == "down":
            moved = Arith(op="minus", of=(before, left))
        else:
            moved = Arith(op="minus", of=(left, before))
        test = MeasurePred(left=moved, cmp=comparison.cmp, right=Number(value=value))
        if comparison.cmp in ("<", "<=") and value >= 0:  # 增速低于-5%: it fell, whatever the word
            down = "<" if against.sign == "down" else ">"
            return And(preds=(MeasurePred(left=left, cmp=down, right=before), test))
        return test
