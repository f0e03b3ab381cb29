"""Several figures were told, and which place has most of them: each has a place of its own.

有证无口、有口无证各有多少，都集中在哪个市: two counts of different things, so two rankings.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed
from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase

_FIGURES = frozenset({"count", "metric"})


def figures_apart(clause: Frame, last: Frame) -> list[tuple[Frame, Frame]]:
    """Return the clause beside what it leans on: once, or once for each figure told before."""
    if not (_asks_where(clause) and _told_apart(last)):
        return [(clause, last)]
    return [(absorbed(Frame(), clause), replace(last, measures=[m])) for m in last.measures]


def _asks_where(clause: Frame) -> bool:
    """集中在哪个市, 哪个县最多: a place by the end of a figure that is not said again."""
    noun = clause.nouns[0] if len(clause.nouns) == 1 else None
    ends = clause.extreme is not None or noun is not None and noun.ranked is not None \
        and noun.ranked.by is None
    regions = noun is not None and noun.options[0] in REGIONS and noun.asked == "which"
    return ends and regions and not (clause.measures or clause.mods or clause.times
                                     or clause.basis or clause.ranked or clause.change)


def _told_apart(last: Frame) -> bool:
    """Figures of different things, none of them the rows' own."""
    several = len(last.measures) > 1 and all(_plain(m) for m in last.measures)
    return several and not (last.groups or last.nouns or last.extreme or last.ranked
                            or last.limit or last.basis or last.change)


def _plain(measure: MeasurePhrase) -> bool:
    return measure.kind in _FIGURES and measure.change is None and measure.agg is None \
        and not (measure.noun is not None and measure.noun.within is not None)
