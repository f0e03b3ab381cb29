"""Trailing instructions on what counts: 标了疑似单位错误的表剔除; 停用的也一起算.

They are said of all that was asked. What is left aside narrows every figure and set that it can
narrow; where it can narrow none it is unread. What is taken in widens what had been narrowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.shares import Shares


def instructed(
    clause: Frame, frames: list[Frame], shares: Shares, items: Sequence[Item]
) -> bool:
    """Apply a clause that only says what counts to all that was asked; False for others."""
    listed = [m for i in items if i.kind == "alternatives" for m in i.value]
    if frames and _one_of_each(clause, frames[-1]):
        frames[-1].heard += [i.text for i in items]
        return True
    if not frames or _asks(clause) or not (clause.nouns or clause.mods or listed):
        return False
    said = clause.nouns[0].narrowed(clause.mods) if clause.nouns else SetPhrase((), clause.mods)
    said = replace(said, mods=_denied(said.mods)) if clause.left_aside else said
    if "take_in" in clause.flags:
        for mods in (said.mods, *listed):
            _take_in(mods, frames, shares)
        frames[-1].heard += [i.text for i in items]
    elif clause.left_aside and said.mods:
        for frame in frames:
            _Narrowing(said, shares).frame(frame, clause.left_aside)
    else:
        return False
    frames[-1].unread += clause.unread
    return True


def _one_of_each(clause: Frame, last: Frame) -> bool:
    """各市…最低的是哪个月，一个市给一个月: as many as each of the groups was asked for."""
    said = [i.value.interval for i in clause.numbers]
    named = {o for n in clause.nouns if not n.mods and not n.asked for o in n.options}
    named |= {e for g in clause.groups for e in (*g.entities, *g.paths)}
    apart = {e for g in last.groups for e in (*g.entities, *g.paths)}
    return len(said) == 1 and said[0] is not None and (said[0].n, said[0].unit) == (1, last.when) \
        and bool(named & apart) and not (clause.measures or clause.mods or clause.ranked)


def _asks(clause: Frame) -> bool:
    return bool(clause.measures or clause.counted or clause.which or clause.listed or clause.groups
                or clause.ranked or clause.extreme or clause.limit or clause.when or clause.basis
                or clause.bare or len(clause.nouns) > 1 or any(
                    n.asked or n.ranked for n in clause.nouns))


def _denied(mods: Mods) -> Mods:
    """县级退的不算: one of the two is not so; what is denied already stays so."""
    if any(u.negated for c in mods.states for u in c) or len(mods.conds) + len(mods.states) < 2:  # noqa: PLR2004
        return mods
    ways = [Mods(conds=(replace(c, negated=not c.negated),)) for c in mods.conds]
    ways += [Mods(states=(tuple(replace(u, negated=True) for u in c),)) for c in mods.states]
    return Mods(preds=(*mods.preds, PredPhrase(any_of=tuple(ways))))


class _Narrowing:
    """Leaves aside of each figure and set of a frame what is said not to count."""

    def __init__(self, left: SetPhrase, shares: Shares) -> None:
        self._left, self._shares = left, shares
        owners = tuple(dict.fromkeys(u.entity for c in left.mods.states for u in c))
        self._options = left.options or owners
        self._taken = False

    def frame(self, frame: Frame, words: list[str]) -> None:
        frame.measures = [self._measure(m) for m in frame.measures]
        frame.nouns = [self._noun(n) for n in frame.nouns]
        frame.mods = replace(frame.mods, preds=tuple(map(self._pred, frame.mods.preds)))
        if frame.ranked is not None and frame.ranked.by is not None:
            frame.ranked = replace(frame.ranked, by=self._measure(frame.ranked.by))
        if self._taken:
            frame.heard += words
        else:
            frame.unread += words

    def _measure(self, measure: MeasurePhrase) -> MeasurePhrase:
        noun = measure.noun
        if measure.kind in ("count", "happenings") and noun is not None:
            return replace(measure, noun=self._noun(noun, counted=True))
        if measure.kind == "metric":
            return self._metric(measure)
        return replace(
            measure, terms=tuple(map(self._measure, measure.terms)),
            part=self._measure(measure.part) if measure.part is not None else None,
            whole=self._measure(measure.whole) if measure.whole is not None else None)

    def _metric(self, measure: MeasurePhrase) -> MeasurePhrase:
        fitting = self._shares.fitting(self._left.mods, measure.metrics, self._options)
        if not fitting:
            return measure
        self._taken = True
        scope = measure.scope
        if scope is None:
            only = replace(self._left, options=self._options, asked="")
            return replace(measure, metrics=fitting, scope=only)
        if set(scope.options) & set(self._options):
            return replace(measure, metrics=fitting, scope=scope.narrowed(self._left.mods))
        return replace(measure, metrics=fitting, mods=measure.mods.plus(self._left.mods))

    def _noun(self, noun: SetPhrase, *, counted: bool = False) -> SetPhrase:
        tested = tuple(map(self._pred, noun.mods.preds))
        noun = replace(noun, mods=replace(noun.mods, preds=tested))
        if noun.ranked is not None and noun.ranked.by is not None:
            noun = replace(noun, ranked=replace(noun.ranked, by=self._measure(noun.ranked.by)))
        rows = counted or noun.asked or noun.ranked is not None
        same = not self._left.options or bool(set(noun.options) & set(self._left.options))
        own = same and any(self._shares.resolver.fits(self._left.mods, o) for o in noun.options)
        if not (rows and own) or self._taken:
            return noun
        self._taken = True
        return noun.narrowed(self._left.mods)

    def _pred(self, pred: PredPhrase) -> PredPhrase:
        subject = pred.subject
        return pred if subject is None else replace(pred, subject=self._measure(subject))


def _take_in(said: Mods, frames: list[Frame], shares: Shares) -> None:
    """停用的也一起算: beside what the set was narrowed to; of an open set it takes nothing away."""
    for frame in frames:
        for index, measure in enumerate(frame.measures):
            noun = measure.noun if measure.kind == "count" else measure.scope
            if noun is None:
                continue
            wider = replace(noun, mods=_wider(noun.mods, said, shares))
            frame.measures[index] = replace(measure, noun=wider) if measure.kind == "count" \
                else replace(measure, scope=wider)
        frame.nouns = [replace(n, mods=_wider(n.mods, said, shares)) for n in frame.nouns]


def _wider(mods: Mods, said: Mods, shares: Shares) -> Mods:
    apart = shares.resolver.states.exclusive
    against = tuple(c for c in mods.states if any(
        apart(a, b) for a in c for other in said.states for b in other))
    mods = replace(mods, conds=tuple(_joined(c, said) for c in mods.conds))
    if not against:
        return mods
    ways = tuple(Mods(states=(c,)) for c in (*against, *said.states))
    kept = tuple(c for c in mods.states if c not in against)
    return replace(mods, states=kept, preds=(*mods.preds, PredPhrase(any_of=ways)))


def _joined(cond: Cond, said: Mods) -> Cond:
    options = []
    for entity, attribute, values in cond.options:
        more = [o[2] for c in said.conds for o in c.options if o[:2] == (entity, attribute)]
        options.append((entity, attribute, tuple(dict.fromkeys((*values, *sum(more, ()))))))
    return replace(cond, options=tuple(options))
