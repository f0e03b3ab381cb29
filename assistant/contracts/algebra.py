"""The query algebra: sets, predicates and measures, closed under composition.

A *path* is dotted text read from the row's entity: an attribute (``batch``), or a chain through
many-to-one relations or reachable entities that ends in an attribute (``holder.industry``,
``city.name``). A bare entity name (``city``) means that entity's key, shown by its name.

YAML shorthands: a string where a Measure is due names a metric, a number is a constant; a string
where a Set is due names an entity (all its members); a string where a Pred is due names a state.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assistant.contracts.time import Basis, Grain, Interval, IntervalUnit, Param, Term, Time

_DAY, _MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def _dated(value: object) -> object:
    """Dates travel through JSON as text; they come back as dates."""
    with suppress(ValueError):  # 2026-13-45 is a text like any other
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    return value


Scalar = Annotated[bool | int | float | date | datetime | str, BeforeValidator(_dated)]
Cmp = Literal["=", "!=", "<", "<=", ">", ">="]
AttrCmp = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not_in", "contains", "not_contains"]


# ---------------------------------------------------------------- operands of attribute tests
class AsOf(Term):
    """The data's as-of time, shifted."""

    op: Literal["as_of"] = "as_of"
    plus: Interval | None = None


class Moment(Term):
    """The end of the period in force (never after as-of), shifted: when a state is looked at."""

    op: Literal["moment"] = "moment"
    plus: Interval | None = None


class Start(Term):
    """The start of the period in force, shifted."""

    op: Literal["start"] = "start"
    plus: Interval | None = None


class PathRef(Term):
    """Another attribute of the same row, optionally shifted (dates) or scaled (numbers)."""

    op: Literal["path"] = "path"
    path: str
    plus: Interval | None = None
    times: float | None = None


class ParentRef(Term):
    """Inside ``has``/``lacks``/``related``: an attribute of the outer row."""

    op: Literal["outer"] = "outer"
    path: str
    plus: Interval | None = None


Operand = Annotated[
    AsOf | Moment | Start | PathRef | ParentRef | Param, Field(discriminator="op")
]


# ---------------------------------------------------------------------------------- shorthands
def _measure_shorthand(value: object) -> object:
    if isinstance(value, str):
        return {"op": "metric", "name": value}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"op": "number", "value": value}
    return value


def _set_shorthand(value: object) -> object:
    return {"op": "members", "entity": value} if isinstance(value, str) else value


def _pred_shorthand(value: object) -> object:
    return {"op": "state", "name": value} if isinstance(value, str) else value


# ---------------------------------------------------------------------------------- predicates
class AttrPred(Term):
    """``path cmp value``; a null attribute satisfies no comparison, not even ``!=``."""

    op: Literal["attr"] = "attr"
    path: str
    cmp: AttrCmp = "="
    value: Operand | Scalar | tuple[Scalar, ...]


class Known(Term):
    """The attribute is recorded (not null)."""

    op: Literal["known"] = "known"
    path: str


class StatePred(Term):
    """A named state of the semantic model, with parameters."""

    op: Literal["state"] = "state"
    name: str
    params: dict[str, Scalar] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, tuple(sorted(self.params.items()))))


class Has(Term):
    """At least ``at_least`` (and at most ``at_most``) related members of ``of`` exist.

    ``of``'s entity is related by a many-to-one chain in either direction; ``via`` names the
    relation when there are several.
    """

    op: Literal["has"] = "has"
    of: SetT
    at_least: int | Param = 1
    at_most: int | None = None
    via: str | None = None


class Lacks(Term):
    """No related member of ``of`` exists."""

    op: Literal["lacks"] = "lacks"
    of: SetT
    via: str | None = None


class MeasurePred(Term):
    """``left cmp right`` with both measures taken at the row ("having").

    A measure without data satisfies no comparison.
    """

    op: Literal["measure"] = "measure"
    left: MeasureT
    cmp: Cmp
    right: MeasureT


class InSet(Term):
    """The row (or what ``path`` leads to) is a member of ``of``."""

    op: Literal["in_set"] = "in_set"
    of: SetT
    path: str | None = None


class Quantified(Term):
    """The predicate holds for every/some/no/at least k/k running periods, or related members.

    ``over`` is a grain (periods of the context's time; a period without data is *no data*: it
    fails ``every`` and ``running`` and never counts for ``none`` as a pass) or a Set.
    """

    op: Literal["quantified"] = "quantified"
    quantifier: Literal["every", "some", "none", "at_least", "running"]
    k: int = 1
    over: Grain | SetT
    pred: PredT


class Trend(Term):
    """A measure rises or falls strictly from each period to the next over the context's time."""

    op: Literal["trend"] = "trend"
    measure: MeasureT
    grain: Grain
    direction: Literal["up", "down", "not_up", "not_down", "same"]


class Not(Term):
    """The complement within the population."""

    op: Literal["not"] = "not"
    pred: PredT


class And(Term):
    """All of the predicates."""

    op: Literal["and"] = "and"
    preds: tuple[PredT, ...]


class Or(Term):
    """Any of the predicates."""

    op: Literal["or"] = "or"
    preds: tuple[PredT, ...]


PredT = Annotated[
    Annotated[
        AttrPred | Known | StatePred | Has | Lacks | MeasurePred | InSet | Quantified | Trend
        | Not | And | Or,
        Field(discriminator="op"),
    ],
    BeforeValidator(_pred_shorthand),
]


# ---------------------------------------------------------------------------------------- sets
class Members(Term):
    """Members of an entity that satisfy every predicate.

    ``when`` says how the context's time applies: ``default`` (the entity's own rule),
    ``none`` (not at all), ``overlap`` (its span touches the period), ``at_moment`` (it exists at
    the moment), ``start``/``end`` of its span, or the name of one of its date attributes.
    """

    op: Literal["members"] = "members"
    entity: str
    where: tuple[PredT, ...] = ()
    when: str = "default"


class Periods(Term):
    """The periods of a grain inside a range (default: the context's time)."""

    op: Literal["periods"] = "periods"
    grain: Grain
    time: Time | None = None
    where: tuple[PredT, ...] = ()


class Values(Term):
    """The distinct values of a category attribute (path starts with an entity name)."""

    op: Literal["values"] = "values"
    path: str
    where: tuple[PredT, ...] = ()


class Product(Term):
    """Pairs (county-months …): members of the first for each member of the second."""

    op: Literal["product"] = "product"
    of: tuple[SetT, ...]
    where: tuple[PredT, ...] = ()


class Union(Term):
    """Members of any."""

    op: Literal["union"] = "union"
    of: tuple[SetT, ...]


class Intersect(Term):
    """Members of all."""

    op: Literal["intersect"] = "intersect"
    of: tuple[SetT, ...]


class Minus(Term):
    """Members of the first that are not members of the second."""

    op: Literal["minus"] = "minus"
    of: SetT
    without: SetT


class Top(Term):
    """The first ``n`` (or share of) members by a measure, overall or per group; ties are kept."""

    op: Literal["top"] = "top"
    of: SetT
    by: MeasureT
    n: int = 1
    direction: Literal["desc", "asc"] = "desc"
    per: str | None = None


class Rows(Term):
    """The rows of a named earlier query (``let``) or of an earlier answer."""

    op: Literal["rows"] = "rows"
    name: str


SetT = Annotated[
    Annotated[
        Members | Periods | Values | Product | Union | Intersect | Minus | Top | Rows,
        Field(discriminator="op"),
    ],
    BeforeValidator(_set_shorthand),
]


# ------------------------------------------------------------------------------------ measures
class Metric(Term):
    """A governed metric by its code name or Chinese name, narrowed by ``where``."""

    op: Literal["metric"] = "metric"
    name: str
    where: tuple[PredT, ...] = ()
    params: dict[str, Scalar] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, self.where, tuple(sorted(self.params.items()))))


class Number(Term):
    """A constant in ``unit`` (base units: m3, ratio as a fraction, days …)."""

    op: Literal["number"] = "number"
    value: float
    unit: str = ""


class Target(Term):
    """A governed reference value of a metric: its target, plan or stated reference."""

    op: Literal["target"] = "target"
    metric: str
    name: str = "target"


class Attr(Term):
    """A number attribute of the row (only where rows are members)."""

    op: Literal["attr_value"] = "attr_value"
    path: str


class Count(Term):
    """How many members; with ``distinct``, how many different values of that path."""

    op: Literal["count"] = "count"
    of: SetT
    distinct: str | None = None


class Agg(Term):
    """An aggregate of a number attribute, or of a measure taken at each member."""

    op: Literal["agg"] = "agg"
    fn: Literal["sum", "avg", "wavg", "min", "max", "median", "percentile", "stdev"]
    of: str | MeasureObj
    over: SetT
    weight: str | None = None
    p: float | None = None


class Ratio(Term):
    """``top / bottom``; no data when the bottom is absent or zero."""

    op: Literal["ratio"] = "ratio"
    top: MeasureT
    bottom: MeasureT
    unit: str | None = None


class Share(Term):
    """``part / whole`` as a fraction; the whole keeps the context but not the part's conditions."""

    op: Literal["share"] = "share"
    part: MeasureT
    whole: MeasureT


class Per(Term):
    """``measure / by × scale``: per station, per 100 stations, per day and the like."""

    op: Literal["per"] = "per"
    measure: MeasureT
    by: MeasureT
    scale: float = 1.0


class DaysIn(Term):
    """Number of days of the context's period that have passed."""

    op: Literal["days_in"] = "days_in"
    unit: Literal["day", "month"] = "day"


class Arith(Term):
    """Sum, difference or product of measures."""

    op: Literal["plus", "minus", "times"]
    of: tuple[MeasureT, ...]


class Growth(Term):
    """``(measure − base) / base`` as a fraction."""

    op: Literal["growth"] = "growth"
    measure: MeasureT
    base: MeasureT


class Abs(Term):
    """Absolute value."""

    op: Literal["abs"] = "abs"
    measure: MeasureT


class Prev(Term):
    """The same measure on the comparison period.

    ``basis``: yoy = the same days one year before; mom = the period of equal length before
    (calendar-aligned: the month before a month …); or a shift by an interval.
    """

    op: Literal["prev"] = "prev"
    measure: MeasureT
    basis: Basis = "yoy"
    shift: Interval | None = None


class At(Term):
    """The measure in another context: another time, added conditions, or conditions lifted.

    ``lift`` names paths whose conditions and group keys do not apply (``["city"]``: of all
    cities); ``"*"`` lifts all of them.
    """

    op: Literal["at"] = "at"
    measure: MeasureT
    time: Time | None = None
    where: tuple[PredT, ...] = ()
    lift: tuple[str, ...] = ()


class Ancestor(Term):
    """The measure of the row's own ancestor: ``level`` is an entity (own city's total)."""

    op: Literal["ancestor"] = "ancestor"
    measure: MeasureT
    level: str


class Rank(Term):
    """Place of the row by the measure, 1 first; ties share a place.

    Where a member is named (一个市的名次), the row is placed among those like it, unless the rows
    are periods to be placed among themselves (``of_periods``).
    """

    op: Literal["rank"] = "rank"
    measure: MeasureT
    direction: Literal["desc", "asc"] = "desc"
    within: str | None = None
    of_periods: bool = False


class Running(Term):
    """Cumulated over the rows' periods, in order."""

    op: Literal["running"] = "running"
    measure: MeasureT


class Duration(Term):
    """Time between two date attributes of the row; ``as_of`` stands for now."""

    op: Literal["duration"] = "duration"
    start: str
    end: str
    unit: IntervalUnit = "day"


class Run(Term):
    """Longest (or the still open) stretch of periods in which the predicate holds at the row."""

    op: Literal["run"] = "run"
    pred: PredT
    grain: Grain = "day"
    give: Literal["length", "start", "end"] = "length"
    which: Literal["longest", "open"] = "longest"


class Project(Term):
    """Linear projection: value so far + pace of ``pace`` × days left until ``until``."""

    op: Literal["project"] = "project"
    measure: MeasureT
    pace: Time
    until: date


class Extreme(Term):
    """The largest/smallest value of the measure over a grain or a related entity."""

    op: Literal["extreme"] = "extreme"
    measure: MeasureT
    over: Grain | SetT
    direction: Literal["max", "min"] = "max"


MeasureObj = Annotated[
    Metric | Number | Target | Attr | Count | Agg | Ratio | Share | Per | DaysIn | Arith | Growth
    | Abs | Prev | At | Ancestor | Rank | Running | Duration | Run | Project | Extreme | Param,
    Field(discriminator="op"),
]
MeasureT = Annotated[MeasureObj, BeforeValidator(_measure_shorthand)]


# ------------------------------------------------------------------------- columns that are not
class Flag(Term):
    """True where the predicate holds at the row."""

    op: Literal["flag"] = "flag"
    pred: PredT


class Failing(Term):
    """Names of the predicates that do not hold at the row, joined by 、."""

    op: Literal["failing"] = "failing"
    preds: dict[str, PredT]

    def __hash__(self) -> int:
        return hash(tuple(self.preds.items()))


class Collect(Term):
    """Values of an attribute over related members, joined by 、."""

    op: Literal["collect"] = "collect"
    path: str
    over: SetT
    via: str | None = None


class AtExtreme(Term):
    """When, who, or another measure at the largest/smallest value of a measure."""

    op: Literal["at_extreme"] = "at_extreme"
    measure: MeasureT
    over: Grain | SetT
    direction: Literal["max", "min"] = "max"
    give: Literal["when", "who"] | MeasureObj = "when"


class PathCol(Term):
    """An attribute of the row by any path."""

    op: Literal["col"] = "col"
    path: str


def _column_shorthand(value: Any) -> Any:
    return {"op": "col", "path": value} if isinstance(value, str) else value


ColumnT = Annotated[
    Annotated[
        PathCol | Flag | Failing | Collect | AtExtreme | Metric | Number | Target | Attr | Count
        | Agg | Ratio | Share | Per | DaysIn | Arith | Growth | Abs | Prev | At | Ancestor | Rank
        | Running | Duration | Run | Project | Extreme,
        Field(discriminator="op"),
    ],
    BeforeValidator(_column_shorthand),
]

# The three kinds are mutually recursive.
for _term in (
    Has, Lacks, MeasurePred, InSet, Quantified, Trend, Not, And, Or, Members, Periods, Values,
    Product, Union, Intersect, Minus, Top, Metric, Count, Agg, Ratio, Share, Per, Arith, Growth,
    Abs, Prev, At, Ancestor, Rank, Running, Run, Project, Extreme, Flag, Failing, Collect,
    AtExtreme,
):
    _term.model_rebuild()
