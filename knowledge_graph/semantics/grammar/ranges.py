"""Periods made of two ends: 2019到2023, 六月以来, 年初到现在, 截至10月, 年底前."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from knowledge_graph.semantics.grammar.chars import numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Reading

Point = Callable[[Reading, int], Frag | None]

_TO = re.compile(r"(?:里头?)?(?:起|算起|开始)?(?:一直)?(?:算到|到|至|[-—–~－]+)")
_SINCE = re.compile(r"以来|开始|至今|起(?![草码伏点])|到今(?![天朝日年早晚])|过后到?现在?")
_BEFORE = re.compile(r"之前|以前|前(?![\d一二三四五六七八九十后几年])")
_WHOLE_BEFORE = re.compile("之前|以前|前(?=[建装发办投立批])")
_AFTER = re.compile("以后|之后")
_UNTIL = re.compile(r"截至|截止到|截止至|截止|到")
_DUE = re.compile(r"[^，。？,]{0,6}(?:到期|届满|期满|要检)")
_CLOSED = re.compile(r"为止|止")
_OPEN_MONTH = re.compile(r"的?(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])(?=(?:到|至)[上本这])")
_REST = re.compile(
    r"的?(?:剩下|余下|剩余|还剩)的?(?:日子|时间|时日|几个月|几天|几周|月份|天数)(?:里头?|内)?"
)
_ORDER = {"hour": 0, "day": 1, "tenday": 2, "week": 2, "month": 3, "bimonth": 4, "quarter": 5}


def extended(reading: Reading, frag: Frag, point: Point) -> Frag:
    """Return ``frag`` with what follows it taken in: a second end, 以来, 之前."""
    if frag.more or frag.hours is not None:
        return frag
    if frag.role == "now":
        return _joined(reading, frag, point) or frag
    rest = _REST.match(reading.text, frag.end)
    if rest and frag.first <= reading.today < frag.last:  # 今年剩下的日子
        return replace(frag, end=rest.end(), first=reading.today, clip=False, part=None)
    frag = _half_named(reading, frag)
    joined = _joined(reading, frag, point)
    if joined is not None:
        return joined
    if found := _SINCE.match(reading.text, frag.end):
        if frag.first <= reading.today:
            return _open(reading, frag, found.end())
        return frag
    return _until_point(reading, frag)


def _half_named(reading: Reading, frag: Frag) -> Frag:
    """Read 今年1到上月底, whose first month has no 月."""
    found = _OPEN_MONTH.match(reading.text, frag.end)
    if found is None or frag.unit != "year" or frag.first.year != frag.last.year:
        return frag
    month = int(numeral(found[1]) or 1)
    first = date(frag.first.year, month, 1)
    return replace(frag, end=found.end(), first=first, unit="month")


def _open(reading: Reading, frag: Frag, end: int) -> Frag:
    """Return from the first day of ``frag`` until as-of."""
    return replace(
        frag, end=end, last=reading.today, clip=False, months=(), point=False, part=None
    )


def _joined(reading: Reading, frag: Frag, point: Point) -> Frag | None:
    found = _TO.match(reading.text, frag.end)
    if found is None:
        return None
    other = point(reading, found.end())
    if other is None or other.hours is not None or other.more:
        return None
    if other.role == "now" or (other.first == other.last == reading.today):
        frag = _begun(reading, frag)
        return _open(reading, frag, other.end) if frag.first <= reading.today else None
    if other.part is not None and other.year is None and frag.first.year:
        first, last = other.part.in_year(frag.first.year)
        if last < frag.first:
            first, last = other.part.in_year(frag.first.year + 1)
        other = replace(other, first=first, last=last)
    if other.last < frag.first:
        return None
    if frag.first == frag.last == reading.today:  # 今天到年底: what lies ahead
        return replace(frag, end=other.end, last=other.last, clip=False, role="period")
    if frag.role == "now":
        return None
    finer = min((frag.unit, other.unit), key=lambda unit: _ORDER.get(unit, 9))
    unit = frag.unit if other.point and frag.unit in ("month", "year") else finer
    unit = "year" if frag.point and other.point else unit
    return replace(
        frag, end=other.end, last=other.last, unit=unit, part=None,
        point=False, months=(), score=min(frag.score, other.score), clip=True,
        year=frag.year if frag.year == other.year else None,
    )


def _begun(reading: Reading, frag: Frag) -> Frag:
    """三季度到今天: the latest that has begun, though it has not ended."""
    if frag.part is None or frag.year is not None:
        return frag
    first, last = frag.part.in_year(reading.today.year)
    return replace(frag, first=first, last=last) if first <= reading.today else frag


def _until_point(reading: Reading, frag: Frag) -> Frag:
    """Read 年底前 (as-of to the year's end when it lies ahead), 去年底以前."""
    if not (frag.point or frag.unit == "day"):
        return _beyond(reading, frag)
    found = _BEFORE.match(reading.text, frag.end)
    if found is None:
        return frag
    ahead = frag.last > reading.today
    first = reading.today if ahead else date(frag.last.year, 1, 1)
    return replace(
        frag, end=found.end(), first=first, clip=False, role="cutoff", part=None,
        from_start=not ahead, point=False,
    )


def _beyond(reading: Reading, frag: Frag) -> Frag:
    """Read 2020年之前 (the year itself left out) and 8月以后 (until as-of)."""
    if found := _WHOLE_BEFORE.match(reading.text, frag.end):
        last = frag.first - timedelta(days=1)
        return replace(
            frag, end=found.end(), first=date(last.year, 1, 1), last=last, clip=False, part=None,
            role="cutoff", from_start=True, months=(),
        )
    found = _AFTER.match(reading.text, frag.end)
    if found is not None and frag.last < reading.today:
        first = frag.last + timedelta(days=1)
        return replace(_open(reading, frag, found.end()), first=first)
    return frag


def _still_to_come(reading: Reading, frag: Frag) -> Frag:
    """Read 到12月31日为止要到期: what falls due does so from as-of until then."""
    assert frag.part is not None
    last = frag.part.in_year(reading.today.year)[1]
    if last < reading.today:
        last = frag.part.in_year(reading.today.year + 1)[1]
    return replace(frag, first=reading.today, last=last, clip=False, part=None, point=False)


def cut_off(reading: Reading, pos: int, point: Point) -> Frag | None:
    """Read 截至10月, 截止到6月底, 到去年12月31号为止: the year until then."""
    found = _UNTIL.match(reading.text, pos)
    if found is None:
        return None
    frag = point(reading, found.end())
    if frag is None or frag.hours is not None or frag.more:
        return None
    closed = _CLOSED.match(reading.text, frag.end)
    if found[0] == "到" and closed is None:
        return None
    end = closed.end() if closed else frag.end
    if frag.part is not None and frag.year is None and _DUE.match(reading.text, end):
        return _still_to_come(reading, replace(frag, start=pos, end=end))
    if frag.role == "now" or frag.last == reading.today == frag.first:
        return replace(frag, start=pos, end=end, role="now", clip=False)
    last = min(frag.last, reading.today) if frag.first <= reading.today else frag.last
    return replace(
        frag, start=pos, end=end, first=date(frag.last.year, 1, 1), last=last, clip=False,
        role="cutoff", part=None, months=(),
    )
