"""Names of members and periods, as text."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.time import Grain
from tools.query.frame import Node
from tools.query.sql import Expr, func, lit

_FORMATS = {"hour": "%Y-%m-%d %H:00", "month": "%Y-%m", "bimonth": "%Y-%m", "year": "%Y"}


def label_of(node: Node) -> Expr:
    """Return the name of a member, else its key."""
    label = node.entity.label
    attribute = next((a for a in node.entity.attributes if a.name == label), None)
    if attribute is None:
        return node.column(label) if label else node.key()
    return node.column(attribute.column or attribute.name)


def period_text(period: Expr, grain: Grain) -> Expr:
    """Return a period as text: 2026, 2026Q2, 2026-05, 2026-05-11."""
    if grain in ("quarter", "half"):
        part = func("QUARTER", period) if grain == "quarter" else _half(period)
        letter = lit("Q" if grain == "quarter" else "H")
        return exp.Concat(expressions=[func("YEAR", period), letter, part], safe=True)
    return func("STRFTIME", period, lit(_FORMATS.get(grain, "%Y-%m-%d")))


def _half(period: Expr) -> Expr:
    first = exp.LT(this=func("MONTH", period), expression=lit(7))
    return exp.Case().when(first, lit(1)).else_(lit(2))
