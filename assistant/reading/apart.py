"""Counts of one noun that differ in one value are counted apart, one row for each value.

没销号的有证无口问题几个，有口无证问题几个 → by kind. A value of what happens to the counted things
(漂移的站和中断的站) groups the happenings, and counts the different things they happened to.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import AttrPred, Count, Members
from assistant.reading.frame import Frame
from assistant.reading.happenings import behind, lasting_kinds
from assistant.reading.nodes import Cond, StateUse
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.phrases import join_conditions
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles

_STILL = frozenset({"problem_open", "ticket_open", "anomaly_open", "review_open"})


def count_apart(frame: Frame, resolver: Resolver) -> None:
    """Merge the frame's counts when they are alternatives of one attribute."""
    counts = [m for m in frame.measures if m.kind == "count" and m.noun is not None]
    if len(counts) >= 2 and counts == frame.measures:
        merged = _merged([m.noun for m in counts if m.noun is not None])
        if merged is not None:
            frame.measures = [replace(counts[0], noun=merged)]


def _merged(nouns: list[SetPhrase]) -> SetPhrase | None:
    first = nouns[0]
    joined: Cond | None = None
    for noun in nouns:
        mine = noun.mods.conds
        same = set(noun.options) == set(first.options) and noun.within is None
        states = noun.mods.states in ((), first.mods.states)
        if not same or not states or len(mine) != 1 or noun.mods.preds or noun.ranked \
                or mine[0].negated:
            return None
        joined = mine[0] if joined is None else join_conditions(joined, mine[0])
        if joined is None:
            return None
    assert joined is not None
    listed = replace(joined, listed=max(2, joined.listed))
    return replace(first, mods=replace(first.mods, conds=(listed,)))


def count_happenings(roles: Roles, frame: Frame, resolver: Resolver) -> None:
    """Count the different things behind the happenings that are listed by a value of theirs."""
    if len(roles.measures) != 1 or frame.summed or roles.rows is not None:
        return
    measure = roles.measures[0]
    listed = [*roles.listed, *(c for c in measure.mods.conds if c.listed >= 2)]
    noun = measure.noun if measure.kind == "count" else None
    if measure.kind == "metric" and measure.scope is None:
        formula = resolver.model.metric(measure.metrics[0]).formula
        if isinstance(formula, Count) and isinstance(formula.of, Members):
            noun = SetPhrase((formula.of.entity,), measure.mods)
    noun = noun or (roles.head if measure.kind == "count" else None)
    if noun is None or not noun.options or noun.mods.states or noun.mods.preds:
        return
    base = noun.options[0]
    for cond in listed:
        entity, attribute, _ = resolver.nearest(cond, (base,))
        event = resolver.model.entity(entity).kind == "event"
        if attribute is not None and event and resolver.below(entity, base):
            happened = replace(noun, options=(entity,))
            roles.measures = [MeasurePhrase("count", noun=happened, distinct=base,
                                            text=measure.text)]
            return


def count_by_what_happened(roles: Roles, resolver: Resolver) -> None:
    """退回表的理由分布: told apart by a value of the happening, the happenings are counted."""
    measure = roles.measures[0] if len(roles.measures) == 1 and roles.rows is None else None
    noun = measure.noun if measure is not None and measure.kind == "count" else None
    if measure is None or noun is None or len(noun.mods.states) != 1 or noun.mods.preds \
            or noun.within is not None:
        return
    told = {p.split(".")[0] for g in roles.groups for p in g.paths} | {
        a.entity for g in roles.groups for a in g.attrs}
    for use in noun.mods.states[0]:
        has = behind(resolver.model, use)
        of = has.of if has is not None else None
        if not isinstance(of, Members) or of.entity not in told or use.negated \
                or use.entity in told or use.lasting is not None or use.params:
            continue
        kinds = tuple(Cond(((of.entity, p.path, (p.value,)),), str(p.value))
                      for p in lasting_kinds(of)
                      if isinstance(p, AttrPred) and isinstance(p.value, str | bool))
        happened = SetPhrase((of.entity,), Mods(conds=(*noun.mods.conds, *kinds)))
        roles.measures = [replace(measure, noun=happened)]
        roles.head = happened
        return


def count_values(frame: Frame, roles: Roles, resolver: Resolver) -> tuple[PredPhrase, ...]:
    """重复上传和计数回零，各多少起: values of a happening with no noun count it.

    Returns:
        The conditions on those happenings that the count took.
    """
    if not frame.counted or roles.measures or roles.rows is not None or roles.scope_nouns:
        return ()
    kinds = [{o[0] for o in c.options if o[1] is not None} for c in frame.mods.conds]
    named = [k for k in kinds if k]
    common = set.intersection(*named) if named else set()
    events = tuple(e for e in sorted(common) if resolver.model.entity(e).kind == "event")
    if not events:
        return ()
    preds = tuple(p for p in frame.mods.preds if resolver.fits_pred(p, events[0]))
    roles.measures.append(MeasurePhrase("count", noun=SetPhrase(events, Mods(preds=preds))))
    return preds


def count_open(frame: Frame, resolver: Resolver) -> None:
    """未装计量的问题还剩几条: what is left of happenings are those still open."""
    if "rest" not in frame.flags:
        return
    for index, measure in enumerate(frame.measures):
        noun = measure.noun
        if measure.kind != "count" or noun is None or noun.mods.states or noun.mods.preds:
            continue
        still = tuple(StateUse(s.name, s.entity) for s in resolver.model.states
                      if s.entity in noun.options and s.name in _STILL)
        if still and not frame.mods.states:
            narrowed = noun.narrowed(Mods(states=(still,)))
            frame.measures[index] = replace(measure, noun=narrowed)
