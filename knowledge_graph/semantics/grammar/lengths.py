"""Lengths counted from as-of: 近三年, 最近30天, 往前推十二个整月, 未来90天."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from assistant.contracts.time import Grain, Interval, IntervalUnit
from knowledge_graph.semantics.grammar.calendar import last_full, next_from, unit_span
from knowledge_graph.semantics.grammar.chars import numeral
from knowledge_graph.semantics.grammar.fragment import Frag, Reading
from knowledge_graph.semantics.grammar.words import longest_at

_UNITS: dict[str, Grain] = {
    "年": "year", "年度": "year", "周年": "year", "月": "month", "季度": "quarter", "季": "quarter",
    "周": "week", "星期": "week", "礼拜": "week", "天": "day", "日": "day", "旬": "tenday",
    "夜": "day", "晚": "day", "考核期": "bimonth", "小时": "hour", "钟头": "hour",
}
_SHIFTS: dict[Grain, IntervalUnit] = {
    "day": "day", "month": "month", "quarter": "quarter", "year": "year",
}
_LENGTH = re.compile(
    r"(?P<n>\d+|[零一二两三四五六七八九十百仨俩]+|个把|半)[个只]?(?P<whole>整|完整|自然|半)?(?:的)?"
    r"(?P<u>年度|周年|年|月|季度|季|周|星期|礼拜|天|日|夜|旬|考核期|小时|钟头)(?![号])"
    r"(?P<tail>以来|来|以内|之内|内|里头|里|间|之间)?"
)
_DUE = re.compile(
    r"(?P<n>\d+|[一二两三四五六七八九十百]+)个?(?P<u>天|日|月|周|年)(?:之|以)?[内里]"
    r"(?=[^，。？,]{0,4}(?:到期|届满|过期|期满|失效|检定))"
)
_BARE = re.compile(
    r"(?P<n>[两三四五六七八九十]|\d{1,2})(?P<u>年|个月)(?P<tail>里头|以来|来)"
)


def _backwards(
    reading: Reading, pos: int, found: re.Match[str], with_today: bool
) -> Frag | None:
    unit, word, today = _UNITS[found["u"]], found["n"], reading.today
    if word in ("个把", "半"):
        return _rough(reading, pos, found, unit)
    value = numeral(word)
    if value is None or not 1 <= value <= 400 or found["whole"] == "半":
        return None
    count, end, yesterday = int(value), found.end(), today - timedelta(days=1)
    if unit == "hour":
        first = today - timedelta(days=-(-count // 24))
        return Frag(pos, end, first, today, "hour", clip=False, score=0.7)
    if unit == "month" and count == 1 and not found["whole"]:
        return Frag(pos, end, today - timedelta(days=30), yesterday, "day", clip=False)
    if unit == "year" and count == 1 and not found["whole"]:
        # 近一年 is felt as twelve months, not as the last calendar year.
        return Frag(pos, end, *last_full("month", today, 12), unit="month", clip=False)
    if with_today and unit == "day":
        return Frag(pos, end, today - timedelta(days=count - 1), today, "day", clip=False)
    named: Grain = "day" if unit == "week" else unit
    return Frag(pos, end, *last_full(unit, today, count), unit=named, clip=False)


def _rough(reading: Reading, pos: int, found: re.Match[str], unit: Grain) -> Frag | None:
    """Read 近个把月 (30 days), 这半个月 (15 days), 近半年 (six full months)."""
    today, end, half = reading.today, found.end(), found["n"] == "半"
    if unit == "year" and half:
        return Frag(pos, end, *last_full("month", today, 6), unit="month", clip=False)
    if unit != "month":
        return None
    first = today - timedelta(days=15 if half else 30)
    return Frag(pos, end, first, today - timedelta(days=1), "day", clip=False)


def past_length(reading: Reading, pos: int) -> Frag | None:
    """Read a number of complete units that end before as-of."""
    words = reading.words
    with_today = longest_at(reading.text, pos, frozenset(words.past_with_today))
    word = with_today or longest_at(reading.text, pos, frozenset(words.past))
    found = _LENGTH.match(reading.text, pos + len(word)) if word else None
    frag = _backwards(reading, pos, found, bool(with_today)) if found else None
    if frag is None or found is None:
        return None
    doubtful = word in words.past_doubtful and not found["whole"]
    if not doubtful:
        return frag
    count = int(numeral(found["n"]) or 0)
    back = Interval(n=-count, unit=_SHIFTS[frag.unit]) if frag.unit in _SHIFTS and count else None
    return replace(frag, score=0.6, back=back)


def bare_length(reading: Reading, pos: int) -> Frag | None:
    """Read 两年里头, 三个月来: that long back from as-of."""
    before = reading.text[pos - 1 : pos]
    found = _BARE.match(reading.text, pos)
    if found is None or before.isdigit() or before in ("第", "头"):
        return None
    count = int(numeral(found["n"]) or 0)
    unit: Grain = "year" if found["u"] == "年" else "month"
    first = next_from(unit, reading.today, -count)[1]
    return Frag(pos, found.end(), first, reading.today, unit, clip=False, score=0.8)


def due_length(reading: Reading, pos: int) -> Frag | None:
    """Read 90天内到期, 三个月之内要检定: with what falls due, a bare length lies ahead."""
    before = reading.text[pos - 1 : pos]
    found = _DUE.match(reading.text, pos)
    value = numeral(found["n"]) if found else None
    if found is None or not value or before.isdigit() or before in tuple("近来去末往"):
        return None
    return Frag(pos, found.end(), *next_from(_UNITS[found["u"]], reading.today, int(value)),
                unit=_UNITS[found["u"]], clip=False, score=0.9)


def future_length(reading: Reading, pos: int) -> Frag | None:
    """Read 未来90天, 往后三十天内, 接下来三个月: from as-of on."""
    word = longest_at(reading.text, pos, frozenset(reading.words.future))
    if not word:
        return None
    found = _LENGTH.match(reading.text, pos + len(word))
    value = numeral(found["n"]) if found else None
    if found is None or not value or value > 4000:
        return None
    unit = _UNITS[found["u"]]
    if found["whole"] and unit in ("month", "quarter", "year"):
        first = unit_span(unit, reading.today, 1)[0]
        last = unit_span(unit, reading.today, int(value))[1]
    else:
        first, last = next_from(unit, reading.today, int(value))
    return Frag(pos, found.end(), first, last, unit, clip=False)

