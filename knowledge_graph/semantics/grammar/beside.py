"""Periods that lean on one named before: 去年四月和七月, 节前七天, 哪几家三季度反倒少."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from knowledge_graph.semantics.grammar.calendar import tenday_span
from knowledge_graph.semantics.grammar.chars import numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Part, Reading
from knowledge_graph.semantics.grammar.points import with_year

_LISTED = re.compile(r"各?和|、|与|跟|同|及|以及|,|还是|比|到")
_TENDAY = re.compile("([上中下])旬")
_WITHIN_A_MONTH = frozenset({"month", "tenday"})
_FEAST = re.compile(r"节([前后])([一二两三四五六七八九十]|\d+)[天日]")


@dataclass(frozen=True)
class Seen:
    """The periods read so far in the sentence: the last one, and dated parts with their year.

    ``month``: the last that lies within one month.
    """

    last: Frag | None = None
    dated_parts: tuple[tuple[Part, int], ...] = ()
    month: Frag | None = None

    def then(self, frag: Frag) -> Seen:
        """Return what is known after ``frag``."""
        within = (frag.first.year, frag.first.month) == (frag.last.year, frag.last.month)
        month = frag if within and frag.unit in _WITHIN_A_MONTH else self.month
        if frag.part is None or frag.year is None:
            return Seen(frag, self.dated_parts, month)
        return Seen(frag, ((frag.part, frag.year), *self.dated_parts), month)

    def dated(self, reading: Reading, frag: Frag | None) -> Frag | None:
        """Give a bare part the year it is listed with, or had when it was named before."""
        if frag is None or frag.part is None or frag.year is not None:
            return frag
        last = self.last
        if last is not None and last.year is not None:
            if _LISTED.fullmatch(reading.text[last.end : frag.start]):
                return with_year(frag, last.year)
        for part, year in self.dated_parts:
            if part.first == frag.part.first or part.unit == frag.part.unit == "quarter":
                return with_year(frag, year)
        return frag


def beside(reading: Reading, pos: int, seen: Seen) -> Frag | None:
    """Read 节前七天 beside a holiday that was named, 中旬 beside a month or a part of one."""
    part = _TENDAY.match(reading.text, pos)
    if part is not None:
        return _of_that_month(pos, part, seen.month) if seen.month is not None else None
    found = _FEAST.match(reading.text, pos)
    feast = seen.last
    if found is None or feast is None or feast.unit != "day" or feast.first == feast.last:
        return None
    days = int(numeral(found[2]) or 0)
    if found[1] == "前":
        first, last = feast.first - timedelta(days=days), feast.first - timedelta(days=1)
    else:
        first, last = feast.last + timedelta(days=1), feast.last + timedelta(days=days)
    return replace(
        feast, start=pos, end=found.end(), first=first, last=last, part=None, clip=False
    )


def _of_that_month(pos: int, part: re.Match[str], named: Frag) -> Frag:
    """Read 八月下旬比中旬: the ten days of the month that was named."""
    year, month = named.first.year, named.first.month
    days = tenday_span(year, month, "上中下".index(part[1]) + 1)
    return Frag(pos, part.end(), *days, unit="tenday", year=year)
