"""Typed readings of a stretch of a sentence; several may overlap, each with a score."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from assistant.contracts.time import Basis, Grain, Interval, Period, Term


class TimeItem(Term):
    """A concrete period. ``unit`` is the grain it was named in; ``open_end`` = runs to as-of.

    Attributes:
        full_last: calendar end of a named period that has not ended yet (今年 → 12-31); None when
            the period has ended, or the words themselves say "until now" (今年以来).
        role: ``cutoff`` for 截至/到…为止/…之前 (the last day is what matters), ``now`` for 眼下.
    """

    kind: Literal["time"] = "time"
    period: Period
    unit: Grain | None = None
    open_end: bool = False
    full_last: date | None = None
    role: Literal["period", "cutoff", "now"] = "period"


class GrainItem(Term):
    """By periods: 逐月、按季度、每天、分年、一天一天."""

    kind: Literal["grain"] = "grain"
    grain: Grain


class ShiftItem(Term):
    """A comparison basis (同比、环比) or a shifted period (去年同期、前一年、上上月 after another).

    ``how``: ``compare`` = asks for the change; ``period`` = stands for the shifted period itself.
    """

    kind: Literal["shift"] = "shift"
    basis: Basis | None = None
    shift: Interval | None = None
    how: Literal["compare", "period"] = "compare"


class VagueTimeItem(Term):
    """A period to be asked back (这几年、上期、那阵子); ``choices`` are concrete wordings."""

    kind: Literal["vague_time"] = "vague_time"
    choices: tuple[str, ...] = ()


class NumberItem(Term):
    """A number with its unit turned to base units (m3, fraction, yuan, mu, km2, mm, day, hour …).

    Attributes:
        value: in base units (两千方 → 2000 m3; 三成 → 0.3 fraction; 5亿方 → 5e8 m3).
        unit: base unit, or "" for a bare number.
        dimension: volume, fraction, count, duration, money, area, length, multiple, ordinal,
            percent_point or bare.
        counter: measure word if it was counted (十户 → 户).
        inclusive: 以上/及以上-like words are not part of the number; this is for 多/来/余 (三千多).
        decimals: digits after the point as written.
        interval: for a duration, the calendar interval.
    """

    kind: Literal["number"] = "number"
    value: float
    unit: str = ""
    dimension: Literal[
        "volume", "fraction", "count", "duration", "money", "area", "length", "multiple",
        "ordinal", "percent_point", "bare",
    ] = "bare"
    counter: str = ""
    approx: Literal["", "more", "about"] = ""
    decimals: int = 0
    interval: Interval | None = None


class NameItem(Term):
    """Named objects: one row of an entity, or a named group of rows (赣南、五河).

    ``maybe``: names of other rows that the same nickname is used for (赣东 → 鹰潭市 …).
    """

    kind: Literal["name"] = "name"
    entity: str
    keys: tuple[str, ...]
    name: str
    how: Literal["exact", "short", "alias", "abbreviation", "prefix", "typo", "homophone"] = "exact"
    note: str = ""
    maybe: tuple[str, ...] = ()


class ElsewhereItem(Term):
    """A place that the data do not reach; ``name`` is its full name (湖南 → 湖南省)."""

    kind: Literal["elsewhere"] = "elsewhere"
    name: str


Item = Annotated[
    TimeItem | GrainItem | ShiftItem | VagueTimeItem | NumberItem | NameItem | ElsewhereItem,
    Field(discriminator="kind"),
]


class Span(Term):
    """Characters ``[start, end)`` of the sentence read as ``item``; score 0..1."""

    start: int
    end: int
    text: str
    item: Item
    score: float = 1.0
