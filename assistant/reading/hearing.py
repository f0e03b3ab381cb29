"""What hearing needs to decide about single phrases."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from assistant.contracts.time import Interval, Period
from assistant.reading.periods import lengths_of, month_end
from assistant.reading.phrase_types import Item, Mods
from assistant.reading.rule_words import pattern_of, words_of


def weighty(item: Item) -> bool:
    """A loose number that would have been a condition: a volume, a rate, a length of time."""
    if item.value.dimension == "duration" and (item.value.value, item.value.unit) == (1, "year"):
        return False  # 许可一年合计多少方: whether it was taken up shows in the query
    often = item.value.dimension == "count" and item.value.counter in _TIMES
    return often or item.value.dimension in (
        "volume", "fraction", "duration", "money", "area", "length", "percent_point")


def apart_all_so(items: list[Item]) -> tuple[list[Item], list[Mods]]:
    """是不是都在宜春: what is asked of every one of them, apart from what picks them."""
    if not any("yesno" in i.tags for i in items):
        return items, []
    for place, (every, so) in enumerate(pairwise(items)):
        if every.kind == "quant" and "every" in every.tags and so.kind == "mods" \
                and so.value.conds and not (so.value.states or so.value.preds):
            return [*items[:place], *items[place + 2:]], [so.value]
    return items, []


def in_words(interval: Interval | None, periods: list[Period]) -> bool:
    """2021年至2025年五年间: the length of a period that was said."""
    return interval is not None and any(
        (interval.n, interval.unit) in lengths_of(p.first, p.last) for p in periods
        if isinstance(p.first, date) and isinstance(p.last, date))


_TIMES = words_of("time_counters")
_BARE_MONTHS = pattern_of("bare_months")


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
