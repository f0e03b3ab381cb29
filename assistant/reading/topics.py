"""What a clause that only set the topic gives up to the clause that asks."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Period
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Mods, PredPhrase
from assistant.reading.resolve import Resolver


def topic_noun(clause: Frame, earlier: Frame) -> None:
    """A topic whose parts are counted or shared out is no noun of its own any more."""
    used = any(
        m.kind == "share" or (m.noun is not None and m.noun.within is not None)
        for m in clause.measures)
    if used and earlier.nouns:
        earlier.nouns = earlier.nouns[:-1]


def topic_of_all_time(clause: Frame, earlier: Frame, resolver: Resolver) -> None:
    """换过两回表的站，入夏以来异常率多少: how often ever; the period is the figure's."""
    figures = bool(clause.measures) and all(m.kind == "metric" for m in clause.measures)
    if earlier.times or not clause.times or not figures:
        return

    def ever(pred: PredPhrase) -> PredPhrase:
        subject = pred.subject
        noun = subject.noun if subject is not None and subject.kind == "count" else None
        if subject is None or noun is None or subject.time is not None or any(
                resolver.model.entity(o).kind != "event" for o in noun.options):
            return pred
        return replace(pred, subject=replace(subject, time=Period(label="历来")))

    earlier.nouns = [replace(n, mods=replace(n.mods, preds=tuple(map(ever, n.mods.preds))))
                     for n in earlier.nouns]


def topic_basis(clause: Frame, earlier: Frame) -> None:
    """和2020年相比，…一共降了多少: the change is against what was said first."""
    if not earlier.basis:
        return
    given = earlier.basis[0]
    changed = [
        replace(m, change=replace(m.change, basis=given.basis, longterm=given.longterm,
                                  parent=given.parent))
        if m.change is not None and m.change.basis is None else m
        for m in clause.measures
    ]
    if changed != clause.measures:
        clause.measures, earlier.basis = changed, earlier.basis[1:]


def topic_time(clause: Frame, earlier: Frame, resolver: Resolver) -> None:
    """8月1号以前过期的证，8月份还在取水的: each period is of what is said in its own clause."""
    if len(earlier.times) != 1 or not clause.times or clause.times == earlier.times \
            or clause.basis or earlier.basis or earlier.measures:
        return
    said = [choice for mods in (earlier.mods, *(n.mods for n in earlier.nouns))
            for choice in mods.states if any(resolver.states.timed(u) for u in choice)]
    if len(said) != 1:
        if earlier.times[0].first is None:  # what was so by then, nobody said of which
            earlier.unread.append(earlier.times[0].label)
        return
    own = said[0][0]
    time = earlier.times[0]
    until = time.first is None

    def dated(mods: Mods) -> Mods:
        return replace(mods, states=tuple(
            tuple(replace(u, time=time, during=u.during or not until)
                  if resolver.states.timed(u) and u.time is None else u for u in choice)
            if any(u.name == own.name for u in choice) else choice for choice in mods.states))

    earlier.mods = dated(earlier.mods)
    earlier.nouns = [replace(n, mods=dated(n.mods)) for n in earlier.nouns]
    earlier.times, earlier.full = [], []
