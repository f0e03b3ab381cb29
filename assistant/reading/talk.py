"""Put the clauses of a question together: topics, questions of their own, additions.

A clause either sets the topic of what follows (九江上周掉过线的站里，), asks (自筹的占几成), adds
to what was just asked (按市列，从高到低), or asks something new that leans on what was said
before (前年呢；其中国控的几个). Each question of a sentence becomes one frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.ask_rows import ask_rows
from assistant.reading.asked_again import absorbed, asked_again, is_place
from assistant.reading.carried import carry_on
from assistant.reading.choosing import choose_by_change
from assistant.reading.compared_all import compare_all
from assistant.reading.each_figure import figures_apart
from assistant.reading.explaining import explained
from assistant.reading.follow_on import counts_again, follow_on, moves_again
from assistant.reading.frame import Frame
from assistant.reading.hearing import in_the_year_said
from assistant.reading.held_against import counted, only_placed, sides_of
from assistant.reading.instructions import instructed
from assistant.reading.leaning import each_of_several, lean
from assistant.reading.leaving_out import leave_out, leave_out_such
from assistant.reading.of_named import of_named
from assistant.reading.phrase_types import Item, MeasurePhrase
from assistant.reading.referring import refer
from assistant.reading.row_talk import show_of_rows
from assistant.reading.rule_words import has_any
from assistant.reading.shares import Shares
from assistant.reading.stated import total_to_check
from assistant.reading.taken_again import only_rebased, shared_again, taken_again
from assistant.reading.the_others import of_the_others
from assistant.reading.told_first import besides, list_all, shared_out, split_anew, told_first
from assistant.reading.topics import topic_time

_ASKING_FLAGS = frozenset({
    "yesno", "check", "value", "place_of", "trend", "why", "difference", "ratio", "length",
    "bins", "crosstab", "fraction",
})


class Talk:
    """Collects the frames of one question, clause by clause."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self.frames: list[Frame] = []

    def hear(self, items: Sequence[Item], columns: Sequence[Item] = ()) -> None:
        """Take in the phrases of one clause; ``columns``: it may only name what to show."""
        if columns and self.frames and show_of_rows(self.frames[-1], columns):
            return
        sides = sides_of(items)
        if sides is None or not (sides[0] or self.frames):
            self._hear(items)
            return
        if sides[0]:
            self._hear(sides[0])
        self._hold(sides[1])

    def _hold(self, items: Sequence[Item]) -> None:
        """Hold what was asked last against the other side of 是."""
        last, clause = self.frames[-1], Frame()
        clause.hear(list(items))
        clause.times = [in_the_year_said(p, last.times) for p in clause.times]
        counted(last)
        if clause.measures:
            lean(clause, last, self._shares, topic=False)
            last.held_to = clause
        elif clause.basis:
            last.held_to = clause.basis[0]
        else:
            last.held_to = asked_again(last, only_placed(clause), self._shares)
        last.unread += (*clause.unread, *clause.left_over())
        last.flags.add("ratio")

    def _hear(self, items: Sequence[Item]) -> None:
        clause = Frame()
        clause.hear(list(items))
        last = self.frames[-1] if self.frames else None
        if last is not None and (leave_out(clause, last, self._shares.resolver) or instructed(
                clause, self.frames, self._shares, items) or leave_out_such(clause, self.frames)
                or taken_again(clause, last)):
            return
        clause.times = [in_the_year_said(p, last.times if last else []) for p in clause.times]
        clause.take_week_parts(last.times if last else [])
        if clause.back and refer(clause, self.frames, self._shares):
            return
        follow_on(clause, last, self._shares.resolver)
        ask_rows(clause, last, self._shares.resolver)
        named = of_named(clause, last, self._shares)
        if named is not None:
            self.frames.append(named)
            return
        self._shares.imply(clause)
        if not (clause.whole or "all" in clause.flags):
            clause.measures = carry_on(clause.measures, self._shares.resolver)
        choose_by_change(clause, last, self._shares.resolver)
        why = explained(clause, last or clause, self._shares)
        if why is not None and last is not None and "explain" in last.flags:
            self.frames.pop()  # 为啥掉的，是哪几个站拖的: asked once
        if last is None:
            self._shares.close(clause, None, None)
            self.frames.append(clause)
        elif why is None:
            self._go_on(clause, last)
        if why is not None:
            clause.flags.discard("why")
            self.frames.append(why)

    def _go_on(self, clause: Frame, last: Frame) -> None:
        """Take in a clause after the first."""
        alone = of_the_others(clause, last) or total_to_check(clause, last) \
            or shared_again(clause, last)
        if alone is not None:
            self.frames.append(alone)
        elif told_first(clause, last):
            self.frames.append(split_anew(clause, last))
        elif besides(clause, last):
            self._anew(clause, last)
        elif not _which_of_course(clause, last) and (
                not _asked_before(clause, last) or not (last.asks() or last.groups)):
            topic_time(clause, last, self._shares.resolver)
            lean(clause, last, self._shares, topic=True)
            self.frames[-1] = absorbed(last, clause)
        elif _counts_bins(clause, last):
            self.frames[-1] = absorbed(last, clause)
        elif self._said_already(clause, last):
            last.unread += clause.unread  # 哪个批次最多，有多少个站: the count is shown
        elif self._repeats(clause, last):
            self._repeat(clause, last)
        elif self._adds(clause, last):
            self._add(clause, last)
        else:
            self._anew(clause, last)

    def _anew(self, clause: Frame, last: Frame) -> None:
        """A question that leans on the one before, unless it only adds a column to it."""
        for asked, before in figures_apart(clause, last):
            lean(asked, before, self._shares, topic=False)
            each_of_several(asked, self.frames)
            if (asked.joins or only_rebased(asked, before)) and asked.within is None:
                self.frames[-1] = absorbed(last, asked)
            else:
                self.frames.append(asked)

    def _repeat(self, clause: Frame, last: Frame) -> None:
        """The same question at the time or place that is said."""
        shared = last.shared or any(m.kind == "share" for m in last.measures)
        if clause.times and not clause.mods and len(last.times) == 1 and not shared:
            last.times.extend(clause.times)  # 去年…，前年呢: side by side
        elif clause.whole and last.groups:
            last.flags.add("parent")  # 各市…，全省是多少
        else:
            self.frames.append(asked_again(last, clause, self._shares))

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
        if counts_again(clause, last) or moves_again(clause, last):
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
        if clause.groups and last.when is not None and "value" in clause.flags \
                and clause.flags & {"up", "down"}:
            return False  # 哪年过的0.52，每年涨多少: of every year
        part = (clause.mods or clause.bare) and clause.counted
        counted = bool(last.measures) and not last.groups and not any(
            n.asked or n.ranked for n in last.nouns)
        ends = counted and bool(clause.limit or clause.extreme) and clause.which \
            and not _told_by_group(last)
        other = clause.counted and bool(clause.flags & {"up", "down"})
        parts = "of_which" in clause.flags and "value" in clause.flags and bool(clause.mods)
        whether = "yesno" in clause.flags and bool(clause.mods.states) and asks(last)
        if whether:  # …有几家，整改完没有: of something else, nobody said of what
            clause.unread += [self._shares.resolver.model.state(c[0].name).zh
                              for c in clause.mods.states if not self._shares.of_head(c, last)]
        return not (part or clause.shared or ends or other or parts
                    or _which_of_course(clause, last) or shared_out(clause, last))

    def _add(self, clause: Frame, last: Frame) -> None:
        list_all(clause, last)
        if clause.extreme is not None and _told_by_group(last):
            clause.flags.add("all_shown")  # 各类平均几天，哪类最慢: the table, the slowest first
        if clause.times and last.times and not clause.basis:
            clause.times = []  # the question has its period; 2025年的 said again adds none
        compare_all(clause, self.frames)
        for frame in self.frames[:-1]:
            if clause.times and not frame.times:
                frame.times = list(clause.times)
            if clause.groups and frame.measures and not frame.groups \
                    and "where" not in clause.flags:
                frame.groups = list(clause.groups)  # 按市摆个表 is said of all of them
        self.frames[-1] = absorbed(last, clause)


def _which_of_course(clause: Frame, last: Frame) -> bool:
    """每个月的取水量，哪个月最高: the course and its end are both asked."""
    ends = clause.when is not None and clause.extreme is not None
    return ends and not clause.measures and bool(last.measures) and any(
        g.grain for g in last.groups)


def _asks_more(clause: Frame) -> bool:
    """Anything but what the value is."""
    rest = Frame(flags=clause.flags - {"value", "again"}, change=clause.change)
    return asks(rest) or bool(clause.counted or clause.which or clause.listed or clause.extreme
                              or clause.limit or clause.order or clause.ranked)


def _placed(frame: Frame) -> bool:
    mods = [frame.mods, *(m.mods for m in frame.measures), *(n.mods for n in frame.nouns)]
    return any(is_place(c) for given in mods for c in given.conds)


def _counts_bins(clause: Frame, last: Frame) -> bool:
    """…以下、…到…、…以上，各几个县: the count belongs to the thresholds said side by side."""
    only_counts = all(m.kind == "count" for m in clause.measures) and not clause.nouns
    counts = clause.counted or bool(clause.measures)
    several = len(last.bare) + len(clause.bare) > 1 and "each" in clause.flags
    return several and only_counts and counts


def _told_by_group(frame: Frame) -> bool:
    """Whether a figure was asked of every group, with none of them picked."""
    named = any(c.listed > 1 for c in frame.mods.conds)  # 高安、丰城各多少，谁更多
    groups = bool(frame.groups or named) and not any(g.asked for g in frame.groups)
    picked = frame.extreme or frame.ranked or frame.limit or any(n.ranked for n in frame.nouns)
    told = bool(frame.flags & {"value", "length", "each"} or frame.counted)
    figure = bool(frame.measures or frame.aggs and "length" in frame.flags)
    return groups and figure and told and not picked


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


def _asked_before(clause: Frame, last: Frame) -> bool:
    """按时报了几张？…的是哪几个市: the name of a metric asks, once something else is asked."""
    picks = any(n.asked in ("which", "list") for n in clause.nouns)
    return asks(last) or picks and any(asked_in_words(m) for m in last.measures)


def asked_in_words(measure: MeasurePhrase) -> bool:
    """按时报了几张: a metric by a name that asks for its value."""
    return measure.kind == "metric" and has_any(measure.text, "amounts_asked")
