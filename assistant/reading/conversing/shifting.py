"""再往前一个月, 下一期: the period asked before, moved by what is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.contracts.time import Period
from assistant.reading.conversing.follow_words import match_of
from knowledge_graph.semantics.grammar.calendar import add_months, month_end

_NUMBERS = {"": 1, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS = {"月": 1, "季": 3, "季度": 3, "年": 12}
_BACK = "前上"


def shifted(text: str, times: Sequence[Period]) -> Period | None:
    """Return the one period asked before, moved; None where nothing says to move it."""
    found = match_of(text, "shifted")
    if found is None or len(times) != 1:
        return None
    first, last = times[0].first, times[0].last
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    number = found["n"] or ""
    n = int(number) if number.isdigit() else _NUMBERS.get(number, 1)
    n = -n if found["way"] in _BACK else n
    unit = found["unit"]
    if unit in _DAYS:
        by = timedelta(days=_DAYS[unit] * n)
        return Period(first=first + by, last=last + by, label=text)
    months = _MONTHS.get(unit) or _length(first, last)
    if not months:
        by = timedelta(days=((last - first).days + 1) * n)  # 下一期 of so many days
        return Period(first=first + by, last=last + by, label=text)
    whole = last == month_end(last.year, last.month)
    end = add_months(last.replace(day=1) if whole else last, months * n)
    return Period(first=add_months(first, months * n),
                  last=month_end(end.year, end.month) if whole else end, label=text)


def _length(first: date, last: date) -> int:
    """How many whole months a period has; 0 = it has none."""
    if first.day != 1 or last != month_end(last.year, last.month):
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1
