"""过期后抽了多少: an amount from the day after each row's own date."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import (
    Agg,
    At,
    MeasureObj,
    MeasurePred,
    Members,
    Metric,
    Number,
    StatePred,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.time import Interval, Period, RowDate
from assistant.reading.frame import Frame
from assistant.reading.nodes import Amount, Comparison, StateUse
from assistant.reading.phrase_types import (
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
    StateChoice,
)
from assistant.reading.resolve import Resolver
from assistant.reading.state_terms import since


def taken_since(frame: Frame, resolver: Resolver) -> None:
    """过期三个月还在抽水的: with no period said, it goes on after the date of the other state."""
    if frame.times:
        return

    def mods(given: Mods) -> Mods:
        going_on = [c for c in given.states if _metric_of(resolver, c)]
        dated = [c for c in given.states if c not in going_on and _dated(resolver, c)]
        if len(going_on) != 1 or len(dated) != 1:
            return given
        amount = MeasurePhrase("metric", metrics=(_metric_of(resolver, going_on[0]),),
                               since=(dated[0],))
        more = PredPhrase(amount, comparison=Comparison(">", Amount(0.0)))
        return replace(given, states=tuple(c for c in given.states if c not in going_on),
                       preds=(*given.preds, more))

    def noun(given: SetPhrase) -> SetPhrase:
        return replace(given, mods=mods(given.mods))

    frame.mods = mods(frame.mods)
    frame.nouns = [noun(n) for n in frame.nouns]
    frame.measures = [replace(m, noun=noun(m.noun)) if m.noun is not None else m
                      for m in frame.measures]


def _metric_of(resolver: Resolver, choice: StateChoice) -> str:
    """The metric that a state says is more than none (在抽水)."""
    pred = resolver.model.state(choice[0].name).pred
    none = isinstance(pred, MeasurePred) and pred.cmp == ">" and isinstance(pred.right, Number) \
        and pred.right.value == 0 and isinstance(pred.left, Metric)
    return pred.left.name if none and not choice[0].negated else ""  # type: ignore[union-attr]


def _dated(resolver: Resolver, choice: StateChoice) -> list[tuple[StateUse, str]]:
    model = resolver.model
    return [(use, began) for use in choice
            if model.entity(use.entity).kind == "thing" and not use.negated
            and (began := since(model, model.state(use.name))) is not None]


def amount_since(
    resolver: Resolver, measure: MeasureObj, said: StateChoice, head: SetPhrase | None
) -> Agg:
    """Return the amount after the state began, of each thing in it.

    Raises:
        AmbiguousQuestion: after what, was not said.
        NotRecorded: nothing dates the state.
    """
    choices = [said] if said else list(head.mods.states) if head is not None else []
    if not choices:
        raise AmbiguousQuestion("没有听出是什么之后的量，请说明。")
    dated = [pair for choice in choices for pair in _dated(resolver, choice)]
    if not dated:
        word = resolver.model.state(choices[0][0].name).zh
        raise NotRecorded(f"“{word}”没有登记起止时间，算不出之后的量。")
    nearest = resolver.nearest_state(tuple(u for u, _ in dated), head.options[0]) \
        if head is not None and head.options else None
    use, began = next((p for p in dated if p[0] == nearest), dated[0])
    start = RowDate(path=began, plus=Interval(n=1))
    over = Members(entity=use.entity, where=(StatePred(name=use.name),))
    return Agg(fn="sum", of=At(measure=measure, time=Period(first=start)), over=over)
