"""Periods as restated: the dates, and the asker's own words in front when they are relative."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from assistant.answer.time_words import inside_text, range_text
from assistant.answer.wording.amounts import day_words, shifted
from assistant.contracts.time import Period, RowDate

# 2025年, 22年, 2026-08 … say the dates themselves; so does a label of digits alone.
_ABSOLUTE = re.compile(r"^(公元)?\d{2,4}\s*(年|[-/.~—到至]|$)")


def period_words(period: Period | None, path_words: Callable[[str], str]) -> str:
    """Return ``上月（2026年8月）`` / ``2025年`` / ``有效期止的次日至数据截止日``."""
    if period is None:
        return ""
    dates = _dates(period, path_words)
    label = period.label.strip()
    if not dates:
        return label
    if period.assumed and label:
        return f"{dates}（未指明时段，按{label}）"
    if label and not _ABSOLUTE.match(label) and _bare(label) not in _bare(dates):
        return f"{label}（{dates}）" if not label.isascii() else dates
    return dates


def _dates(period: Period, path_words: Callable[[str], str]) -> str:
    if isinstance(period.first, RowDate) or isinstance(period.last, RowDate):
        first = _end(period.first, path_words, "最早记录")
        last = _end(period.last, path_words, "数据截止日")
        return f"{first}至{last}{inside_text(period)}"
    return range_text(period.first, period.last) + inside_text(period)


def _end(value: date | RowDate | None, path_words: Callable[[str], str], none: str) -> str:
    if isinstance(value, RowDate):
        return shifted(path_words(value.path), value.plus)
    return day_words(value) if value is not None else none


def _bare(text: str) -> str:
    return re.sub(r"[\s的度份]|第", "", text)
