"""States as predicates: with their amounts, what they happen to, and their own period."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel

from assistant.contracts.algebra import (
    And,
    At,
    AttrPred,
    Count,
    Has,
    InSet,
    Known,
    MeasurePred,
    Members,
    Metric,
    Moment,
    Not,
    Number,
    PathRef,
    PredT,
    Scalar,
    StatePred,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Interval
from assistant.reading.amounts import in_unit
from assistant.reading.asking import AskBack
from assistant.reading.happenings import at_least_as_said, find_has, replace_has
from assistant.reading.nodes import Amount, Comparison, StateUse
from assistant.reading.opposites import both_ends, exclusive
from assistant.reading.state_bounds import against, boundable, bounded, so_often
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel, State

_LONGER = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


class StateTerms:
    """Builds the predicate a state stands for."""

    def __init__(self, model: SemanticModel, graph: EntityGraph) -> None:
        self._model = model
        self._graph = graph

    def bind(self, use: StateUse, comparison: Comparison) -> StateUse | None:
        """Give a state the amount said beside it: its own parameter, else how long or how often.

        90天内到期 → 到期 with 90 days; 离线超过72小时 → lasting; 退过两回以上 → times.
        """
        amount = comparison.amount
        if amount is None or comparison.upper is not None:
            return None
        definition = self._model.state(use.name)
        for param in definition.params:
            value = in_unit(amount, param.unit)
            if value is not None and isinstance(param.default, int | float):
                if against(definition, param, comparison):
                    return replace(use, lasting=comparison) \
                        if boundable(param, comparison) else None
                if comparison.cmp == ">" and amount.dimension == "count":
                    value += 1
                if amount.dimension == "fraction" and param.default >= 1 > value:
                    value += 1  # 超许可两成: so much beyond the line
                typed = type(param.default)(-value if param.default < 0 else value)
                return replace(use, params=(*use.params, (param.name, typed)))
        has = find_has(definition.during or definition.pred) or find_has(definition.pred)
        if amount.dimension == "count":
            return replace(use, lasting=comparison) if has is not None else None
        begun = has is not None or self._reached(use) or since(self._model, definition)
        if amount.dimension != "duration" or not begun:
            return None
        return replace(use, lasting=comparison)

    def named_together(self, one: StateUse, other: StateUse) -> bool:
        """疑似单位错误、还没关: whether a state is named for both of them at once."""
        both = {self._model.state(u.name).pred for u in (one, other)}
        return one.entity == other.entity and len(both) > 1 and any(
            isinstance(s.pred, And) and both <= set(s.pred.preds) for s in self._model.states)

    def lasts(self, use: StateUse, amount: Amount) -> bool:
        """Return whether a length of time beside the state says how long it has gone on."""
        bound = self.bind(use, Comparison(">=", amount))
        return bound is not None and bound.lasting is not None and self._reached(use) is None

    def timed(self, use: StateUse) -> bool:
        """Return whether the state can be said of a period of its own: it rests on a happening."""
        definition = self._model.state(use.name)
        return find_has(definition.during or definition.pred) is not None \
            or self._model.entity(use.entity).kind == "event" or any(
                isinstance(t, Moment | Metric) for t in terms_in(definition.pred))

    def exclusive(self, one: StateUse, other: StateUse) -> bool:
        """Return whether no member can be in both."""
        return exclusive(self._model, one, other)

    def other_kind(self, use: StateUse, option: tuple[str, str | None, tuple[Scalar, ...]]) -> bool:
        """Return whether a value names another kind of the happening behind a state."""
        definition = self._model.state(use.name)
        has = find_has(definition.during or definition.pred)
        entity, attribute, values = option
        if has is None or not isinstance(has.of, Members) or has.of.entity != entity:
            return False
        return any(isinstance(p, AttrPred) and p.path == attribute and p.value not in values
                   for p in has.of.where)

    def apart(self, one: StateUse, other: StateUse) -> bool:
        """Return whether the two, said one after the other, are told apart."""
        return self.exclusive(one, other) or both_ends(self._model, one, other)

    def _reached(self, use: StateUse) -> tuple[str, str] | None:
        """Return where a happening starts and the date that a state says it has reached."""
        entity = self._model.entity(use.entity)
        start = entity.time.start if entity.time is not None else None
        pred = self._model.state(use.name).pred
        parts = pred.preds if isinstance(pred, And) else (pred,)
        reached = [p.path for p in parts if isinstance(p, Known) and p.path != start]
        if entity.kind != "event" or start is None or len(reached) != 1 or use.negated:
            return None
        return start, reached[0]

    def _started(self, use: StateUse) -> str | None:
        """Return the start date of a happening that a state says is still open."""
        entity = self._model.entity(use.entity)
        pred = self._model.state(use.name).pred
        starts = entity.time.start if entity.time is not None else None
        return starts if entity.kind == "event" and starts and find_past(pred, starts) else None

    def predicate(self, use: StateUse, base: str, inner: tuple[PredT, ...] = ()) -> PredT:
        """Return the state as a predicate on the base, through its nearest owner.

        Args:
            use: the state and how it was said.
            base: the entity the predicate is about.
            inner: what else was said of the happening behind the state (离线…还没恢复).
        """
        pred = self._own(use, inner)
        above = self._graph.distance(base, use.entity) is not None
        if use.entity != base and not above:
            pred = self._had(use, (pred,))
            return Not(pred=pred) if use.negated else pred
        if use.time is not None:
            pred = self._in_its_time(use, pred)
        if use.negated:
            pred = Not(pred=pred)
        if use.entity != base:
            pred = InSet(of=Members(entity=use.entity, where=(pred,)), path=use.entity)
        return pred

    def happened(self, uses: tuple[StateUse, ...], said: tuple[PredT, ...]) -> PredT:
        """Return that one member below the base is in all the states and as said (季报没交)."""
        where = [*said, *(self._own(u, ()) for u in uses if not u.negated)]
        denied = [u for u in uses if u.negated]
        if len(denied) < len(uses):
            where.extend(Not(pred=self._own(u, ())) for u in denied)
            return self._had(uses[0], tuple(where))
        where.extend(self._own(u, ()) for u in denied)
        return Not(pred=self._had(uses[0], tuple(where)))

    def _had(self, use: StateUse, where: tuple[PredT, ...]) -> PredT:
        members = Members(entity=use.entity, where=where)
        if use.time is None:
            return Has(of=members)
        counted = At(measure=Count(of=members), time=use.time)
        return MeasurePred(left=counted, cmp=">", right=Number(value=0))

    def _in_its_time(self, use: StateUse, pred: PredT) -> PredT:
        """上个月离线过: the happening counted in the period said of it alone."""
        has = find_has(pred) or find_has(self._model.state(use.name).pred)
        of = has.of if has is not None else Members(entity=use.entity, where=(pred,), when="none")
        counted = At(measure=Count(of=of), time=use.time)
        return MeasurePred(left=counted, cmp=">", right=Number(value=0))

    def _own(self, use: StateUse, inner: tuple[PredT, ...]) -> PredT:
        definition = self._model.state(use.name)
        self._complete(use, definition)
        pred: PredT
        if use.during and definition.during is not None:
            pred = at_least_as_said(definition.during, use, definition)
        else:
            pred = StatePred(name=use.name, params=dict(use.params))
        if inner:
            pred = definition.pred if isinstance(pred, StatePred) else pred
            has = find_has(pred)
            if has is not None and isinstance(has.of, Members):
                members = has.of.model_copy(update={"where": (*has.of.where, *inner)})
                pred = replace_has(pred, has.model_copy(update={"of": members}))
        return pred if use.lasting is None else self._lasting(use, pred)

    def _complete(self, use: StateUse, definition: State) -> None:
        unsaid = [p for p in definition.params if p.ask and p.name not in dict(use.params)]
        if not unsaid or use.lasting is not None:
            return
        days = (30, 60, 90) if unsaid[0].unit in ("天", "day") else ()
        plain = definition.zh.replace("快", "")
        raise AskBack(
            f"“{definition.zh}”没有说明{unsaid[0].zh}，请说清楚。",
            [(use.name, f"未来{n}天内{plain}") for n in days],
        )

    def _lasting(self, use: StateUse, pred: PredT) -> PredT:
        """The happening behind a state began long (or shortly) enough before the moment."""
        definition = self._model.state(use.name)
        amount_limited = self._limited(use, definition)
        if amount_limited is not None:
            return amount_limited
        if find_has(pred) is None:
            pred = definition.pred
        has, comparison = find_has(pred), use.lasting
        dated = (self._took(use) or self._dated(use, definition)) if has is None else None
        if dated is not None:
            return dated
        unknown = NotRecorded(f"“{definition.zh}”没有登记起止时间，不能按持续时间筛选。")
        if has is None or comparison is None or comparison.amount is None:
            raise unknown
        amount = comparison.amount
        if amount.dimension != "duration":
            made: PredT = replace_has(pred, so_often(has, comparison.cmp, int(amount.value)))
            return made
        if not isinstance(has.of, Members) or amount.interval is None:
            raise unknown
        time = self._model.entity(has.of.entity).time
        if time is None or time.start is None:
            raise unknown
        began = _before(time.start, comparison)
        lasting = has.of.model_copy(update={"where": (*has.of.where, began)})
        made = replace_has(pred, has.model_copy(update={"of": lasting}))
        return made

    def _limited(self, use: StateUse, definition: State) -> PredT | None:
        """退过两回以下: the amount a state tests, bounded from the other side."""
        said = use.lasting.amount if use.lasting is not None else None
        for param in definition.params if said is not None else ():
            assert use.lasting is not None and said is not None
            value = in_unit(said, param.unit)
            if value is not None and against(definition, param, use.lasting):
                found = bounded(use, definition, value)
                if found is None:
                    raise AmbiguousQuestion(
                        f"“{definition.zh}”不能按{said.text}这样限定，请换个说法。")
                return found
        return None

    def _took(self, use: StateUse) -> PredT | None:
        """超过3天才修好、三天内修好: how long it took to get there."""
        reached, said = self._reached(use), use.lasting
        amount = said.amount if said is not None else None
        if reached is None or said is None or amount is None or amount.interval is None:
            return None
        start, end = reached
        return AttrPred(path=end, cmp=said.cmp, value=PathRef(path=start, plus=amount.interval))

    def _dated(self, use: StateUse, definition: State) -> PredT | None:
        """过期三个月、报出超过72小时没修好: how long ago the date that makes it so was."""
        past = find_past(definition.pred)
        start = past.path if past is not None else self._started(use) or since(
            self._model, definition)
        if start is None or use.lasting is None:
            return None
        return And(preds=(StatePred(name=use.name, params=dict(use.params)),
                          _before(start, use.lasting)))


def _before(path: str, comparison: Comparison) -> AttrPred:
    """The date lies so long (or at most so long) before the moment."""
    interval = comparison.amount.interval if comparison.amount is not None else None
    assert interval is not None and isinstance(interval.n, int)
    return AttrPred(path=path, cmp=_LONGER.get(comparison.cmp, "<="),
                    value=Moment(plus=Interval(n=-interval.n, unit=interval.unit)))


def find_past(term: BaseModel, path: str | None = None) -> AttrPred | None:
    """Return the test that a date lies before the moment (of the path named, at or before it)."""
    if isinstance(term, AttrPred):
        moment = isinstance(term.value, Moment) and term.value.plus is None
        wanted = term.cmp == "<" if path is None else term.path == path and term.cmp == "<="
        return term if moment and wanted else None
    if not isinstance(term, And):
        return None
    return next((p for q in term.preds if (p := find_past(q, path)) is not None), None)


def since(model: SemanticModel, definition: State) -> str | None:
    """Return the date that dates a state (停用: 现状态起始日期), or that it is past (过期)."""
    entity = model.entity(definition.entity)
    named = {definition.zh, *definition.synonyms}
    for attribute in entity.attributes:
        if named & set(attribute.happens):
            return attribute.name
    past = find_past(definition.pred)
    if past is not None:
        return past.path
    starts = entity.time.start if entity.time is not None and entity.kind == "event" else None
    return starts if starts and find_past(definition.pred, starts) else None
