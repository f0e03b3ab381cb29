"""Numbers with their units: 两千方, 三成, 百分之九十五, 翻一番, 72个钟头, 前十, 0.53."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.contracts.time import Interval, IntervalUnit
from knowledge_graph.semantics.grammar.chars import DIGITS, numeral, squeezed
from knowledge_graph.semantics.grammar.signs import is_signed, sign_end
from knowledge_graph.semantics.grammar.units import Dimension, NumberWords, number_words, unit_table
from knowledge_graph.semantics.grammar.words import longest_at
from knowledge_graph.semantics.spans import NumberItem, Span

_ZH = "零一二两三四五六七八九十百千"
_FIGURE = re.compile(
    r"(?P<a>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<z>[{_ZH}俩仨][{_ZH}万亿]{{0,23}}(?:点[零一二三四五六七八九]{{1,12}})?)"
)
_SCALE = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "万亿": 1e12, "千万": 1e7, "百万": 1e6}
_SCALES = re.compile(r"(?:个(?=[万亿]))?(百万|千万|万亿|万|亿|千(?!米)|百(?!分))")
_PARTS = re.compile(rf"(百|千|万|[{_ZH}]+|\d+)分之")
_ORDINAL = re.compile(rf"(第|前|头(?!一)|末|倒数第|倒数前|倒数|后|top ?)([{_ZH}]+|\d+)(?:名|位)?")
_DURATION_AFTER = re.compile(r"个?(?:整)?(?:小时|钟头|天|日|周|星期|礼拜|月|季|年|考核期|夜|旬)")
_HALF_TAIL = re.compile(r"成(半|[一二三四五六七八九](?![成户家个%]))")
_EVERY = ("每百", "每千", "每万")  # 每百站: what is shared out over, no hundred stations
_DATE_LIKE = re.compile(
    r"(?:(?:[到至、,~]|[-—–]+)\d{1,2})*[月号]|(?:到|至)[上本这]月"
    r"|点(?![\d零一二三四五六七八九])|时(?!候)|:\d"
)


@dataclass(frozen=True)
class _Figure:
    """A figure in ``[start, end)`` before its unit is read."""

    start: int
    end: int
    value: float
    decimals: int
    approx: Literal["", "more", "about"]
    arabic: bool


def number_spans(text: str) -> list[Span]:
    """Return every number of ``text`` in base units, in order; doubtful readings score lower.

    Question words (几个, 几成) and words that merely begin with a numeral are no numbers.
    """
    squeeze = squeezed(text)
    return [squeeze.back(span) for span in _read(squeeze.text)]


def _read(plain: str) -> list[Span]:
    words = number_words()
    stops = frozenset(words.not_numbers)
    out: list[Span] = []
    pos = 0
    while pos < len(plain):
        stop = longest_at(plain, pos, stops, cap=8)
        if stop and not longest_at(plain, pos, words.phrases, cap=8):
            pos += len(stop)
            continue
        found = _phrase(plain, pos, words) or _ordinal(plain, pos) or _signed(plain, pos, words)
        if not found:
            pos += 1
            continue
        out.extend(Span(start=a, end=b, text=plain[a:b], item=i, score=s) for a, b, i, s in found)
        pos = max(b for _, b, _, _ in found)
    return out


_Found = list[tuple[int, int, NumberItem, float]]


def _phrase(text: str, pos: int, words: NumberWords) -> _Found:
    word = longest_at(text, pos, words.phrases, cap=8)
    if not word:
        return []
    value, unit, dimension = words.phrases[word]
    interval = _interval(unit, value) if dimension == "duration" else None
    item = NumberItem(value=value, unit=unit, dimension=dimension, interval=interval)
    return [(pos, pos + len(word), item, 1.0)]


def _ordinal(text: str, pos: int) -> _Found:
    """Read 第二, 前十, 前三名; 前十天 is time and 第三季度 too."""
    found = _ORDINAL.match(text, pos)
    value = numeral(found[2]) if found else None
    if found is None or value is None:
        return []
    if _DURATION_AFTER.match(text, found.end()):
        return []
    score = {"第": 0.9, "后": 0.5, "头": 0.7}.get(found[1], 0.95)
    item = NumberItem(value=value, dimension="ordinal", counter=found[1].strip())
    return [(pos, found.end(), item, score)]


def _figure(text: str, pos: int, words: NumberWords) -> _Figure | None:
    """Read the digits at ``pos`` with what makes them rough, and a scale (万, 亿)."""
    before = longest_at(text, pos, words.rough_before)
    if before == "近" and text[pos - 1 : pos] == "最":
        return None
    approx: Literal["", "more", "about"] = words.rough_before[before] if before else ""
    found = _FIGURE.match(text, pos + len(before))
    before_it = text[pos - 1 : pos]
    # A figure inside a code or a unit (NH3, m3) is no number.
    if found is None or before_it == "." or (before_it.isascii() and before_it.isalpha()):
        return None
    end, written = found.end(), found[0]
    pair = _pair(written)
    value = pair if pair is not None else numeral(written)
    while value is None and len(written) > 1:
        written, end = written[:-1], end - 1
        value = numeral(written)
    if value is None:
        return None
    if pair is not None:
        approx = "about"
    value, end, approx = _scaled(text, end, value, approx, words)
    point = written.partition("." if found["a"] else "点")[2]
    return _Figure(pos, end, value, len(point), approx, found["a"] is not None)


def _pair(written: str) -> float | None:
    """Read 五六(个) as about five; None when it is a plain numeral."""
    if len(written) != 2 or any(char not in DIGITS for char in written):
        return None
    low, high = DIGITS[written[0]], DIGITS[written[1]]
    return float(low) if high == low + 1 and low else None


def _scaled(
    text: str, end: int, value: float, approx: Literal["", "more", "about"], words: NumberWords
) -> tuple[float, int, Literal["", "more", "about"]]:
    """Take in 多/来/余 and 万/亿 in either order (三千多万, 5亿多)."""
    for _ in range(2):
        rough = longest_at(text, end, words.rough_after, cap=2)
        if rough == "几" and text[end + 1 : end + 2] in ("成", "分"):
            rough = ""
        if rough and not (rough == "来" and text[end + 1 : end + 2] in ("数", "源", "水")):
            approx, end = words.rough_after[rough], end + len(rough)
        scale = _SCALES.match(text, end)
        if scale is None:
            break
        value, end = value * _SCALE[scale[1]], scale.end()
    return value, end, approx


def _fraction(text: str, pos: int) -> tuple[float, int, int] | None:
    """Read 百分之九十五, 三分之一; returns (value, end, decimals)."""
    found = _PARTS.match(text, pos)
    if found is None:
        return None
    below = {"百": 100.0, "千": 1000.0, "万": 10_000.0}.get(found[1]) or numeral(found[1])
    top = _FIGURE.match(text, found.end())
    above = numeral(top[0]) if top else None
    if not below or above is None or top is None:
        return None
    return above / below, top.end(), len(re.split(r"[.点]", top[0])[1]) if "." in top[0] else 0


def _number(text: str, pos: int, words: NumberWords) -> _Found:
    part = _fraction(text, pos)
    if part is not None:
        value, end, decimals = part
        item = NumberItem(value=round(value, 10), unit="fraction", dimension="fraction",
                          decimals=decimals)
        return [(pos, end, item, 1.0)]
    if pos and (_same_figure(text[pos - 1], text[pos]) or text[pos - 1 : pos + 1] in _EVERY):
        return []
    figure = _figure(text, pos, words)
    if figure is None:
        return []
    half = _HALF_TAIL.match(text, figure.end)
    if half is not None and figure.value <= 10:
        tail = 0.5 if half[1] == "半" else DIGITS[half[1]] / 10
        value = round((figure.value + tail) / 10, 10)
        item = NumberItem(value=value, unit="fraction", dimension="fraction", approx=figure.approx)
        return [(pos, half.end(), item, 1.0)]
    return _with_unit(text, figure, words)


def _signed(text: str, pos: int, words: NumberWords) -> _Found:
    """Read a number, below zero where a sign stands before it."""
    after = sign_end(text, pos)
    if after is None:
        return _number(text, pos, words)
    return [(pos, end, item.model_copy(update={"value": -item.value}), score)
            for _, end, item, score in _number(text, after, words)
            if is_signed(text[:pos], item.dimension)]


def _same_figure(before: str, char: str) -> bool:
    """Tell whether ``char`` goes on a figure that was refused as a whole (2025年, 一六年)."""
    return before.isdigit() and char.isdigit() or before in _ZH and char in _ZH


def _with_unit(text: str, figure: _Figure, words: NumberWords) -> _Found:
    word = longest_at(text, figure.end, unit_table(), cap=5)
    counter = longest_at(text, figure.end, frozenset(words.counters), cap=3)
    if word and len(word) >= len(counter) and not _calendar(text, figure, word):
        return _measured(text, figure, word, counter)
    if counter:
        item = _item(figure, figure.value, "", "count", counter)
        found = [(figure.start, figure.end + len(counter), item, 1.0)]
        if counter == "个" and figure.value >= 10:
            # 个 may stand for 的 (没到九十五个市).
            plain = _item(figure, figure.value, "", "bare", "")
            found.append((figure.start, figure.end, plain, 0.4))
        return found
    return _bare(text, figure)


def _measured(text: str, figure: _Figure, word: str, counter: str) -> _Found:
    dimension, unit, factor = unit_table()[word]
    value = round(figure.value * factor, 10)
    end = figure.end + len(word)
    score = 1.0
    interval = None
    if dimension == "duration":
        interval = _interval(unit, value)
        score = 0.8 if word in ("日", "年") else 1.0
        score = 0.4 if word == "年" and figure.arabic and value >= 13 else score
    rough = longest_at(text, end, number_words().rough_after, cap=2)
    approx = figure.approx
    if rough == "左右":
        approx, end = number_words().rough_after[rough], end + len(rough)
    start = figure.start
    if dimension == "duration" and text[start] == "近":
        # 近30天 is a period that ends now; as a duration it is thirty days.
        start, approx = start + 1, ""
    item = NumberItem(
        value=value, unit=unit, dimension=dimension, approx=approx, decimals=figure.decimals,
        interval=interval,
    )
    found = [(start, end, item, score)]
    if word == counter:
        # 块 is money or a counter; the sentence decides.
        counted = _item(figure, figure.value, "", "count", counter)
        found.append((figure.start, figure.end + len(counter), counted, 0.9))
    return found


def _calendar(text: str, figure: _Figure, word: str) -> bool:
    """Tell a date (2025年, 4月15日) from a duration."""
    if word == "年":
        digits = text[figure.start : figure.end]
        spelled = len(digits) == 2 and all(char in DIGITS for char in digits)
        return figure.value >= 100 or spelled
    if word == "日":
        return text[figure.start - 1 : figure.start] in ("月", "到", "至")
    return False


def _bare(text: str, figure: _Figure) -> _Found:
    if _DATE_LIKE.match(text, figure.end) and figure.value <= 31:
        return []
    written = text[figure.start : figure.end]
    chinese = not figure.arabic
    score = 0.9
    if chinese and len(written) == 1:
        score = {"零": 0.8, "百": 0.6, "千": 0.5}.get(written, 0.3)
        following = text[figure.end : figure.end + 1]
        if score == 0.3 and ("\u4e00" <= following <= "\u9fff" or written == "一"):
            # 九江, 三级: a numeral inside a word.
            return []
    if chinese and _pair(written) is not None or text.startswith("年", figure.end):
        return []
    year = figure.arabic and 1900 <= figure.value <= 2100 and not figure.decimals
    item = _item(figure, figure.value, "", "bare", "")
    score = 0.4 if year else score
    found = [(figure.start, figure.end, item, score)]
    if chinese and re.fullmatch("九[五八九]", written):
        share = _item(figure, round(figure.value / 100, 4), "fraction", "fraction", "")
        found.append((figure.start, figure.end, share, 0.6))
    return found


def _item(
    figure: _Figure, value: float, unit: str, dimension: Dimension, counter: str
) -> NumberItem:
    return NumberItem(
        value=value, unit=unit, dimension=dimension, counter=counter, approx=figure.approx,
        decimals=figure.decimals,
    )


def _interval(unit: str, value: float) -> Interval | None:
    units: dict[str, IntervalUnit] = {
        "minute": "minute", "hour": "hour", "day": "day", "workday": "workday", "week": "week",
        "month": "month", "quarter": "quarter", "year": "year",
    }
    return Interval(n=int(value), unit=units[unit]) if value == int(value) else None
