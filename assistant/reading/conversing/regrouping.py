"""Edits of how it is told: another grouping, or the things themselves."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.conversing.ways import Ways
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, Item
from assistant.reading.shares import Shares


def regrouped(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Another grouping stands in the place of the old one; by time it stands beside it."""
    said.groups = [g for g in said.groups if not _told_apart(g, old)] or _having(old, said)
    if not said.groups:
        return old
    passing = [n for n in old.nouns if n.asked == "list" and any(
        p.subject is not None for p in n.mods.preds)]
    if len(passing) == 1 and len(said.groups) == 1 and said.groups[0].grain is None:
        one = said.groups[0]  # 低于95%的市，按县看: the counties that are so
        old.nouns = [replace(passing[0], options=(*one.entities, *one.paths), text=one.text)]
        return old
    old.nouns = [n for n in old.nouns if n.asked != "list"]
    timed = [g for g in said.groups if g.grain is not None]
    # 按季度 splits what is shown by city; 分市 stands in the place of the months
    beside = bool(timed) or bool(ways & {"also", "keep"})
    kept = [g for g in old.groups if (g.grain is None) == bool(timed)] if beside else []
    old.groups = [*kept, *(g for g in said.groups if g not in kept)]
    if not timed:
        old.nouns = [n for n in old.nouns if not n.ranked]
    if not beside:
        old.flags -= {"trend"}
    old.limit = old.ranked = old.extreme = None
    old.which = old.listed = False
    return old


def listed(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """名单: the things that were counted, named."""
    more = _more_of_each(old, said)
    if more:
        old.columns, old.listed = [*old.columns, *more], True
        return old
    whose = said.which and not (said.nouns or said.extreme or said.limit or said.ranked)
    asked = "listed" in ways or said.listed or whose
    if not asked or said.groups:
        return old
    counts = [m for m in old.measures if m.kind == "count" and m.noun is not None]
    if counts and len(counts) == len(old.measures):
        noun = counts[-1].noun
        assert noun is not None
        old.measures, old.counted, old.groups = [], False, []
        old.nouns = [replace(noun, asked="list")]
    old.listed = True
    old.attrs = [*old.attrs, *said.attrs]
    old.columns = [*old.columns, *said.columns]
    return old




def _more_of_each(old: Frame, said: Frame) -> list[Item]:
    """运维单位是谁: of each of the things that were listed."""
    about = {o for n in old.nouns for o in n.options}
    others = [n for n in said.nouns if n.asked and not n.mods and n.ranked is None
              and not about & set(n.options)]
    if old.measures or old.groups or not old.nouns or len(others) != len(said.nouns):
        return []
    return [Item("noun", replace(n, asked=""), 0, 0, 0.0, n.text) for n in others]


def _having(old: Frame, said: Frame) -> list[GroupPhrase]:
    """哪些县有: what was counted, in each of them that has any."""
    about = {o for m in old.measures if m.noun is not None for o in m.noun.options}
    asked = [n for n in said.nouns if n.asked in ("which", "list") and not n.mods
             and n.ranked is None and not about & set(n.options)]
    counts = all(m.kind in ("count", "metric") for m in old.measures)
    if len(asked) != 1 or said.extreme or said.limit or not old.measures or not counts:
        return []
    return [GroupPhrase(entities=asked[0].options, text=asked[0].text)]


def _told_apart(group: GroupPhrase, old: Frame) -> bool:
    """按原因分的, 哪种最多: the kinds that it is told apart by already."""
    bare = group.kinds and not group.entities and not group.paths and not group.attrs
    return bare and any(g.grain is None for g in old.groups)
