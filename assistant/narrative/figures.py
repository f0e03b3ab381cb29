"""The figures of a text, each in base units with the precision it was written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from knowledge_graph.semantics.grammar.numbers import number_spans
from knowledge_graph.semantics.spans import NumberItem

_WRITTEN = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?")
_SPOKEN = re.compile(r"点([零〇一二三四五六七八九]+)")
# The word a change is told by, right before its figure: 增长了8.4%, 下降约13个百分点.
_TURN = re.compile(
    r"(?:(?P<up>增[加长幅]?|上升|升高?|上?涨|提高|多)|(?P<down>减[少幅]?|下?降|降低|下?跌|缩减|少))"
    r"(?:出|幅|为|了|约|近|超|过|[:：]){0,2}$")
_PLAIN = frozenset({"count", "bare", "ordinal", "multiple"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written.

    Attributes:
        text: the stretch of the text.
        value: in base units (m3, fraction, day …).
        step: what one in its last written digit is, in base units.
        kind: of what it is; plain numbers and counts are one kind.
        turn: which way it says something went, if it tells a change.
    """

    text: str
    value: float
    step: float
    kind: str
    turn: Literal["", "up", "down"] = ""

    def told_by(self, exact: Figure) -> bool:
        """Return whether it is what an exact figure gives, rounded as it is written.

        A half may be rounded either way. The sign may be told by a word (减少0.04), so it is free
        where none is written; but what went down did not go up.
        """
        if self.kind != exact.kind or self.turn and exact.turn and self.turn != exact.turn:
            return False
        signed = self.text[:1] in "-−+"
        value = exact.value if signed else abs(exact.value)
        return abs(value - self.value) <= self.step / 2 + abs(value) * 1e-9


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text, in order."""
    end = 0
    for span in number_spans(text):
        if span.start < end:  # 17 within 17个
            continue
        item, end = span.item, span.end
        assert isinstance(item, NumberItem)
        plus = span.start > 0 and text[span.start - 1] in "+＋"
        said = text[span.start : span.end]
        yield Figure("+" + said if plus else said, item.value, _step(said, item), _kind(item),
                     _turn(text[: span.start]))


def figure_of(value: float, unit: str, *, change: bool = False) -> Figure:
    """Return a cell of a result as a figure.

    Args:
        value: in the unit.
        unit: as the column's label gives it (亿m³, %, 个 …); an unknown one makes a plain number.
        change: whether its sign tells which way something went.
    """
    written = f"{value:.12f}".rstrip("0").rstrip(".")
    found = next(figures(written + unit), None)
    if found is None or not found.text.startswith(written):
        found = Figure(written, value, 0.0, "plain")
    if not change or not value:
        return found
    return replace(found, turn="up" if value > 0 else "down")


def _turn(before: str) -> Literal["", "up", "down"]:
    found = _TURN.search(before)
    return "" if found is None else "up" if found["up"] else "down"


def _kind(item: NumberItem) -> str:
    return "plain" if item.dimension in _PLAIN else item.dimension


def _step(said: str, item: NumberItem) -> float:
    """One in the last digit written; Chinese numerals but 百分之八点三 are taken at their word."""
    found = _WRITTEN.search(said)
    if found is None:
        spoken = _SPOKEN.search(said) if item.dimension == "fraction" else None
        return float(0.01 * 10.0 ** -len(spoken[1])) if spoken else 0.0
    decimals = len(found.group().partition(".")[2])
    one = next(iter(number_spans(_WRITTEN.sub("1", said, count=1))), None)
    scale = one.item.value if one is not None and isinstance(one.item, NumberItem) else 1.0
    return float(abs(scale) * 10.0 ** -decimals)
