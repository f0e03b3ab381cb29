"""A figure of all was asked first; what picks or splits after it is a question of its own.

从发现到销号平均几天，哪一类最慢: the mean of all, and the kind with the longest.
全省…多少，也按市排一下: the figure of the whole, and the cities. A split alone (取水量多少，
按市列) only says how to show the figure.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.furthest import moved_furthest
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase


def told_first(clause: Frame, last: Frame) -> bool:
    """Return whether the clause asks anew of a figure that was asked of all before."""
    if clause.measures or clause.nouns or clause.bare or not _is_of_all(last):
        return False
    split = bool(clause.groups or clause.which or clause.when)
    picks = bool(clause.extreme or clause.limit or clause.ranked)
    if _asked(last) and picks and split:
        return True
    return split and _is_told(clause, last)


def besides(clause: Frame, last: Frame) -> bool:
    """全省取水量、上传率，还有取水最多的市: what is ranked is asked beside those of the whole."""
    ranked = clause.ranked or next((n.ranked for n in clause.nouns if n.ranked), None)
    split = clause.groups and (clause.order or clause.extreme or clause.limit)
    return "besides" in clause.flags and last.whole and _is_of_all(last) \
        and bool(ranked or split)


def shared_out(clause: Frame, last: Frame) -> bool:
    """许可水量合计多少，平均每本多少: the figure just told, shared among the things it is of."""
    main = last.measures[-1] if last.measures else None
    own = clause.measures[0] if len(clause.measures) == 1 else None
    among = own is not None and own.kind == "count" and own.per == "each" and own.noun is not None \
        and not own.noun.mods  # 平均每户多少: the holders are no figure of their own
    alone = not clause.measures and clause.per == "each" and "value" in clause.flags
    return (alone or among) and main is not None and main.kind == "metric" \
        and main.per is None and _asked(last)


def share_out(clause: Frame, last: Frame, noun: SetPhrase | None) -> None:
    """Make what is shared out the measure of the clause."""
    if not shared_out(clause, last):
        return
    main = last.measures[-1]
    said = clause.measures[0].noun if clause.measures else None
    of_those = main.scope or noun
    among = said if said is not None and (
        of_those is None or not set(said.options) & set(of_those.options)) else of_those
    clause.measures, clause.per = [replace(main, per="each", per_noun=among)], ""


def _is_told(clause: Frame, last: Frame) -> bool:
    """总共多少家，…，九类分开列; 全省多少，也按市排一下."""
    if "besides" in clause.flags and last.whole:
        return True
    return last.summed and _asked(last) and bool(clause.groups)


def _is_of_all(frame: Frame) -> bool:
    picked = frame.extreme or frame.ranked or frame.limit or frame.which or frame.listed
    rows = any(n.asked or n.ranked for n in frame.nouns)
    named = any(c.listed > 1 for c in frame.mods.conds)  # 高安、丰城各多少: told of each
    return bool(frame.measures) and not (picked or rows or named or frame.groups or frame.when)


def _asked(frame: Frame) -> bool:
    return bool(frame.counted or frame.shared or frame.flags & {"value", "length"}
                or any(_asks(m) for m in frame.measures))


def _asks(measure: MeasurePhrase) -> bool:
    return measure.kind in ("count", "happenings", "share")


def by_place(clause: Frame) -> bool:
    """Return whether what is told apart are places, each with its own share."""
    said = {e for g in clause.groups for e in (*g.entities, *g.paths)}
    return bool(said & set(REGIONS)) or not clause.groups


def split_anew(clause: Frame, last: Frame) -> Frame:
    """Return the figure asked before, split or ranked as the clause says."""
    clause.times = clause.times or list(last.times)
    clause.full = clause.full or list(last.full)
    clause.mods = clause.mods.plus(last.mods)
    clause.nouns = [*last.nouns, *clause.nouns]
    clause.head = clause.head or last.head
    clause.flags |= last.flags & {"now", "raised", "growth", "both_ways"}
    picks = clause.extreme or clause.limit or clause.ranked
    clause.measures = last.measures[-1:] if picks else list(last.measures)
    if picks and clause.measures and moved_furthest(clause, clause.measures[0]):
        return clause
    part = clause.measures[0].part
    if part is not None and part.kind == "count" and not by_place(clause):
        clause.measures = [part]  # 有毛病的占几成，排第一的是哪一类毛病: of those that have some
    clause.basis = clause.basis or list(last.basis)
    clause.change = clause.change or last.change
    clause.aggs = [*last.aggs, *clause.aggs]
    return clause


def list_all(clause: Frame, last: Frame) -> None:
    """哪个市最慢？把各市都列出来: all of them, in the order of what was asked."""
    kinds = {e for g in clause.groups for e in (*g.entities, *g.paths)}
    ends = last.extreme is not None or last.ranked is not None
    if clause.listed and ends and any(n.asked == "which" and kinds & set(n.options)
                                      for n in last.nouns):
        last.flags.add("all_shown")
        clause.groups = []
