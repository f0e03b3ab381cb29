"""Which of the periods that were named: 去年四月和七月，哪个月取得多，多几倍."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.contracts.algebra import At, Extreme, MeasureObj, Ratio
from assistant.contracts.time import Grain, Period
from assistant.reading.frame import Frame
from assistant.reading.periods import month_end
from assistant.reading.phrase_types import MeasurePhrase

_LENGTHS: dict[Grain, tuple[int, int]] = {
    "day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "year": (365, 366)}
_SEVERAL = 2


def among_periods(frame: Frame) -> None:
    """Set the periods that were named side by side, where one of them or their quotient is asked.

    四月和七月 heard as a comparison (和七月比) is a list of two where the asker picks from them.
    """
    _of_the_whole_year(frame)
    _two_months(frame)
    bases = [*frame.basis, *(m.change for m in frame.measures if m.change is not None)]
    named = list(frame.times)
    named += [b.basis for b in bases if isinstance(b.basis, Period) and b.basis not in named]
    grains = {_grain(p) for p in named}
    if len(named) < _SEVERAL or len(grains) != 1 or grains == {None}:
        return
    if frame.when not in grains and "ratio" not in frame.flags:
        return
    if not frame.measures and frame.ranked is not None and frame.ranked.by is not None:
        frame.measures = [frame.ranked.by]
    frame.measures = [_plain(m) for m in frame.measures]
    frame.times, frame.basis = named, []
    frame.when = frame.extreme = frame.ranked = frame.limit = frame.change = None
    frame.ends = set()
    frame.flags -= {"up", "down"}


def _plain(measure: MeasurePhrase) -> MeasurePhrase:
    change = measure.change
    moved = change is not None and not (change.how == "growth" or change.longterm or change.parent)
    return replace(measure, change=None) if moved else measure


def _grain(period: Period) -> Grain | None:
    first, last = period.first, period.last
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    days = (last - first).days + 1
    return next((g for g, (low, high) in _LENGTHS.items() if low <= days <= high), None)


def larger_over_smaller(measure: MeasureObj, times: list[Period]) -> Ratio:
    """Of two months or quarters of one year, how many times the smaller the larger is.

    Other periods are held against each other in the order they were said.
    """
    season = _season(times)
    grain = _grain(times[0])
    if season is None or grain is None:
        first, second = (At(measure=measure, time=t) for t in times)
        return Ratio(top=first, bottom=second)
    most, least = (At(measure=Extreme(measure=measure, over=grain, direction=way), time=season)
                   for way in ("max", "min"))
    return Ratio(top=most, bottom=least)


def _season(times: list[Period]) -> Period | None:
    """Return the stretch of the year that holds just the months of the periods."""
    ends = [(t.first, t.last) for t in times]
    days = [(a, b) for a, b in ends if isinstance(a, date) and isinstance(b, date)]
    years = {d.year for pair in days for d in pair}
    if len(days) != len(times) or len(years) != 1 or any(
            _grain(t) not in ("month", "quarter") for t in times):
        return None
    months = sorted({m for a, b in days for m in range(a.month, b.month + 1)})
    return Period(first=min(a for a, _ in days), last=max(b for _, b in days),
                  months=tuple(months), label="和".join(t.label for t in times))


def _of_the_whole_year(frame: Frame) -> None:
    """四到九月占一整年: of the year those months are in."""
    if "whole_year" not in frame.flags or len(frame.times) != 1:
        return
    first, last = frame.times[0].first, frame.times[0].last
    if isinstance(first, date) and isinstance(last, date) and first.year == last.year:
        year = Period(first=date(first.year, 1, 1), last=date(first.year, 12, 31),
                      label=f"{first.year}年")
        frame.times = [frame.times[0], year]


def _two_months(frame: Frame) -> None:
    """七八两个月差多少, 7月8月哪个月多: each of the two months of a stretch."""
    apart = frame.flags & {"difference", "ratio"} or frame.when == "month" and (
        frame.extreme or frame.ranked or any(m.change for m in frame.measures))
    if len(frame.times) != 1 or not apart or frame.groups:
        return
    first, last = frame.times[0].first, frame.times[0].last
    if not isinstance(first, date) or not isinstance(last, date) or first.day != 1 \
            or (last.year * 12 + last.month) - (first.year * 12 + first.month) != 1 \
            or last != month_end(last):
        return
    frame.times = [
        Period(first=first, last=month_end(first), label=f"{first.year}年{first.month}月"),
        Period(first=last.replace(day=1), last=last, label=f"{last.year}年{last.month}月")]
