"""Put the clauses of a question together: topics, questions of their own, additions.

A clause either sets the topic of what follows (九江上周掉过线的站里，), asks (自筹的占几成), adds
to what was just asked (按市列，从高到低), or asks something new that leans on what was said
before (前年呢；其中国控的几个). Each question of a sentence becomes one frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from assistant.reading.choosing import choose_by_change
from assistant.reading.follow_on import counts_again, follow_on
from assistant.reading.frame import Frame
from assistant.reading.hearing import in_the_year_said
from assistant.reading.leaning import lean
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.shares import Shares

_ASKING_FLAGS = frozenset({
    "yesno", "check", "value", "place_of", "trend", "why", "difference", "ratio", "length",
    "bins", "crosstab", "fraction",
})


class Talk:
    """Collects the frames of one question, clause by clause."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self.frames: list[Frame] = []

    def hear(self, items: Sequence[Item]) -> None:
        """Take in the phrases of one clause."""
        clause = Frame()
        clause.hear(list(items))
        last = self.frames[-1] if self.frames else None
        clause.times = [in_the_year_said(p, last.times if last else []) for p in clause.times]
        follow_on(clause, last, self._shares.resolver)
        self._shares.imply(clause)
        choose_by_change(clause, self._shares.resolver)
        if last is None:
            self._shares.close(clause, None, None)
            self.frames.append(clause)
        else:
            self._go_on(clause, last)

    def _go_on(self, clause: Frame, last: Frame) -> None:
        """Take in a clause after the first."""
        if _asks_for_one(last):
            clause.pronouns = []  # 哪个市降水最多，它用了多少水
        if not _which_of_course(clause, last) and (
                not asks(last) or not (last.asks() or last.groups)):
            lean(clause, last, self._shares, topic=True)
            self.frames[-1] = absorbed(last, clause)
        elif _counts_bins(clause, last):
            self.frames[-1] = absorbed(last, clause)
        elif self._said_already(clause, last):
            last.unread += clause.unread  # 哪个批次最多，有多少个站: the count is shown
        elif self._repeats(clause, last):
            shared = last.shared or any(m.kind == "share" for m in last.measures)
            if clause.times and not clause.mods and len(last.times) == 1 and not shared:
                last.times.extend(clause.times)  # 去年…，前年呢: side by side
            elif clause.whole and last.groups:
                last.flags.add("parent")  # 各市…，全省是多少
            else:
                self.frames.append(_again(last, clause, self._shares))
        elif self._adds(clause, last):
            self._add(clause, last)
        else:
            lean(clause, last, self._shares, topic=False)
            if clause.joins or _only_rebased(clause, last):
                self.frames[-1] = absorbed(last, clause)
            else:
                self.frames.append(clause)

    def _said_already(self, clause: Frame, last: Frame) -> bool:
        """The number of the very things the rows are ranked by."""
        by = last.ranked.by if last.ranked is not None else None
        alone = len(clause.measures) == 1 and not (
            clause.nouns or clause.groups or clause.mods or clause.times or clause.bare)
        noun = clause.measures[0].noun if alone and clause.measures[0].kind == "count" else None
        if by is None or noun is None or noun.mods or noun.within or not noun.options:
            return False
        counted = by.noun if by.kind == "count" else next(
            (n for m in by.metrics if (n := self._shares.resolver.counted(m)) is not None), None)
        return counted is not None and bool(set(counted.options) & set(noun.options))

    def _repeats(self, clause: Frame, last: Frame) -> bool:
        """前年呢、赣州呢: the same question at another time or place."""
        if counts_again(clause, last):
            return True
        if _subject(clause) or clause.groups or clause.bare or clause.basis or _asks_more(clause):
            return False
        again = bool({"again", "value"} & clause.flags) or clause.shared
        if clause.times and not clause.mods:
            return bool(last.times) and again
        if (clause.whole or "parent" in clause.flags) and not clause.mods:
            return again and (bool(last.groups) or _placed(last))
        return again and bool(clause.mods.conds or clause.mods.states)

    def _adds(self, clause: Frame, last: Frame) -> bool:
        """No subject of its own and no part of one: it says more of what was asked."""
        if _subject(clause):
            return False
        by = clause.ranked.by if clause.ranked is not None else None
        if by is not None and "value" in last.flags and last.measures and not last.groups \
                and (clause.which or clause.attrs or any(g.asked for g in clause.groups)):
            return False  # 耗水率多少，哪个行业的耗水率最高: two questions
        part = (clause.mods or clause.bare) and clause.counted
        counted = bool(last.measures) and not last.groups and not any(
            n.asked or n.ranked for n in last.nouns)
        ends = counted and bool(clause.limit or clause.extreme) and clause.which
        other = clause.counted and bool(clause.flags & {"up", "down"})
        parts = "of_which" in clause.flags and "value" in clause.flags and bool(clause.mods)
        course = _which_of_course(clause, last)
        whether = "yesno" in clause.flags and bool(clause.mods.states) and asks(last)
        if whether:  # …有几家，整改完没有: of something else, nobody said of what
            clause.unread += [self._shares.resolver.model.state(c[0].name).zh
                              for c in clause.mods.states if not self._shares.of_head(c, last)]
        return not (part or clause.shared or ends or other or parts or course)

    def _add(self, clause: Frame, last: Frame) -> None:
        if clause.extreme is not None and _told_by_group(last):
            clause.flags.add("all_shown")  # 各类平均几天，哪类最慢: the table, the slowest first
        if clause.times and last.times and not clause.basis:
            clause.times = []  # the question has its period; 2025年的 said again adds none
        if clause.basis and not clause.times and any(m.change is None for m in last.measures):
            if all(m.change for m in last.measures):  # 环比呢，同比呢: one more basis
                last.measures = [*last.measures, *(
                    replace(m, change=clause.basis[0]) for m in last.measures)]
            else:
                last.measures = [m if m.change else replace(m, change=clause.basis[0])
                                 for m in last.measures]
            clause.basis = clause.basis[1:]
        for frame in self.frames[:-1]:
            if clause.times and not frame.times:
                frame.times = list(clause.times)
            if clause.groups and frame.measures and not frame.groups:
                frame.groups = list(clause.groups)  # 按市摆个表 is said of all of them
        self.frames[-1] = absorbed(last, clause)


def _which_of_course(clause: Frame, last: Frame) -> bool:
    """每个月的取水量，哪个月最高: the course and its end are both asked."""
    ends = clause.when is not None and clause.extreme is not None
    return ends and not clause.measures and bool(last.measures) and any(
        g.grain for g in last.groups)


def _asks_for_one(frame: Frame) -> bool:
    ends = frame.extreme or frame.ranked or any(n.ranked for n in frame.nouns)
    return bool(ends) and (frame.which or any(n.asked == "which" for n in frame.nouns))


def _asks_more(clause: Frame) -> bool:
    """Anything but what the value is."""
    rest = Frame(flags=clause.flags - {"value", "again"}, change=clause.change)
    return asks(rest) or bool(clause.counted or clause.which or clause.listed or clause.extreme
                              or clause.limit or clause.order or clause.ranked)


def _placed(frame: Frame) -> bool:
    mods = [frame.mods, *(m.mods for m in frame.measures), *(n.mods for n in frame.nouns)]
    return any(_is_place(c) for given in mods for c in given.conds)


def _is_place(cond: Cond) -> bool:
    return any(o[1] is None for o in cond.options[:1]) and not cond.negated


def _counts_bins(clause: Frame, last: Frame) -> bool:
    """…以下、…到…、…以上，各几个县: the count belongs to the thresholds said side by side."""
    only_counts = all(m.kind == "count" for m in clause.measures) and not clause.nouns
    counts = clause.counted or bool(clause.measures)
    several = len(last.bare) + len(clause.bare) > 1 and "each" in clause.flags
    return several and only_counts and counts


def _told_by_group(frame: Frame) -> bool:
    """Whether a figure was asked of every group, with none of them picked."""
    groups = bool(frame.groups) and not any(g.asked for g in frame.groups)
    picked = frame.extreme or frame.ranked or frame.limit or any(n.ranked for n in frame.nouns)
    told = bool(frame.flags & {"value", "length", "each"} or frame.counted)
    return groups and bool(frame.measures) and told and not picked


def asks(frame: Frame) -> bool:
    """Return whether the frame holds a question, not only a topic."""
    return bool(
        frame.counted or frame.which or frame.listed or frame.when or frame.shared
        or frame.extreme or frame.ranked or frame.limit or frame.change or frame.bins
        or frame.order or frame.flags & _ASKING_FLAGS
        or any(n.asked for n in frame.nouns)
        or any(m.kind in ("count", "happenings") or m.change or (
            m.kind == "share" and not m.lift_below) for m in frame.measures)
    )


def _subject(frame: Frame) -> bool:
    return bool(frame.measures or frame.nouns or frame.metric_groups or frame.sides)


def absorbed(frame: Frame, more: Frame) -> Frame:
    """Return both as one frame, what was said later after what was said first."""
    both = Frame()
    for field in fields(Frame):
        one, other = getattr(frame, field.name), getattr(more, field.name)
        value: object
        if isinstance(one, Mods):
            value = one.plus(other)
        elif isinstance(one, list):
            value = [*one, *(x for x in other if x not in one)]
        elif isinstance(one, set):
            value = one | other
        elif isinstance(one, bool):
            value = one or other
        else:
            value = other or one
        setattr(both, field.name, value)
    return both


def _only_rebased(clause: Frame, last: Frame) -> bool:
    """现在在线几个，去年这时候在线几个: the same measure, at the time it is compared with."""
    if not clause.basis or last.basis or not clause.measures:
        return False
    return _plain(clause.measures[-1]) == _plain(last.measures[-1]) if last.measures else False


def _plain(measure: MeasurePhrase) -> MeasurePhrase:
    noun = measure.noun
    if noun is not None:
        noun = SetPhrase(noun.options, Mods(states=noun.mods.states))
    return replace(measure, noun=noun, scope=None, text="", mods=Mods())


def _exchanged(frame: Frame, said: Mods, shares: Shares) -> Frame:
    """Return the frame with what was said put where something of its kind stands."""
    found = False

    def mods(given: Mods) -> Mods:
        nonlocal found
        kept = shares.without_alike(given, said)
        if kept == given:
            return given
        found = True
        return kept.plus(_in_their_sense(said, given))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        if given is None:
            return None
        return replace(given, mods=mods(given.mods), within=noun(given.within))

    def measure(given: MeasurePhrase) -> MeasurePhrase:
        return replace(
            given, mods=mods(given.mods), noun=noun(given.noun), scope=noun(given.scope),
            part=measure(given.part) if given.part is not None else None)

    same = absorbed(Frame(), frame)
    same.mods = mods(same.mods)
    same.nouns = [n for given in same.nouns if (n := noun(given)) is not None]
    same.measures = [measure(m) for m in same.measures]
    if not found:
        same.mods = same.mods.plus(said)
    return same


def _in_their_sense(said: Mods, given: Mods) -> Mods:
    """县级审核…，市级呢: of the senses of what is said, that of what it replaces."""
    kinds = {o[:2] for c in given.conds for o in c.options}
    conds = []
    for cond in said.conds:
        same = tuple(o for o in cond.options if o[:2] in kinds)
        conds.append(replace(cond, options=same or cond.options))
    return replace(said, conds=tuple(conds))


def _again(frame: Frame, change: Frame, shares: Shares) -> Frame:
    """Return the same question with the time or place that was said."""
    same = absorbed(Frame(), frame)
    if change.times:
        same.times = list(change.times)
    for cond in change.mods.conds:
        same = _exchanged(same, Mods(conds=(cond,)), shares)
    for choice in change.mods.states:
        same = _exchanged(same, Mods(states=(choice,)), shares)
    everywhere = change.whole or "parent" in change.flags
    if everywhere and not change.mods:  # 全省呢: the same of every place
        same.mods = replace(same.mods, conds=tuple(
            c for c in same.mods.conds if not _is_place(c)))
        same.whole = True
    same.unread = list(change.unread)
    return same
