"""Small builders of SQL nodes, so that the compiler never pastes text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlglot import exp

from assistant.contracts.algebra import Scalar
from assistant.contracts.time import Grain

Expr = exp.Expr
_STEP = {
    "second": (1, "SECOND"), "minute": (1, "MINUTE"), "hour": (1, "HOUR"), "day": (1, "DAY"),
    "week": (7, "DAY"), "month": (1, "MONTH"), "bimonth": (2, "MONTH"), "quarter": (3, "MONTH"),
    "half": (6, "MONTH"), "year": (12, "MONTH"),
}


def col(name: str, table: str | None = None) -> exp.Column:
    """Return a column reference."""
    return exp.column(name, table=table)


def lit(value: Scalar) -> Expr:
    """Return a literal; dates and times as casts of ISO text."""
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ", timespec="seconds")),
                        "TIMESTAMP")
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if isinstance(value, str):
        return exp.Literal.string(value)
    number = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
    if number < 0:
        return exp.Neg(this=exp.Literal.number(repr(-number)))
    return exp.Literal.number(repr(number))


def func(name: str, *args: Expr) -> Expr:
    """Return a function call."""
    return exp.func(name, *(a.copy() for a in args), dialect="duckdb")


def all_of(preds: Sequence[Expr]) -> Expr | None:
    """Return the conjunction, or None for none; order does not matter to the text."""
    unique = {p.sql(dialect="duckdb"): p for p in preds}
    parts = [unique[key].copy() for key in unique]
    return exp.and_(*parts) if parts else None


def any_of(preds: Sequence[Expr]) -> Expr:
    """Return the disjunction (false for none)."""
    return exp.or_(*(p.copy() for p in preds)) if preds else exp.false()


def negate(pred: Expr) -> Expr:
    """Return the complement: what is unknown does not hold, so its complement does."""
    return exp.not_(func("COALESCE", pred, exp.false()))


def is_null(value: Expr) -> Expr:
    """Return ``value IS NULL``."""
    return exp.Is(this=paren(value), expression=exp.null())


def not_null(value: Expr) -> Expr:
    """Return ``value IS NOT NULL``."""
    return exp.not_(is_null(value))


def paren(value: Expr) -> Expr:
    """Return the value, bracketed where an operator would bind wrongly."""
    value = value.copy()
    return exp.paren(value, copy=False) if isinstance(value, exp.Binary | exp.Connector) else value


def binary(kind: type[exp.Binary], left: Expr, right: Expr) -> Expr:
    """Return ``left op right`` with brackets as needed."""
    return kind(this=paren(left), expression=paren(right))


def interval(n: int, unit: str) -> exp.Interval:
    """Return a length of calendar time."""
    size, step = _STEP[unit]
    return exp.Interval(this=exp.Literal.string(str(n * size)), unit=exp.Var(this=step))


def plus_interval(value: Expr, n: int, unit: str) -> Expr:
    """Return a date or time moved by a calendar interval; months end at the month's last day."""
    kind = exp.Add if n >= 0 else exp.Sub
    return kind(this=paren(value), expression=interval(abs(n), unit))


def as_date(value: Expr) -> Expr:
    """Return the value as a date."""
    return value.copy() if is_date_cast(value) else exp.cast(value.copy(), "DATE")


def is_date_cast(value: Expr) -> bool:
    """Whether the value is visibly a date already."""
    return isinstance(value, exp.Cast) and value.to.this == exp.DataType.Type.DATE


def trunc(value: Expr, grain: Grain) -> Expr:
    """Return the first day of the period that holds a date (for hours: its first minute)."""
    if grain == "hour":
        return func("DATE_TRUNC", lit("hour"), value)
    if grain == "day":
        return as_date(value)
    if grain in ("week", "month", "quarter", "year"):
        return exp.cast(func("DATE_TRUNC", lit(grain), value), "DATE")
    year, month = func("YEAR", value), func("MONTH", value)
    if grain == "tenday":
        day = func("DAY", value)
        start: Expr = exp.Case().when(binary(exp.LTE, day, lit(10)), lit(1)).when(
            binary(exp.LTE, day, lit(20)), lit(11)).else_(lit(21))
        return func("MAKE_DATE", year, month, start)
    size = {"bimonth": 2, "half": 6}[grain]
    first = binary(exp.Sub, month, binary(exp.Mod, binary(exp.Sub, month, lit(1)), lit(size)))
    return func("MAKE_DATE", year, first, lit(1))
