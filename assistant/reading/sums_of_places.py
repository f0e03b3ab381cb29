"""A number of each thing, asked of several places: 上饶和抚州的灌区设计面积各多少 sums it."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.loose import as_measure
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import Item
from assistant.reading.resolve import Resolver

_SEVERAL = 2


def sum_in_places(frame: Frame, resolver: Resolver) -> None:
    """Ask the sum of the attribute, where it is asked of places and not of the things in them."""
    asked = frame.flags & {"each", "value"} and not (frame.measures or frame.which or frame.listed)
    if not asked or frame.ranked is not None or not _several_places(frame) or any(
            n.asked or n.ranked for n in frame.nouns):
        return
    terms = [*frame.columns, *(Item("attr", a, 0, 0, 0.0, "") for a in frame.attrs)]
    sums = [as_measure(t, resolver) for t in terms if t.kind == "attr"]
    if sums and len(sums) == len(terms) and all(s is not None for s in sums):
        frame.measures = [s for s in sums if s is not None]
        frame.attrs, frame.columns = [], []


def _several_places(frame: Frame) -> bool:
    conds = [*frame.mods.conds, *(c for n in frame.nouns for c in n.mods.conds)]
    listed = any(c.listed >= _SEVERAL and c.options[0][1] is None and not c.negated
                 for c in conds)
    return listed or any(set(g.entities) & set(REGIONS) for g in frame.groups)
