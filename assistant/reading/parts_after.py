"""What a later clause asks of the set or the measure before: 其中国控多少、省控多少; 少的有几个."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import Against, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.shares import Shares, narrowed

_OTHER_WAY = {"up": "down", "down": "up"}


def parts_asked(
    clause: Frame, main: MeasurePhrase | None, noun: SetPhrase | None, resolver: Resolver
) -> None:
    """其中国控多少、省控多少: how much or how many of each part."""
    if clause.measures or clause.nouns or "value" not in clause.flags or clause.mods.preds:
        return
    conds = tuple(c for c in clause.mods.conds if c.options[0][1] is not None and not c.negated)
    if not conds or "of_which" not in clause.flags:
        return
    made = []
    for cond in (one for c in conds for one in _one_by_one(c)):
        mods = Mods(conds=(cond,))
        if main is not None and main.kind == "metric":
            if not resolver.metrics_fitting(mods, main.metrics):
                return
            made.append(replace(main, mods=main.mods.plus(mods)))
        elif noun is not None and any(resolver.fits(mods, o) for o in noun.options):
            made.append(MeasurePhrase("count", noun=narrowed(noun, mods)))
        else:
            return
    clause.measures = made
    kept = tuple(c for c in clause.mods.conds if c not in conds)
    clause.mods = replace(clause.mods, conds=kept)


def _one_by_one(cond: Cond) -> tuple[Cond, ...]:
    """Return one condition for each value that was listed."""
    options = [o for o in cond.options if len(o[2]) == cond.listed]
    if cond.listed < 2 or not options:
        return (cond,)
    return tuple(
        replace(cond, listed=1, options=tuple((e, a, (v[n],)) for e, a, v in options))
        for n in range(cond.listed))


def tested_by_main(clause: Frame, main: MeasurePhrase | None) -> None:
    """到报率是多少，低于95的站有几个: the things whose value of it lies there."""
    counts = [m for m in clause.measures if m.kind == "count" and m.noun is not None]
    if main is None or main.kind != "metric" or len(clause.bare) != 1 or len(counts) != 1 \
            or counts != clause.measures:
        return
    noun, comparison = counts[0].noun, clause.bare[0]
    amount = comparison.amount
    if noun is None or noun.implied or noun.mods.preds or amount is None \
            or amount.dimension == "count":
        return
    test = PredPhrase(replace(main, scope=None), comparison=comparison)
    clause.measures = [replace(counts[0], noun=noun.narrowed(Mods(preds=(test,))))]
    clause.bare, clause.bare_texts = [], []


def other_way(clause: Frame, earlier: Frame) -> None:
    """比前年多的市有几个，少的有几个: the same things that moved the other way."""
    signs = clause.flags & {"up", "down"}
    if not clause.counted or len(signs) != 1 or clause.measures or clause.mods or clause.nouns:
        return
    sign = next(iter(signs))
    for measure in reversed(earlier.measures):
        noun = measure.noun
        preds = noun.mods.preds if measure.kind == "count" and noun is not None else ()
        against = preds[0].against if len(preds) == 1 else None
        if noun is None or against is None or against.sign != _OTHER_WAY[sign]:
            continue
        moved = replace(preds[0], against=_turned(against, sign))
        other = replace(noun, mods=replace(noun.mods, preds=(moved,)))
        clause.measures = [MeasurePhrase("count", noun=other)]
        clause.counted = False
        return


def _turned(against: Against, sign: str) -> Against:
    return replace(against, sign="up" if sign == "up" else "down")


def of_those(clause: Frame, noun: SetPhrase | None) -> None:
    """…的户有几户，合计取了多少; 这几家加起来…: the measures are of the set said before."""
    if noun is None:
        return
    chosen = bool(noun.mods.preds or noun.mods.states or noun.ranked)
    chosen = chosen or any(c.options[0][1] is not None for c in noun.mods.conds)
    said = "pronoun" in clause.flags or (clause.summed and chosen)
    if not said or clause.nouns or clause.groups:
        return
    scope = replace(noun, asked="", number=None)
    clause.measures = [
        replace(m, scope=scope) if m.kind == "metric" and m.scope is None else m
        for m in clause.measures
    ]


def tested_of_those(clause: Frame, noun: SetPhrase | None, shares: Shares) -> None:
    """重点户的表报了几张，上报率没到百分之百的是哪几个市: the rate of those forms, not of all."""
    told = noun is not None and not (set(noun.options) & set(REGIONS) or noun.ranked) and (
        noun.mods.states or any(o[1] is not None for c in noun.mods.conds for o in c.options))
    if noun is None or not told:
        return
    scope = replace(noun, asked="", number=None, within=None)

    def of_those_rows(pred: PredPhrase) -> PredPhrase:
        subject = pred.subject
        if subject is None or subject.kind != "metric" or subject.scope or subject.mods:
            return pred
        metrics = shares.fitting(scope.mods, subject.metrics, scope.options)
        return pred if not metrics else replace(
            pred, subject=replace(subject, metrics=metrics, scope=scope))

    clause.nouns = [
        replace(n, mods=replace(n.mods, preds=tuple(map(of_those_rows, n.mods.preds))))
        if set(n.options) & set(REGIONS) else n for n in clause.nouns]
