"""Periods read back: by their dates where they are printed, else by the asker's own words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from assistant.answer.time_words import range_text
from assistant.contracts.time import HourWindow, Period, RowDate
from assistant.reading.restated.amounts import moment, shifts
from assistant.reading.restated.grammar import Grammar, rule
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets

_NO_TIME = re.compile(r"[、，；：且或比占与率]|水量|是否")  # never in the words for a period
_LONGEST_LABEL = 14  # 去年四月和七月; longer words for a time are told with their dates
_ASSUMED = "未指明时段，按"
_END = re.compile(r"^(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?$")
_WHOLE = re.compile(r"^(\d{4})年(?:第([一二三四])季度|([上下])半年)$")
_WEEK = "一二三四五六日"
Ends = tuple[date | None, date | None]


class Periods(Grammar):
    """Nonterminals for time."""

    @rule
    def period(self, text: str, scope: Scope) -> tuple[Period, ...]:
        """Read ``上月（2026年8月）`` / ``2025年`` / ``有效期止的次日至数据截止日``."""
        found = [*self._labelled(text, scope), *self._dated(text, scope)]
        if not found and len(text) <= _LONGEST_LABEL and not _NO_TIME.search(text):
            found = [*self.words.times(text)]
        return tuple(self.said_so("period", text, scope, found))

    def _labelled(self, text: str, scope: Scope) -> Iterator[Period]:
        for before, inside in inside_brackets(text):
            if _NO_TIME.search(before):
                continue
            if inside.startswith(_ASSUMED):
                said = {"label": inside.removeprefix(_ASSUMED), "assumed": True}
                dated = self._dated(before, scope)
            else:
                said = {"label": before}
                dated = self._dated(inside, scope)
            for period in dated:
                yield period.model_copy(update=said)

    def _dated(self, text: str, scope: Scope) -> Iterator[Period]:
        """Dates, and the hours, months and weekdays inside them that count."""
        for before, inside in (*inside_brackets(text), (text, "")):
            part = _inside(inside) if inside else {}
            if part is None:
                continue
            for first, last in (*_range(before), *self._row_ends(before, scope)):
                yield Period(first=first, last=last, **part)

    def _row_ends(
        self, text: str, scope: Scope
    ) -> Iterator[tuple[date | RowDate | None, date | RowDate | None]]:
        for before, after in cuts(text, "至"):
            firsts = self._row_end(before, "最早记录", scope)
            lasts = self._row_end(after, "数据截止日", scope)
            for first in firsts:
                for last in lasts:
                    if isinstance(first, RowDate) or isinstance(last, RowDate):
                        yield first, last

    def _row_end(self, text: str, none: str, scope: Scope) -> list[date | RowDate | None]:
        day = moment(text)
        if text == none or day is not None:
            return [day]
        return [RowDate(path=path, plus=plus)
                for base, plus in shifts(text) for path in self.paths(base, scope)]


def _range(text: str) -> Iterator[Ends]:
    """Yield the days of a range that is said so."""
    for ends in _ranges(text):
        if range_text(*ends) == text:
            yield ends


def _ranges(text: str) -> Iterator[Ends]:
    whole = _WHOLE.match(text)
    if whole is not None:
        year = int(whole[1])
        months = 3 if whole[2] else 6
        start = "一二三四".index(whole[2]) * 3 + 1 if whole[2] else 1 if whole[3] == "上" else 7
        yield date(year, start, 1), _last(year, start + months - 1)
    elif text.startswith("截至"):
        yield None, _day(text.removeprefix("截至"))
    elif text.endswith("以来"):
        yield _day(text.removesuffix("以来")), None
    else:
        first_text, _, last_text = text.partition("至")
        first = _END.match(first_text)
        last = _END.match(last_text or first_text)
        if first is not None and last is not None and first[1]:
            yield from _between(first, last)


def _between(first: re.Match[str], last: re.Match[str]) -> Iterator[Ends]:
    """What the second end does not say is as in the first."""
    if not any(last.groups()):
        return
    year, month = int(first[1]), int(first[2] or 1)
    end_year = int(last[1] or first[1])
    end_month = int(last[2] or (first[2] if last[3] and not last[1] else 0) or 12)
    try:
        start = date(year, month, int(first[3] or 1))
        end = date(end_year, end_month, int(last[3])) if last[3] else _last(end_year, end_month)
    except ValueError:
        return
    yield start, end


def _day(text: str) -> date | None:
    found = moment(text)
    return found if isinstance(found, date) else None


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _inside(text: str) -> dict[str, object] | None:
    """Return the fields of ``其中4月、7月，周六、周日，2—4时``; None when it is no such text."""
    if not text.startswith("其中"):
        return None
    found: dict[str, object] = {}
    for part in text.removeprefix("其中").split("，"):
        hours = re.match(r"^(\d+)—(\d+)时$", part)
        months = re.match(r"^\d+月(、\d+月)*$", part)
        if hours:
            found["hours"] = HourWindow(start=int(hours[1]), end=int(hours[2]))
        elif months:
            found["months"] = tuple(int(one) for one in re.findall(r"\d+", part))
        elif re.match(rf"^周[{_WEEK}](、周[{_WEEK}])*$", part):
            found["weekdays"] = tuple(_WEEK.index(one) + 1 for one in part if one in _WEEK)
        else:
            return None
    return found
