"""The dates of a text, as far as each is written out; a later one takes the year before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WRITTEN = re.compile(
    r"(?P<iso>(?P<iy>\d{4})-(?P<im>\d{2})(?:-(?P<id>\d{2}))?)"
    r"|(?:(?P<y>\d{4})年)(?:第?(?P<yq>[一二三四1-4])季度|(?P<ym>1?\d)月(?:(?P<yd>[1-3]?\d)[日号])?)?"
    r"|第(?P<q>[一二三四1-4])季度"
    r"|(?<![\d.])(?P<m>1?\d)月(?:(?P<d>[1-3]?\d)[日号])?"
    r"|(?<![\d.])(?P<od>[1-3]?\d)[日号]"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written; what is not written is None."""

    text: str
    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None

    def within(self, known: Written) -> bool:
        """Return whether it says no more than a known date does, and nothing else."""
        mine = (self.year, self.quarter, self.month, self.day)
        theirs = (known.year, known.quarter, known.month, known.day)
        return all(one is None or one == other for one, other in zip(mine, theirs, strict=True))


def dates(text: str) -> Iterator[Written]:
    """Yield the dates of a text, in order, each as written."""
    for found in _WRITTEN.finditer(text):
        yield _date(found)


def with_years(written: Iterable[Written]) -> Iterator[Written]:
    """Yield dates with the year of the one before where they have none (2026年1月1日至9月16日)."""
    year: int | None = None
    for one in written:
        year = one.year or year
        yield replace(one, year=year)


def without_dates(text: str) -> str:
    """Return a text with its dates taken out, so that its figures are those of quantities."""
    return _WRITTEN.sub("　", text)


def _date(found: re.Match[str]) -> Written:
    def number(*names: str) -> int | None:
        given = next((found[name] for name in names if found[name]), None)
        return int(given) if given else None

    quarter = found["yq"] or found["q"]
    return Written(
        found.group(), number("iy", "y"), _QUARTERS[quarter] if quarter else None,
        number("im", "ym", "m"), number("id", "yd", "d", "od"))
