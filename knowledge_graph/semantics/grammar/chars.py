"""Characters of a question: one-to-one clean-up and Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from knowledge_graph.semantics.spans import Span

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "俩": 2, "贰": 2, "三": 3,
    "仨": 3, "叁": 3, "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7,
    "八": 8, "捌": 8, "九": 9, "玖": 9,
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
NUMERAL = "零〇一二两三四五六七八九十百千"
LONGEST_NUMERAL = 40
SMALL = rf"(?:\d+|[{NUMERAL}]+)"
_BLANKS = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff%])|(?<=[\u4e00-\u9fff]) +(?=\d)")
_FIRST_PICTURE = "\u2190"
_FIRST_JOINER = "\u200d"
_PICTURES = ("So", "Sk")
_JOINERS = "\u200d\ufe0e\ufe0f"
_MOST_DIGITS = 15
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@lru_cache(maxsize=30_000)
def _plain(char: str) -> str:
    """Return the plain, lower-case form of one character, or itself if that is longer."""
    for form in (unicodedata.normalize("NFKC", char).lower(), char.lower()):
        # A sign such as ㎥ or ½ would become several characters and move every later offset.
        if len(form) == 1:
            return "零" if form in "〇○" else form
    return char


@lru_cache(maxsize=30_000)
def is_picture(char: str) -> bool:
    """Return whether a character is a picture or a piece of one (😂, its skin tone, a joiner)."""
    # Signs that stand for words (㎥, №, °) have a plain form or lie below the arrows.
    return char >= _FIRST_JOINER and char not in DIGITS and (
        char in _JOINERS or (char >= _FIRST_PICTURE and unicodedata.category(char) in _PICTURES)
    ) and unicodedata.normalize("NFKC", char) == char  # fmt: skip


def clean(text: str) -> str:
    """Return ``text`` with full-width characters made plain, lower case, same length."""
    return "".join(map(_plain, text))


@dataclass(frozen=True)
class Squeezed:
    """Cleaned text without the blanks beside figures, and where each character came from."""

    source: str
    text: str
    origin: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """Return a span over ``text`` as a span over the source."""
        start, end = self.origin[span.start], self.origin[span.end - 1] + 1
        return span.model_copy(
            update={"start": start, "end": end, "text": self.source[start:end]}
        )


def squeezed(source: str) -> Squeezed:
    """Clean ``source`` and drop blanks between a figure and a Chinese character (近 30 天)."""
    plain = clean(source)
    dropped = {at for hit in _BLANKS.finditer(plain) for at in range(hit.start(), hit.end())}
    kept = tuple(at for at in range(len(plain)) if at not in dropped)
    return Squeezed(source, "".join(plain[at] for at in kept), kept)


def digit_string(text: str) -> int | None:
    """Read ``二零二三`` or ``2023`` digit by digit; None when a character is no digit."""
    if len(text) > _MOST_DIGITS:
        return None
    value = 0
    for char in text:
        if char in DIGITS:
            value = value * 10 + DIGITS[char]
        elif char.isdigit():
            value = value * 10 + int(char)
        else:
            return None
    return value if text else None


def _section(text: str) -> int | None:
    """Read a numeral below 万: 一千三百零五, 两百五 (= 250), 十二, 七."""
    total, last_scale = 0, 0
    pending: int | None = None
    zero = False
    for char in text:
        if char in "零〇" and total:
            zero = True
        elif char in DIGITS:
            if pending is not None:
                return None
            pending = DIGITS[char]
        elif char in _SCALES and (not last_scale or _SCALES[char] < last_scale):
            last_scale = _SCALES[char]
            total += (1 if pending is None else pending) * last_scale
            pending, zero = None, False
        else:
            return None
    if pending is None:
        return total
    # 两百五 means 250, 一千三 means 1300; 两百零五 means 205.
    loose = last_scale >= 100 and not zero
    return total + pending * (last_scale // 10 if loose else 1)


def numeral(text: str) -> float | None:
    """Read an Arabic or Chinese number; None if it is none.

    Examples: 3,718 · 1.2 · 一千三百 · 三点五 · 两万五 (25,000). What is longer than any number
    that is written out is none.
    """
    if len(text) > LONGEST_NUMERAL:
        return None
    if _ARABIC.fullmatch(text):
        return float(text.replace(",", ""))
    whole, dot, fraction = text.partition("点")
    if dot:
        tail = digit_string(fraction)
        head = numeral(whole) if whole else None
        if tail is None or head is None:
            return None
        return head + tail / 10.0 ** len(fraction)
    if len(whole) > 1 and all(char in DIGITS and char not in "两俩仨" for char in whole):
        value = digit_string(whole)
        return None if value is None else float(value)
    return _big(whole)


def _big(text: str) -> float | None:
    """Read a whole Chinese numeral with 万 and 亿 (两万五 = 25,000)."""
    for char, scale in reversed(_BIG.items()):
        left, found, right = text.partition(char)
        if not found:
            continue
        head = numeral(left) if left else None
        if head is None:
            return None
        if not right:
            return head * float(scale)
        if len(right) == 1 and right in DIGITS:
            return head * float(scale) + DIGITS[right] * scale / 10
        tail = _big(right.lstrip("零〇"))
        return None if tail is None else head * float(scale) + tail
    value = _section(text) if text else None
    return None if value is None else float(value)
