"""Working days of the mainland calendar, as a CTE that counts them up."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from sqlglot import exp

from tools.query.engine import Engine
from tools.query.frame import Row
from tools.query.sql import Expr, as_date, binary, col, func, interval, lit

_FIRST = date(2018, 1, 1)


def calendar_cte(engine: Engine) -> str:
    """Return the CTE: day, whether it is a working day, how many there have been up to it."""
    known = engine.builder.recall("workdays")
    if known is not None:
        return known
    last = date(engine.as_of.year + 1, 12, 31)
    off, on = _exceptions(_FIRST, last)
    series = exp.GenerateSeries(start=lit(_FIRST), end=lit(last), step=interval(1, "day"))
    days = exp.select(exp.alias_(as_date(exp.Unnest(expressions=[series])), "day"))
    day = col("day")
    weekday = binary(exp.LT, func("ISODOW", day), lit(6))
    works = exp.or_(
        exp.and_(weekday, exp.not_(exp.In(this=day.copy(), expressions=[lit(d) for d in off]))),
        exp.In(this=day.copy(), expressions=[lit(d) for d in on]),
    )
    counted = exp.Window(
        this=func("COUNT_IF", col("works")), order=exp.Order(expressions=[exp.Ordered(this=day)])
    )
    marked = exp.select(day.copy(), exp.alias_(works, "works")).from_(
        exp.Subquery(this=days, alias=exp.to_identifier("days")))
    body = exp.select(col("day"), col("works"), exp.alias_(counted, "n")).from_(
        exp.Subquery(this=marked, alias=exp.to_identifier("marked")))
    name = engine.builder.add("workdays", body)
    engine.builder.remember("workdays", name)
    return name


def _exceptions(first: date, last: date) -> tuple[list[date], list[date]]:
    """Return weekdays that are holidays, and weekend days that are worked."""
    off: list[date] = []
    on: list[date] = []
    for i in range((last - first).days + 1):
        day = first + timedelta(days=i)
        try:
            works = chinese_calendar.is_workday(day)
        except NotImplementedError:
            # The next year's holidays are not announced yet: weekdays are taken as they are.
            break
        if works != (day.isoweekday() < 6):
            (on if works else off).append(day)
    return off, on


def workdays_between(row: Row, start: Expr, end: Expr) -> Expr:
    """Return the number of working days after ``start`` up to and with ``end``."""
    name = calendar_cte(row.engine)
    first = row.frame.attach(name, [("day", as_date(start))])
    last = row.frame.attach(name, [("day", as_date(end))])
    return binary(exp.Sub, col("n", last), col("n", first))


def add_workdays(row: Row, start: Expr, n: int) -> Expr:
    """Return the day ``n`` working days after (before, when negative) a day."""
    name = calendar_cte(row.engine)
    first = row.frame.attach(name, [("day", as_date(start))])
    count = binary(exp.Add, col("n", first), lit(n)) if n >= 0 \
        else binary(exp.Sub, col("n", first), lit(-n))
    work = row.engine.builder.recall("workdays only") or _only_workdays(row.engine, name)
    return col("day", row.frame.attach(work, [("n", count)]))


def _only_workdays(engine: Engine, name: str) -> str:
    body = exp.select(col("day"), col("n")).from_(name).where(col("works"))
    only = engine.builder.add("working_days", body)
    engine.builder.remember("workdays only", only)
    return only
