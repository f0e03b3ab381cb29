"""The typed query: what is computed, over what, in which context, shown how."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from assistant.contracts.algebra import ColumnT, MeasureT, PredT, Scalar, SetT
from assistant.contracts.time import Grain, Term, Time

Shape = Literal[
    "value", "table", "series", "list", "rank", "yesno", "which", "bins", "crosstab", "compare",
    "check", "reconcile", "explain", "several",
]


class Context(Term):
    """Where and when every top-level measure is taken.

    Attributes:
        time: closed period of days; None = the measures' default periods.
        where: conditions by dimension (``city = 360400``, ``holder.kind = 灌区``); they narrow
            the top-level sets and facts, not the sets nested inside predicates.
        source: which reporting level's data (ministry, basin, province); None = province.
    """

    time: Time | None = None
    where: tuple[PredT, ...] = ()
    source: str | None = None


class Out(Term):
    """One output column: a measure or other column term, with its label and unit if not implied."""

    expr: ColumnT
    label: str | None = None
    unit: str | None = None


def _out_shorthand(value: object) -> object:
    """``完整率`` = a metric column; a mapping with ``op`` = that term."""
    if isinstance(value, str):
        return {"expr": {"op": "metric", "name": value}}
    if isinstance(value, dict) and "op" in value:
        return {"expr": value}
    return value


OutT = Annotated[Out, BeforeValidator(_out_shorthand)]


class NamedGroup(Term):
    """A group of rows with its own name (2022年批, 其他 …)."""

    name: str
    where: tuple[PredT, ...] = ()


class Group(Term):
    """A dimension to group by.

    Exactly one of ``path`` (entity or category attribute), ``grain`` (periods) or ``groups``
    (named groups, first match wins; ``otherwise`` names the rest, else it is left out). With
    ``edges`` a numeric path or measure is cut into bins, ``closed`` says which side is included.
    """

    path: str | None = None
    grain: Grain | None = None
    groups: tuple[NamedGroup, ...] = ()
    otherwise: str | None = None
    measure: MeasureT | None = None
    edges: tuple[float, ...] = ()
    closed: Literal["left", "right"] = "left"


def _group_shorthand(value: object) -> object:
    """``month`` = periods of that grain; any other string = a path."""
    if isinstance(value, str):
        grains = {"hour", "day", "week", "tenday", "month", "bimonth", "quarter", "half", "year"}
        return {"grain": value} if value in grains else {"path": value}
    return value


GroupT = Annotated[Group, BeforeValidator(_group_shorthand)]


class Order(Term):
    """Sort by a column's position (0-based, over ``columns`` then ``measures``) or by a term."""

    by: int | ColumnT = 0
    direction: Literal["asc", "desc"] = "desc"
    absolute: bool = False
    given: tuple[Scalar, ...] = ()


class Stated(Term):
    """A figure or interval stated in the question, checked against the first measure.

    Values are in base units; ``decimals`` is how exactly the figure was stated, ``tolerance``
    an explicit relative tolerance.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    tolerance: float | None = None
    text: str = ""


class MetricQuery(Term):
    """A complete typed question.

    Rows are the members of ``over`` when it is given, else the groups of ``by`` (one row when
    both are empty). ``columns`` are shown before ``measures``; group keys come first of all.

    Attributes:
        shape: how the result is to be read and shown.
        over: the set whose members are the rows.
        by: group dimensions (outer first).
        measures: what is computed for each row.
        columns: attributes and flags of each row.
        having: conditions on the finished rows of a grouped query.
        context: time, place and other conditions of every measure.
        order, limit: sorting and how many rows, overall or per value of ``limit_per``.
        add: rows added: ``total``, ``parent`` (the level above), ``zero`` (groups without data).
        premise: a condition the question takes for granted; answered first.
        stated: the figure to be checked (shape ``check``).
        let: earlier queries whose rows are used by ``Rows`` sets, in order.
        parts: the questions of shape ``several``.
        focus: the wording the answer leads with (``count``, ``names``, ``when`` …), free hint.
    """

    shape: Shape = "value"
    over: SetT | None = None
    by: tuple[GroupT, ...] = ()
    measures: tuple[OutT, ...] = ()
    columns: tuple[OutT, ...] = ()
    having: tuple[PredT, ...] = ()
    context: Context = Context()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    limit_per: str | None = None
    add: tuple[Literal["total", "parent", "zero"], ...] = ()
    premise: PredT | None = None
    stated: Stated | None = None
    let: dict[str, MetricQuery] = Field(default_factory=dict)
    parts: tuple[MetricQuery, ...] = ()
    focus: str | None = None

    def __hash__(self) -> int:
        return hash(self.model_dump_json())


MetricQuery.model_rebuild()
