"""Calendar terms of a query: grains, intervals, and closed periods of days (Asia/Shanghai)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Grain = Literal["hour", "day", "week", "tenday", "month", "bimonth", "quarter", "half", "year"]
IntervalUnit = Literal["minute", "hour", "day", "workday", "week", "month", "quarter", "year"]


class Term(BaseModel):
    """Base of every frozen term: no unknown keys, hashable, comparable."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Param(Term):
    """A named parameter of a state or metric definition, bound when the definition is used."""

    op: Literal["param"] = "param"
    name: str


class Interval(Term):
    """A signed length of calendar time, e.g. ``{n: -3, unit: month}``."""

    n: int | Param
    unit: IntervalUnit = "day"


class RowDate(Term):
    """An end of a period taken from the row itself: a date attribute, shifted."""

    op: Literal["row_date"] = "row_date"
    path: str
    plus: Interval | None = None


def _period_from_text(value: object) -> object:
    """Read the YAML shorthand ``2026-01-01..2026-03-31`` (or one day) into a mapping."""
    if isinstance(value, str):
        first, _, last = value.partition("..")
        return {"first": first.strip(), "last": (last or first).strip()}
    return value


class HourWindow(Term):
    """A window that recurs on every day of a period, hours ``[start, end)`` of 0..24.

    ``end`` may exceed 24 never; a window over midnight is written as two periods.
    """

    start: int = Field(ge=0, le=23)
    end: int = Field(ge=1, le=24)


class Period(Term):
    """A closed range of days, both ends included.

    Attributes:
        first: first day, or a row-dependent day, or None for "from the beginning".
        last: last day, or a row-dependent day, or None for "until as-of".
        label: the words it was read from, for restatement (上月, 去年 …).
        hours: hours of each day that count, for hourly data only.
        months: calendar months that count inside the range (a season in several years).
        weekdays: ISO weekdays (1 = Monday) that count.
        assumed: True when the user gave no period and a default was taken.
    """

    op: Literal["period"] = "period"
    first: date | RowDate | None = None
    last: date | RowDate | None = None
    label: str = ""
    hours: HourWindow | None = None
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    assumed: bool = False


Time = Annotated[Period, BeforeValidator(_period_from_text)]
Basis = Literal["yoy", "mom"]
