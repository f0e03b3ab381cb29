"""Parts of a year: 四月, 7到9月, 三季度, 上半年, 8月16号, 上旬, 年底, 汛期, 国庆, 第三考核期."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from knowledge_graph.semantics.grammar.calendar import unit_span
from knowledge_graph.semantics.grammar.chars import numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Part, Reading, month_part
from knowledge_graph.semantics.grammar.lunar import lunar_days
from knowledge_graph.semantics.grammar.words import longest_at

_M = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_ZH = "一二三四五六七八九"
_D = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[{_ZH}]?|十[{_ZH}]?|[{_ZH}])"
_TO = r"(?:到|至|[-—–~－]+)"
_QN = r"[1-4一二三四]"
_MONTHS = re.compile(rf"({_M})(?:月份?)?{_TO}({_M})月份?(?!\d|\.|[日号](?![均平]))")
_PAIR = re.compile(
    rf"({_M})[、,]({_M})(?:两个)?月份?(?!{_D}[日号])|([{_ZH}十])([{_ZH}十])(?:两个|两)?月份?"
)
_DAYS = re.compile(rf"({_M})月({_D})[日号]?{_TO}({_D})[日号]")
_DAY = re.compile(rf"({_M})月({_D})[日号]")
_DASHED = re.compile(r"(1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?![\d.-])")
_TENDAY = re.compile(rf"({_M})月份?的?([上中下])旬")
_MONTH_EDGE = re.compile(rf"({_M})月份?(?:的)?(月?底|月?末|月?初)")
_MONTH = re.compile(rf"({_M})月份?(?![\d一二三四五六七八九十]+[日号])")
_QUARTERS = re.compile(rf"第?({_QN})(?:季度?)?{_TO}第?({_QN})(?:个)?季度?")
_QUARTER = re.compile(rf"(?:第({_QN})个?|({_QN}))季度?(?!节)|q([1-4])")
_FIRST_Q = re.compile(r"(?:前|(?<!里)头)([1-4一二两三四])个?季度?|头一个?季度?")
_FIRST_M = re.compile(rf"(?:前|(?<!里)头)({_M}|两)个?月份?")
_HALF = re.compile(r"上半年度?|下半年度?|[前头]半年|后半年")
_EDGE = re.compile(r"年底|年末|岁末|年初|年头|底|末|初")
_BIMONTH = re.compile(
    r"(?:第([1-6一二三四五六])个?|(头一)个|([1-6一二三四五六])号?)(?:考核期|期考核|期指标|期计划)"
    r"(?:\([^)]{1,8}\))?"
)
_YEAR_END = re.compile(r"(?<![\d一二两三四五十多几])(?:年底|年末|年内)")
_MONTH_END = re.compile(r"(?<![上下本每个\d])(?:月底|月末)")
_LAST_BIMONTH = re.compile(r"最后一?个?考核期")


def _int(text: str) -> int:
    value = numeral(text)
    return 0 if value is None else int(value)


def _months(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    text = reading.text
    if found := _MONTHS.match(text, pos):
        yield month_part(_int(found[1]), _int(found[2])), found.end()
    if found := _PAIR.match(text, pos):
        low, high = _int(found[1] or found[3]), _int(found[2] or found[4])
        if high == low + 1 and high <= 12:
            unit_part = month_part(low, high)
            yield (_bimonth(high // 2) if high % 2 == 0 else unit_part), found.end()
    if found := _MONTH.match(text, pos):
        yield month_part(_int(found[1])), found.end()


def _days(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    text = reading.text
    if found := _DAYS.match(text, pos):
        month = _int(found[1])
        yield Part((month, _int(found[2])), (month, _int(found[3])), "day"), found.end()
    if found := _DAY.match(text, pos):
        day = (_int(found[1]), _int(found[2]))
        yield Part(day, day, "day"), found.end()
    if found := _TENDAY.match(text, pos):
        month, index = _int(found[1]), "上中下".index(found[2])
        last = 31 if index == 2 else index * 10 + 10
        yield Part((month, index * 10 + 1), (month, last), "tenday"), found.end()
    if found := _MONTH_EDGE.match(text, pos):
        month = _int(found[1])
        day = (month, 1) if found[2].endswith("初") else (month, 31)
        yield Part(day, day, "day"), found.end()


def _quarters(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    text = reading.text
    if found := _FIRST_Q.match(text, pos):
        count = _int(found[1] or "一")
        yield Part((1, 1), (count * 3, 31), "quarter", rule="ended"), found.end()
    if found := _QUARTERS.match(text, pos):
        low, high = _int(found[1]), _int(found[2])
        if low < high:
            yield Part((low * 3 - 2, 1), (high * 3, 31), "quarter", rule="ended"), found.end()
    if found := _QUARTER.match(text, pos):
        number = _int(found[1] or found[2] or found[3])
        months = (number * 3 - 2, number * 3)
        if text[found.end() : found.end() + 1] in ("末", "底"):
            yield Part((months[1], 31), (months[1], 31), "day"), found.end() + 1
        yield Part((months[0], 1), (months[1], 31), "quarter", rule="ended"), found.end()


def _halves(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    text = reading.text
    if found := _FIRST_M.match(text, pos):
        yield Part((1, 1), (_int(found[1]), 31), "month", rule="ended"), found.end()
    if found := _HALF.match(text, pos):
        upper = found[0][0] in "上前头"
        first, last = ((1, 1), (6, 30)) if upper else ((7, 1), (12, 31))
        yield Part(first, last, "half", rule="ended"), found.end()


def _bimonth(number: int) -> Part:
    return Part((number * 2 - 1, 1), (number * 2, 31), "bimonth", rule="ended")


def _bimonths(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    if found := _BIMONTH.match(reading.text, pos):
        number = _int(found[1] or found[3] or "一")
        yield _bimonth(number), found.end()
    if found := _LAST_BIMONTH.match(reading.text, pos):
        yield _bimonth(6), found.end()


def _named(reading: Reading, pos: int) -> Iterator[tuple[Part, int]]:
    words = reading.words
    if word := longest_at(reading.text, pos, words.seasons):
        row = words.seasons[word]
        span = range(row.first[0], row.last[0] + (12 if row.crosses else 0) + 1)
        months = tuple(sorted((m - 1) % 12 + 1 for m in span))
        yield Part(row.first, row.last, "month", row.crosses, months=months), pos + len(word)
    if word := longest_at(reading.text, pos, words.holidays):
        row = words.holidays[word]
        yield Part(row.first, row.last, "day", rule="ended"), pos + len(word)
    if word := longest_at(reading.text, pos, words.starts):
        day = words.starts[word]
        yield Part(day, day, "day"), pos + len(word)


_RULES: tuple[Callable[[Reading, int], Iterator[tuple[Part, int]]], ...] = (
    _months, _days, _quarters, _halves, _bimonths, _named,
)


def year_edge(reading: Reading, pos: int) -> tuple[Part, int] | None:
    """Read 年底, 末, 年初 … after a year that has been named."""
    found = _EDGE.match(reading.text, pos)
    if found is None:
        return None
    day = (1, 1) if found[0][-1] in "初头" else (12, 31)
    return Part(day, day, "day"), found.end()


def dashed_day(reading: Reading, pos: int) -> tuple[Part, int] | None:
    """Read ``-08-16`` or ``/8/16`` that continues a year."""
    found = _DASHED.match(reading.text, pos)
    if found is None:
        return None
    day = (int(found[1]), int(found[2]))
    return Part(day, day, "day"), found.end()


def year_part(reading: Reading, pos: int) -> tuple[Part, int] | None:
    """Return the longest part of a year that starts at ``pos`` and where it ends."""
    best: tuple[Part, int] | None = None
    for rule in _RULES:
        for part, end in rule(reading, pos):
            if best is None or end > best[1]:
                best = (part, end)
    if best is None or _told_over(reading.text[pos:best[1]], reading.text[best[1]:]):
        return None
    return best if possible(best[0]) else None


def _told_over(part: str, after: str) -> bool:
    """一月一月的, 一季一季: one after the other, not January or the first quarter."""
    return part[0] == "一" and after.startswith(part)


def possible(part: Part) -> bool:
    """Tell whether the part exists in some year (13 月, 2 月 30 日 do not)."""
    month, day = part.first
    return 1 <= month <= 12 and 1 <= part.last[0] <= 12 and day <= 31 and _fits(part)


def _fits(part: Part) -> bool:
    if part.unit != "day" or part.last[1] == 31:
        return True
    try:
        date(2024, *part.last)
        date(2024, *part.first)
    except ValueError:
        return False
    return True


def bare_part(reading: Reading, pos: int) -> Frag | None:
    """Read a part of a year with no year before it; the most recent one is taken."""
    word = longest_at(reading.text, pos, reading.words.lunar)
    days = lunar_days(reading.words.lunar[word], reading.today) if word else None
    if days:
        return Frag(pos, pos + len(word), *days, unit="day")
    if found := _YEAR_END.match(reading.text, pos):
        if found[0] == "年内":
            return Frag(pos, found.end(), *unit_span("year", reading.today), unit="year")
        first = date(reading.today.year, 12, 31)
        return Frag(pos, found.end(), first, first, "day", point=True, score=0.8)
    if found := _MONTH_END.match(reading.text, pos):
        last = unit_span("month", reading.today)[1]
        return Frag(pos, found.end(), last, last, "day", point=True, score=0.7)
    best = year_part(reading, pos)
    if best is None:
        return None
    part, end = best
    first, last = part.latest(reading.today)
    return Frag(
        pos, end, first, last, part.unit, part=part, months=part.months,
        point=reading.text[end - 1] in "底末", score=_bare_score(reading, pos, end),
    )


def _bare_score(reading: Reading, pos: int, end: int) -> float:
    """Doubt a bare 一季, 二月 inside a longer word or after a counting word."""
    before = reading.text[pos - 1] if pos else ""
    if before in tuple("每各第近几") or before.isdigit():
        return 0.3
    return 0.9 if reading.text[end - 1] == "季" else 1.0
