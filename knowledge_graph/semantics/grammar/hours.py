"""Hours of the day: 零点到六点, 凌晨两点到四点, 白天8点到18点, 昨晚两点到四点."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.contracts.time import HourWindow
from knowledge_graph.semantics.grammar.chars import numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Reading
from knowledge_graph.semantics.grammar.words import longest_at

_H = r"(\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_CLOCK = r"(?:点钟?|时|:00|点整)"
_TO = r"(?:到|至|[-—–~－])"
_MARK = re.compile(rf"{_H}{_CLOCK}(?![\d零一二三四五六七八九]|几)")
_FIRST = re.compile(rf"{_H}{_CLOCK}?{_TO}")


@dataclass(frozen=True)
class _Hour:
    value: int
    end: int
    part: str


def _adjust(hour: int, part: str, reading: Reading) -> int:
    """Turn 12-hour talk into 0..24 by the word for the part of the day."""
    floor = reading.words.dayparts.get(part, 0)
    if floor >= 17:
        return hour + 12 if 6 <= hour <= 12 else hour  # 晚上十二点 is the end of that day
    return hour + 12 if floor >= 11 and hour < floor - 1 and hour < 12 else hour


def _hour(reading: Reading, pos: int, inherited: str, bare: bool) -> _Hour | None:
    """Read one hour at ``pos``; ``bare`` allows 8 in 8到18点."""
    part = longest_at(reading.text, pos, reading.words.dayparts)
    at = pos + len(part)
    found = _MARK.match(reading.text, at)
    end = found.end() if found else at
    if found is None and bare:
        found = _FIRST.match(reading.text, at)
        end = found.end(1) if found else at
    value = numeral(found[1]) if found else None
    if value is None or value > 24:
        return None
    named = part or inherited
    return _Hour(_adjust(int(value), named, reading), end, named)


def _window(reading: Reading, pos: int, inherited: str) -> tuple[int, int, int, str] | None:
    """Read ``H1 到 H2``; returns (h1, h2, end, part of the day of h2)."""
    first = _hour(reading, pos, inherited, bare=True)
    if first is None:
        return None
    joint = re.compile(_TO).match(reading.text, first.end)
    second = _hour(reading, joint.end(), first.part, bare=False) if joint else None
    if second is None:
        return None
    return first.value, second.value, second.end, second.part


def _span_hours(frag: Frag, low: int, high: int, end: int) -> Frag | None:
    if not 0 <= low < high <= 24:
        return None
    return replace(frag, end=end, hours=HourWindow(start=low, end=high), unit="hour")


def night_point(reading: Reading, pos: int) -> Frag | None:
    """Read 昨晚 and hours after it; hours before six belong to the next morning."""
    word = longest_at(reading.text, pos, reading.words.nights)
    if not word:
        return None
    day = reading.today + timedelta(days=reading.words.nights[word])
    end = pos + len(word)
    evening = Frag(
        pos, end, day, day, "hour", clip=False, hours=HourWindow(start=18, end=24), score=0.9
    )
    found = _window(reading, end, "")
    if found is None:
        return _across_days(reading, evening, "晚") or evening
    low, high, stop, _ = found
    if low < 6 and low < high <= 12:
        morning = day + timedelta(days=1)
        base = replace(evening, first=morning, last=morning, score=1.0)
        return _span_hours(base, low, high, stop)
    later = high + 12 if low < high <= 12 else high
    return _over_midnight(evening, low + 12 if low < 12 else low, later, stop)


def _over_midnight(evening: Frag, low: int, high: int, stop: int) -> Frag | None:
    """Split 昨晚十点到六点 at midnight into two frags."""
    if low < high:
        return _span_hours(evening, low, high, stop)
    if high == 0:
        return _span_hours(evening, low, 24, stop)
    next_day = evening.first + timedelta(days=1)
    middle = evening.end
    head = _span_hours(evening, low, 24, middle)
    tail = _span_hours(replace(evening, start=middle, first=next_day, last=next_day), 0, high, stop)
    return replace(head, more=(tail,)) if head and tail else None


def _across_days(reading: Reading, frag: Frag, part: str) -> Frag | None:
    """Read ``D1 H1 到 D2 H2`` (昨晚六点到今朝七点): two frags, one a day."""
    first = _hour(reading, frag.end, part, bare=False)
    joint = re.compile(_TO).match(reading.text, first.end) if first else None
    if first is None or joint is None:
        return None
    days = reading.words.relative["day"]
    word = longest_at(reading.text, joint.end(), days)
    second = _hour(reading, joint.end() + len(word), "", bare=False) if word else None
    if second is None:
        return None
    day = reading.today + timedelta(days=days[word])
    if day != frag.first + timedelta(days=1) or second.value < 1:
        return None
    head = _span_hours(frag, first.value, 24, first.end)
    base = replace(frag, start=joint.end(), first=day, last=day)
    tail = _span_hours(base, 0, second.value, second.end)
    return replace(head, more=(tail,), score=1.0) if head and tail else None


def with_hours(reading: Reading, frag: Frag) -> Frag:
    """Add the hours that follow a day: 今早零点到六点, 昨天凌晨两点到四点, 昨天三点钟."""
    if frag.unit != "day" or frag.first != frag.last:
        return frag
    across = _across_days(reading, frag, "")
    if across is not None:
        return across
    at = frag.end + (1 if reading.text[frag.end : frag.end + 1] == "的" else 0)
    found = _window(reading, at, "")
    if found is not None:
        return _span_hours(frag, found[0], found[1], found[2]) or frag
    single = _hour(reading, at, "", bare=False)
    if single is not None and single.value < 24:
        return _span_hours(frag, single.value, single.value + 1, single.end) or frag
    part = longest_at(reading.text, at, reading.words.windows)
    if part:
        return _span_hours(frag, *reading.words.windows[part], at + len(part)) or frag
    return frag


def hour_window(reading: Reading, pos: int) -> Frag | None:
    """Read hours with no day: a window that recurs on every day of the period beside it."""
    before = reading.text[pos - 1 : pos]
    if before in tuple("个第百几") or before.isdigit() or before == ".":
        return None
    base = Frag(pos, pos, reading.today, reading.today, "hour", clip=False, from_start=True)
    found = _window(reading, pos, "")
    if found is not None:
        return _span_hours(base, found[0], found[1], found[2])
    single = _hour(reading, pos, "", bare=False)
    if single is None or single.value > 23:
        return None
    if not single.part and reading.text[single.end - 1] not in "钟整0":
        # 一点问题 and 九点要交 are no windows of data.
        return None
    return _span_hours(replace(base, score=0.4), single.value, single.value + 1, single.end)
