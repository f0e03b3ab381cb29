"""Loads the word lists of the time grammar."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from assistant.contracts.time import Basis, Grain, Interval, IntervalUnit, Term
from knowledge_graph.semantics.spans import GrainItem, Item, ShiftItem, VagueTimeItem

MonthDay = tuple[int, int]


class YearPart(Term):
    """A stretch of a year named by a word; ``crosses`` = it ends in the next year."""

    first: MonthDay
    last: MonthDay
    crosses: bool = False


class ShiftWords(Term):
    """Words for one comparison basis or shifted period."""

    words: tuple[str, ...]
    basis: Basis
    n: int | None = None
    unit: IntervalUnit = "year"
    how: str
    score: float = 1.0


class VagueWords(Term):
    """Words that must be asked back, with what can be offered."""

    words: tuple[str, ...]
    choices: tuple[str, ...]


class TimeWords(Term):
    """Everything in ``words.yaml``; keys as there."""

    typos: dict[str, str]
    relative: dict[Grain, dict[str, int]]
    weak_relative: dict[str, float]
    now: tuple[str, ...]
    nights: dict[str, int]
    dayparts: dict[str, int]
    windows: dict[str, tuple[int, int]]
    week_parts: dict[str, tuple[int, ...]]
    plans: dict[str, tuple[int, int]]
    seasons: dict[str, YearPart]
    starts: dict[str, MonthDay]
    holidays: dict[str, YearPart]
    lunar: dict[str, str]
    grains: dict[Grain, tuple[str, ...]]
    shifts: tuple[ShiftWords, ...]
    vague: tuple[VagueWords, ...]
    past: tuple[str, ...]
    past_doubtful: tuple[str, ...]
    past_with_today: tuple[str, ...]
    future: tuple[str, ...]

    def fixed(self) -> dict[str, tuple[Item, float]]:
        """Return word → (grain, shift or vague item, score)."""
        out: dict[str, tuple[Item, float]] = {}
        for grain, words in self.grains.items():
            out.update({w: (GrainItem(grain=grain), 1.0) for w in words})
        # A bare 季度 or 年度 may belong to a longer noun (季度报表), so it is doubtful.
        for word in ("季度", "年度", "月度"):
            if word in out:
                out[word] = (out[word][0], 0.4)
        for row in self.vague:
            out.update({w: (VagueTimeItem(choices=row.choices), 1.0) for w in row.words})
        for shift in self.shifts:
            interval = None if shift.n is None else Interval(n=shift.n, unit=shift.unit)
            item = ShiftItem.model_validate(
                {"basis": shift.basis, "shift": interval, "how": shift.how}
            )
            out.update({w: (item, shift.score) for w in shift.words})
        return out


@lru_cache(maxsize=1)
def time_words() -> TimeWords:
    """Return the word lists of this package, loaded once."""
    path = resources.files(__package__).joinpath("words.yaml")
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return TimeWords.model_validate(raw)


@lru_cache(maxsize=1)
def fixed_words() -> dict[str, tuple[Item, float]]:
    """Return the words that stand for a grain, a shift or a vague period, built once."""
    return time_words().fixed()


def longest_at(text: str, pos: int, words: frozenset[str] | dict[str, Any], cap: int = 10) -> str:
    """Return the longest of ``words`` that starts at ``pos``, or an empty string."""
    for length in range(min(cap, len(text) - pos), 0, -1):
        if text[pos : pos + length] in words:
            return text[pos : pos + length]
    return ""
