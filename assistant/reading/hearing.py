"""What hearing needs to decide about single phrases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.contracts.time import Period
from assistant.reading.periods import month_end
from assistant.reading.phrase_types import Item, MeasurePhrase


def is_open(share: MeasurePhrase) -> bool:
    """The part is missing (占国控站几成), or is only a condition (其中灌区占多少)."""
    part = share.part
    return part is None or (part.kind == "count" and part.noun is not None
                            and not part.noun.options)


def closed(share: MeasurePhrase, before: MeasurePhrase) -> MeasurePhrase:
    """Return the share with its part (or whole) taken from the measure said before."""
    if before.kind == "share" and before.part is not None:
        before = before.part
    if share.part is None:
        return replace(share, part=before)
    noun = share.part.noun
    assert noun is not None
    if before.kind == "count" and before.noun is not None:
        part = replace(before, noun=before.noun.narrowed(noun.mods))
    else:
        part = replace(before, mods=before.mods.plus(noun.mods))
    return replace(share, part=part, whole=share.whole or (None if share.lift else before))


def weighty(item: Item) -> bool:
    """A loose number that would have been a condition: a volume, a rate, a length of time."""
    return item.value.dimension in ("volume", "fraction", "duration", "money", "area", "length",
                                    "percent_point")


_N = "[0-9一二三四五六七八九十]+"
_BARE_MONTHS = re.compile(rf"^{_N}(月份?|[到至—\-~]{_N}月份?)$")


def in_the_year_said(period: Period, earlier: list[Period]) -> Period:
    """去年灌区4到9月: months said without a year belong to the year said before."""
    year = next((p for p in earlier if isinstance(p.first, date) and isinstance(p.last, date)
                 and (p.first.month, p.first.day) == (1, 1) and p.first.year == p.last.year), None)
    if year is None or not _BARE_MONTHS.match(period.label):
        return period
    if not (isinstance(period.first, date) and isinstance(period.last, date)):
        return period
    assert isinstance(year.first, date)
    wanted = year.first.year
    last = month_end(date(wanted, period.last.month, 1))
    if period.first.year == wanted:
        return period
    return period.model_copy(update={"first": date(wanted, period.first.month, 1), "last": last})
