"""Codes for what the grammars read without fail: times and names, which the model only places.

浔上月丢数最凶的五个县 → ατ丢数最凶的5个县, with α = 九江市 and τ = 上月（2026年8月）. The model
can neither change nor invent a place or a date, and a code that it leaves out is a condition lost.
Codes are Greek letters: one token each, and no part of a number or an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.contracts.time import Period
from assistant.reading.nodes import Token
from knowledge_graph.semantics.spans import NumberItem

NAMES, TIMES = "αβγδεζηθικ", "τσφωλξπψ"
CODE = re.compile(f"[{NAMES}{TIMES}]")
_WHOLE = "province"  # 全省 is said of every question that names no place
# What a period is called before its dates: at the head of a clause anything, else time words.
_RELATIVE = (
    r"(?:(?:^|(?<=[，、；（）]))[^，、；（）]{1,14}（"
    r"|[今去前昨上下本这近最当头末初底半年月季度周旬日天里完整个\d一二三四五六七八九十到至～~-]{1,14}（)?"
)
_DATES = re.compile(r"（([^（）]*\d[^（）]*)）$")
_NUMERALS = re.compile(r"[一二三四五六七八九十百千万两仨俩半]")
_TEN_THOUSAND, _HUNDRED_MILLION = 1e4, 1e8


@dataclass(frozen=True, slots=True)
class Code:
    """A code, what was said in the question, and what it stands for as a restatement writes it."""

    code: str
    said: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A question in codes."""

    text: str
    codes: tuple[Code, ...]


def coded(tokens: Sequence[Token], period: Callable[[Period], str]) -> Coded:
    """Return a question's tokens with times and names as codes and numbers in figures.

    Args:
        tokens: of the parser's reading, in order.
        period: words a period as restatements do.
    """
    parts: list[str] = []
    codes: dict[str, Code] = {}
    for token in tokens:
        letters, stands_for = _stands_for(token, period)
        if stands_for not in codes:
            free = [letter for letter in letters if letter not in "".join(parts)]
            if not free:  # nothing to code, or more places than letters
                parts.append(_figures(token))
                continue
            codes[stands_for] = Code(free[0], token.text, stands_for)
        parts.append(codes[stands_for].code)
    return Coded("".join(parts), tuple(codes.values()))


def decoded(text: str, codes: Iterable[Code]) -> str:
    """Return a text with what its codes stand for."""
    known = {one.code: one.stands_for for one in codes}
    return CODE.sub(lambda found: known.get(found.group(), found.group()), text)


def in_codes(text: str, codes: Iterable[Code]) -> str:
    """Return a restatement with the codes where it says what they stand for."""
    for one in codes:
        dates = _DATES.search(one.stands_for)
        said = re.escape(dates.group(1) if dates else one.stands_for)
        if one.code in TIMES:
            said = f"{_RELATIVE}{said}）?"
        text = re.sub(said, one.code, text)
    return text


def missing(text: str, codes: Iterable[Code]) -> tuple[Code, ...]:
    """Return the codes that a text leaves out."""
    used = set(CODE.findall(text))
    return tuple(one for one in codes if one.code not in used)


def _stands_for(token: Token, period: Callable[[Period], str]) -> tuple[str, str]:
    time = token.readings.get("time")
    if time is not None and time[0].role != "now":
        return TIMES, period(time[0].period)
    names = token.readings.get("name")
    if names and len({item.name for item, _ in names}) == 1 and names[0][0].entity != _WHOLE:
        return NAMES, names[0][0].name
    return "", ""


def _figures(token: Token) -> str:
    """九成 → 90%, 两千方 → 2000m³, 三家 → 3家."""
    found = token.readings.get("number")
    if found is None or not _NUMERALS.search(token.text):
        return token.text
    item: NumberItem = found[0]
    if item.dimension == "fraction":
        return f"{round(item.value * 100, 6):g}%"
    if item.dimension == "volume":
        return _volume(item.value)
    if item.dimension in ("count", "ordinal", "bare"):
        return f"{item.value:g}{item.counter}"
    return token.text


def _volume(value: float) -> str:
    for size, word in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if value >= size:
            return f"{round(value / size, 8):g}{word}m³"
    return f"{value:g}m³"
