"""Periods in Chinese words: 2026年8月, 2026年第二季度, 2026年8月1日至15日."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from assistant.contracts.time import Period

_QUARTERS = "一二三四"


def period_text(period: Period | None, as_of: datetime) -> str:
    """Return a period in words, or nothing for none or one that depends on the row."""
    if period is None:
        return ""
    if isinstance(period.first, date | None) and isinstance(period.last, date | None):
        last = period.last or (as_of.date() if period.first is None else None)
        return range_text(period.first, last) + inside_text(period)
    return period.label


def range_text(first: date | None, last: date | None) -> str:
    """Return a range of days in words; nothing when it is open at both ends."""
    if first is None:
        return f"截至{_day(last)}" if last is not None else ""
    if last is None:
        return f"{_day(first)}以来"
    if first == last:
        return _day(first)
    return _whole(first, last) or _days(first, last)


def _whole(first: date, last: date) -> str:
    """Words for whole months, quarters, halves and years; nothing for other ranges."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return ""
    if first.month == 1 and last.month == 12:
        return f"{first.year}年" if first.year == last.year else f"{first.year}年至{last.year}年"
    if first.year != last.year:
        return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
    months = last.month - first.month + 1
    if months == 1:
        return f"{first.year}年{first.month}月"
    if months == 3 and first.month % 3 == 1:
        return f"{first.year}年第{_QUARTERS[first.month // 3]}季度"
    if months == 6 and first.month in (1, 7):
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    return f"{first.year}年{first.month}月至{last.month}月"


def _days(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{_day(first)}至{_day(last)}"
    if first.month != last.month:
        return f"{_day(first)}至{last.month}月{last.day}日"
    return f"{_day(first)}至{last.day}日"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def inside_text(period: Period) -> str:
    """Return words for the hours, months and weekdays that count inside the range."""
    parts = []
    if period.months:
        parts.append("、".join(f"{month}月" for month in period.months))
    if period.weekdays:
        parts.append("、".join(f"周{'一二三四五六日'[day - 1]}" for day in period.weekdays))
    if period.hours:
        parts.append(f"{period.hours.start}—{period.hours.end}时")
    return f"（其中{'，'.join(parts)}）" if parts else ""


def date_text(cell: str) -> str:
    """Return an ISO date as ``2026年9月15日``, with the time of day when there is one."""
    match = re.match(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?", cell)
    if not match:
        return cell
    year, month, day = (int(part) for part in match.groups()[:3])
    clock = f"{match[4]}:{match[5]}" if match[4] and (match[4], match[5]) != ("00", "00") else ""
    return f"{year}年{month}月{day}日{clock}"
