"""The figure of those named, after which is at the end: 哪个行业耗水率最高，农业和工业分别多少."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase
from assistant.reading.places_of import places_said
from assistant.reading.referents import main_of
from assistant.reading.shares import Shares

_NAMED = "named"


def of_named(clause: Frame, last: Frame | None, shares: Shares) -> Frame | None:
    """Return the question for the figure of the values or places named; None if it is another."""
    if last is None or not _names_only(clause) or not (
            _picks(last) or _NAMED in last.flags):
        return None
    main = main_of(last)
    if main is None or main.kind != "metric" or main.change is not None:
        return None
    measured = _fitting(main, clause, shares)
    if measured is None:
        return None
    asked = replace(clause, measures=[measured], times=list(clause.times or last.times),
                    full=list(clause.full or last.full), flags={*clause.flags - {"parent"}, _NAMED},
                    whole=clause.whole or "parent" in clause.flags)
    if not asked.whole and not any(c.options[0][1] is None for c in clause.mods.conds):
        asked.mods = replace(clause.mods, conds=(*clause.mods.conds, *places_said(last)))
    asked.heard = list(clause.heard)
    return asked


def _names_only(clause: Frame) -> bool:
    """农业和工业分别多少, 南昌呢: values and places, and no word of what is measured of them."""
    whole = clause.whole or "parent" in clause.flags
    named = (clause.mods.conds or whole) and not any(c.negated for c in clause.mods.conds)
    other = clause.measures or clause.nouns or clause.groups or clause.mods.states \
        or clause.mods.preds or clause.counted or clause.shared or clause.change \
        or clause.basis or clause.extreme or clause.ranked or clause.limit or clause.which \
        or clause.when or clause.bare or clause.attrs or clause.back or clause.aggs
    return bool(named) and not other and clause.flags & {"value", "again"} != set() \
        and not clause.flags & {"of_which", "difference", "why", "yesno"}


def _picks(last: Frame) -> bool:
    """Which one is at the end of a measure was asked."""
    ranked = last.extreme or last.ranked or any(n.ranked is not None for n in last.nouns)
    asked = last.which or any(n.asked == "which" for n in last.nouns) \
        or any(g.asked or g.kinds for g in last.groups)
    return bool(ranked and asked)


def _fitting(main: MeasurePhrase, clause: Frame, shares: Shares) -> MeasurePhrase | None:
    values = replace(clause.mods, conds=tuple(
        c for c in clause.mods.conds if c.options[0][1] is not None))
    metrics = shares.resolver.metrics_fitting(values, main.metrics) if values else main.metrics
    return replace(main, metrics=metrics) if metrics else None
