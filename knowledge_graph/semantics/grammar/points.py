"""Periods that one phrase names: a year with its part, a relative unit, a plan, a night."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from assistant.contracts.time import Grain
from knowledge_graph.semantics.grammar.calendar import (
    month_end,
    tenday_span,
    unit_span,
    year_span,
)
from knowledge_graph.semantics.grammar.chars import digit_string, numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Part, Reading
from knowledge_graph.semantics.grammar.lunar import holiday_days
from knowledge_graph.semantics.grammar.words import longest_at
from knowledge_graph.semantics.grammar.year_parts import dashed_day, year_edge, year_part

_COUNTED = "方立万亿户个家张毫亩元吨座口条多余米站点只"
# 1890年、1998年、2025；a year of another century only where 年 says that it is one.
_Y4 = re.compile(
    rf"(?<![\d.])(?<!\d,)((?:19|20)\d\d|[12]\d{{3}}(?=年))(?:(年度?)|(?![\d.,%{_COUNTED}]))"
)
_Y4ZH = re.compile(r"((?:[一二]九|二零)[零一二三四五六七八九]{2})年度?")
_Y2ZH = re.compile(r"([零一二三四五六七八九]{2})年度?")
_Y2 = re.compile(
    r"(?<![\d.])(?<!\d,)(\d\d)"
    r"(?:(年度?)|(?=那?批)|(?=[、,]\d\d(?:[、,]\d\d)*[两三四]?年)|(?=[两三四]年))"
)
_NOT_BEFORE_Y2 = "近这过去前后推每满第够整头了"
_NOT_AFTER_Y2 = re.compile(r"多|来|以|内|期|之|里|左右|以上|一遇|间|没|了")
_ROUND = (10, 15, 20, 30)
_WHOLE = re.compile(
    r"全年度?|的?(?:四个季度|12个月|十二个月)|年内|一整年|整年|一年里头?|这一年|一年(?!比)|里头?"
)
_WEEKDAY = re.compile(
    r"(?:周|礼拜|星期)?([一二三四五六日天])"
    r"(?![共直般样起些个户家年天次回定块张条只旬月度两])"
)
_WEEKDAYS = re.compile(r"([一二三四五六日天])(?:到|至)(?:周|礼拜|星期)?([一二三四五六日天])")
_BARE_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])(?![\d期共年天])")
_MONTH_DAY = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]+)[号日](?:(?:到|至|[-—–~]+)(\d{1,2}|[一二三四五六七八九十]+)[号日])?"
)
_TENDAY = re.compile(r"的?([上中下])旬")
_PLAN_PART = re.compile(
    r"(?:的?[头前]([一两二三四五])年|的?最后一年|的?第([一二三四五])年|期间|时期)?"
)


def _year_number(reading: Reading, pos: int) -> tuple[int, int, float] | None:
    """Read a year in digits; returns (year, end, score)."""
    text = reading.text
    if found := _Y4.match(text, pos):
        return int(found[1]), found.end(), 1.0 if found[2] else 0.8
    if found := _Y4ZH.match(text, pos):
        return digit_string(found[1]) or 0, found.end(), 1.0
    found = _Y2.match(text, pos) or _Y2ZH.match(text, pos)
    if found is None or (pos and text[pos - 1] in _NOT_BEFORE_Y2 + "零一二三四五六七八九十百"):
        return None
    if _NOT_AFTER_Y2.match(text, found.end()):
        return None
    short = digit_string(found[1]) or 0
    if 40 <= short < 70 or (short < 40 and short > reading.today.year % 100 + 10):
        return None
    year = 1900 + short if short >= 70 else 2000 + short
    doubtful = found[1].isdigit() and short in _ROUND
    doubtful = doubtful and text[found.end() : found.end() + 1] not in tuple("建底末初的那")
    return year, found.end(), 0.6 if doubtful else 0.95


def year_point(reading: Reading, pos: int) -> Frag | None:
    """Read a year, or a year and a part of it: 去年四月, 2023年1到9月, 去年底, 今年上半年."""
    text = reading.text
    word = longest_at(text, pos, reading.words.relative["year"])
    if word:
        year, end = reading.today.year + reading.words.relative["year"][word], pos + len(word)
        score = reading.words.weak_relative.get(word, 1.0)
    else:
        found = _year_number(reading, pos)
        if found is None:
            return None
        year, end, score = found
    return _with_part(reading, pos, end, year, score)


def _with_part(reading: Reading, pos: int, end: int, year: int, score: float) -> Frag | None:
    text = reading.text
    after = end + 1 if text[end : end + 1] in ("的", ",") else end
    named = year_part(reading, after)
    if text[end - 1] != "年" and text[end : end + 1] in ("-", "/", "."):
        named = dashed_day(reading, end + 1) or named
    if named is None or text[after] in "底末初年":
        named = year_edge(reading, end) or (year_edge(reading, after) if after > end else named)
    if named is None and (lunar := longest_at(text, after, reading.words.lunar)):
        days = holiday_days(reading.words.lunar[lunar], year)
        if days:
            return Frag(pos, after + len(lunar), *days, unit="day", year=year, score=score)
    if named is not None:
        part, stop = named
        try:
            first, last = part.in_year(year)
        except ValueError:
            return None
        return Frag(
            pos, stop, first, last, part.unit, part=part, year=year, months=part.months,
            point=text[stop - 1] in "底末", score=score,
        )
    if found := _WHOLE.match(text, end):
        end = found.end()
    if not 1000 <= year <= 2100:
        return None
    return Frag(pos, end, *year_span(year), unit="year", year=year, score=score)


def relative_point(reading: Reading, pos: int) -> Frag | None:
    """Read a unit named from as-of (上月, 本季度, 上上周, 昨天) and what narrows it."""
    best: tuple[str, Grain] | None = None
    for unit, words in reading.words.relative.items():
        word = longest_at(reading.text, pos, words)
        if unit != "year" and word and (best is None or len(word) > len(best[0])):
            best = (word, unit)
    if best is None:
        return None
    word, unit = best
    first, last = unit_span(unit, reading.today, reading.words.relative[unit][word])
    frag = Frag(
        pos, pos + len(word), first, last, unit,
        score=reading.words.weak_relative.get(word, 1.0),
    )
    if unit == "month":
        return _in_month(reading, frag)
    return _in_week(reading, frag) if unit == "week" else frag


def _in_month(reading: Reading, frag: Frag) -> Frag:
    """Narrow a month: 上月底, 本月上旬, 下个月1号到10号, 上月15日."""
    text, first = reading.text, frag.first
    if found := _TENDAY.match(text, frag.end):
        days = tenday_span(first.year, first.month, "上中下".index(found[1]) + 1)
        return replace(frag, end=found.end(), first=days[0], last=days[1], unit="tenday")
    if found := _MONTH_DAY.match(text, frag.end):
        low = numeral(found[1]) or 0
        high = numeral(found[2]) or 0 if found[2] else low
        if 1 <= low <= high <= month_end(first.year, first.month).day:
            return replace(
                frag, end=found.end(), first=first.replace(day=int(low)),
                last=first.replace(day=int(high)), unit="day",
            )
    edge = text[frag.end : frag.end + 1]
    if edge in ("底", "末"):
        return replace(frag, end=frag.end + 1, first=frag.last, unit="day", point=True)
    if edge == "初":
        return replace(frag, end=frag.end + 1, last=frag.first, unit="day")
    return frag


def _in_week(reading: Reading, frag: Frag) -> Frag:
    if reading.text[frag.end : frag.end + 1] == "末":
        return replace(frag, end=frag.end + 1, first=frag.last - timedelta(days=1), unit="day")
    if run := _WEEKDAYS.match(reading.text, frag.end):
        low, high = (min("一二三四五六日天".index(day), 6) for day in run.groups())
        ends = (date.fromordinal(frag.first.toordinal() + at) for at in (low, max(low, high)))
        first, last = ends
        return replace(frag, end=run.end(), first=first, last=last, unit="day")
    found = _WEEKDAY.match(reading.text, frag.end)
    if found is None:
        return frag
    index = "一二三四五六日天".index(found[1])
    day = date.fromordinal(frag.first.toordinal() + min(index, 6))
    return replace(frag, end=found.end(), first=day, last=day, unit="day")


def weekday_point(reading: Reading, pos: int) -> Frag | None:
    """Read 周一, 星期三: the most recent such day."""
    found = _BARE_WEEKDAY.match(reading.text, pos)
    if found is None:
        return None
    index = min("一二三四五六日天".index(found[1]), 6)
    back = (reading.today.weekday() - index) % 7
    day = date.fromordinal(reading.today.toordinal() - back)
    return Frag(pos, found.end(), day, day, "day", score=0.8)


def plan_point(reading: Reading, pos: int) -> Frag | None:
    """Read a five-year plan: 十四五, 十四五头三年, 十三五期间, 十三五最后一年."""
    start = pos + 1 if reading.text[pos : pos + 1] in tuple('"“「') else pos
    word = longest_at(reading.text, start, reading.words.plans)
    if not word:
        return None
    low, high = reading.words.plans[word]
    end = start + len(word)
    if start > pos:
        if reading.text[end : end + 1] not in ('"', "”", "」"):
            return None
        end += 1
    found = _PLAN_PART.match(reading.text, end)
    if found and found[0]:
        end = found.end()
        if found[1]:
            high = low + int(numeral(found[1]) or 1) - 1
        elif found[2]:
            low = high = low + int(numeral(found[2]) or 1) - 1
        elif "最后" in found[0]:
            low = high
    return Frag(pos, end, *year_span(low, high), unit="year")


def tenday_point(reading: Reading, pos: int) -> Frag | None:
    """Read a bare 上旬, 中旬, 下旬: the most recent one that has begun."""
    found = re.compile("([上中下])旬").match(reading.text, pos)
    if found is None:
        return None
    part = "上中下".index(found[1]) + 1
    month = reading.today
    days = tenday_span(month.year, month.month, part)
    if days[0] > reading.today:
        before = unit_span("month", reading.today, -1)[0]
        days = tenday_span(before.year, before.month, part)
    return Frag(pos, found.end(), *days, unit="tenday", score=0.8)


def now_point(reading: Reading, pos: int) -> Frag | None:
    """Read 眼下, 目前, 现在: the as-of day."""
    words = frozenset(reading.words.now)
    word = longest_at(reading.text, pos, words)
    if not word:
        return None
    return Frag(
        pos, pos + len(word), reading.today, reading.today, "day", role="now", clip=False
    )


def with_year(frag: Frag, year: int) -> Frag:
    """Put a bare part into the year that was named before it (去年四月和七月)."""
    part: Part | None = frag.part
    if part is None or frag.year is not None:
        return frag
    first, last = part.in_year(year)
    return replace(frag, first=first, last=last, year=year)
