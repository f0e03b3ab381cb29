"""Days of the week that recur inside a period: 周六周日, 周一到周五, 双休日, 每逢周三."""

from __future__ import annotations

import re

from knowledge_graph.semantics.grammar.fragment import Frag, Reading
from knowledge_graph.semantics.grammar.words import longest_at

_WEEK = r"(?:星期|礼拜|周)"
_D = "([一二三四五六日天])"
_RUN = re.compile(rf"{_WEEK}{_D}(?:到|至|[-—–~])(?:{_WEEK})?{_D}(?!期)")
_LIST = re.compile(rf"{_WEEK}{_D}(?:[、和跟及]?{_WEEK}{_D}|([日天]))(?!期)")
_EACH = re.compile(rf"(?:每逢|每个|每){_WEEK}([一二三四五六日天])(?![个家户条])")
_NAMED = "上下本这大"  # 上周末 is one week's
_COUNTED = "个按以零一二两三四五六七八九十百几半"  # 二十个工作日, 按工作日算 count days


def week_part(reading: Reading, pos: int) -> Frag | None:
    """Read days that count in every week of the period beside them."""
    before = reading.text[pos - 1 : pos]
    if before.isdigit() or before in tuple(_NAMED + _COUNTED):
        return None
    found = _days(reading, pos)
    if found is None:
        return None
    days, end = found
    return Frag(pos, end, reading.today, reading.today, "day", clip=False, from_start=True,
                weekdays=tuple(sorted(set(days))))


def _days(reading: Reading, pos: int) -> tuple[tuple[int, ...], int] | None:
    text = reading.text
    if word := longest_at(text, pos, reading.words.week_parts):
        return reading.words.week_parts[word], pos + len(word)
    if found := _RUN.match(text, pos):
        low, high = _day(found[1]), _day(found[2])
        return (tuple(range(low, high + 1)), found.end()) if low < high else None
    if found := _LIST.match(text, pos):
        return (_day(found[1]), _day(found[2] or found[3])), found.end()
    if found := _EACH.match(text, pos):
        return (_day(found[1]),), found.end()
    return None


def _day(letter: str) -> int:
    return min("一二三四五六日天".index(letter), 6) + 1
