"""What every kind of term needs to be put into words: names, the row it is said of, the time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel

from assistant.answer.wording.amounts import amount, day_words, shifted
from assistant.answer.wording.names import Named, Names
from assistant.answer.wording.periods import period_words
from assistant.contracts import algebra as a
from assistant.contracts.time import Grain, Interval, Period
from tools.query.units import unit_of

_PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")
GRAIN = {"hour": "小时", "day": "日", "week": "周", "tenday": "旬", "month": "月",
         "bimonth": "双月", "quarter": "季", "half": "半年", "year": "年"}  # fmt: skip
# One of them, counted: 连续3个月, 每个季度; and as a noun: 降水最少的年份.
GRAIN_ONE: dict[Grain, str] = {
    "hour": "小时", "day": "天", "week": "周", "tenday": "旬", "month": "个月",
    "bimonth": "个双月", "quarter": "个季度", "half": "个半年", "year": "年"}  # fmt: skip
GRAIN_NOUN = {"hour": "时段", "day": "日期", "week": "周", "tenday": "旬", "month": "月份",
              "bimonth": "双月", "quarter": "季度", "half": "半年", "year": "年份"}  # fmt: skip


@dataclass(frozen=True)
class Base(ABC):
    """Shared state of the wording; a copy is made for every row it steps into.

    Attributes:
        names: looks paths and keys up.
        owner: entity of the row that is spoken of.
        outers: entities of the rows around it, nearest last.
        near: entities behind the query's metrics, for paths without an owner.
        time: period in force, which 上期 and 上年同期 are said by.
        grains: grains of the rows, when they are periods.
        rows: words for the rows of earlier queries (``let``).
    """

    names: Names
    owner: str | None = None
    outers: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    time: Period | None = None
    grains: tuple[Grain, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)

    @abstractmethod
    def set(self, term: a.SetT) -> str:
        """Return a set in words."""

    @abstractmethod
    def pred(self, term: a.PredT) -> str:
        """Return a condition as a predicate (``完整率低于95%``)."""

    @abstractmethod
    def measure(self, term: Any) -> str:
        """Return a measure in words."""

    @abstractmethod
    def column(self, term: BaseModel) -> str:
        """Return an output column in words."""

    @abstractmethod
    def noun(self, term: a.SetT) -> str:
        """Return what the members of a set are called (``设区市``, ``月份``)."""

    @abstractmethod
    def scoped(self, where: tuple[a.PredT, ...], said: str, *, noun: bool = True) -> str:
        """Return a measure narrowed by conditions (``国控计量站点的完整率``)."""

    def within(self, entity: str | None) -> Self:
        """Return the wording as seen from a row of another entity."""
        around = (*self.outers, self.owner) if self.owner else self.outers
        return replace(self, owner=entity, outers=around)

    def resolve(self, path: str) -> Named:
        """Return what a path leads to from the row spoken of."""
        return self.names.resolve(path, self.owner, self.near)

    def path(self, path: str) -> str:
        """Return an attribute path in words."""
        if path == "as_of":
            return "数据截止时"
        return self.resolve(path).words

    def period(self, period: Period) -> str:
        """Return a period in words, with its dates."""
        return period_words(period, self.path)

    def interval(self, value: Interval) -> str:
        """Return ``后30天`` / ``前3个月``."""
        return shifted("", value)

    def counter(self, entity: str | None) -> str:
        """Return the measure word of an entity."""
        found = self.names.entity(entity)
        return found.counters[0] if found is not None and found.counters else "个"

    def value(self, value: Any, unit: str = "") -> str:
        """Return an operand of a comparison: a number, date, text, moment or attribute."""
        if isinstance(value, a.AsOf | a.Moment | a.Start):
            base = {"as_of": "数据截止时", "moment": "期末", "start": "期初"}[value.op]
            return shifted(base, value.plus)
        if isinstance(value, a.ParentRef):
            outer = self.names.entity(self.outers[-1]) if self.outers else None
            named = self.names.resolve(value.path, outer.name if outer else None)
            whose = f"该{outer.zh}的" if outer is not None else ""
            return shifted(whose + named.words, value.plus)
        if isinstance(value, a.PathRef):
            times = f"的{amount(value.times, '')}倍" if value.times is not None else ""
            return shifted(self.path(value.path), value.plus) + times
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int | float):
            return amount(value, unit)
        if isinstance(value, date | datetime):
            return day_words(value)
        return _text(str(getattr(value, "name", value)))

    def unit(self, term: Any) -> str:
        """Return the base unit of a measure."""
        try:
            return unit_of(term, self.names.model, self.owner)
        except (KeyError, StopIteration):
            return ""


def _text(value: str) -> str:
    """A text value; a date written as text is told as a date."""
    try:
        parsed = datetime.fromisoformat(value) if len(value) >= 10 and value[4] == "-" else None
    except ValueError:
        parsed = None
    return day_words(parsed) if parsed is not None else value


def wider(lift: tuple[str, ...]) -> str:
    """Return 全省 of what is taken of all places, 合计 of all kinds, 全省全部 of everything."""
    if not lift:
        return ""
    if "*" in lift:
        return "全省全部"
    if "county" in lift and not set(lift) & {"city", "province"}:
        return "全市"
    return "全省" if set(lift) & set(_PLACES) else "合计"
