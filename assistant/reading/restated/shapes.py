"""The shape of a query, which its restatement tells by its form."""

from __future__ import annotations

from assistant.contracts.query import MetricQuery, Shape

_TOLD = ("yesno", "check", "explain", "reconcile")  # said in so many words


def shape_of(query: MetricQuery, *, listed: bool, crossed: bool) -> Shape:
    """Return the shape of a query that was told as a list (…的名单) or crossed (交叉) or neither.

    Args:
        query: everything else of it; its shape is kept where it was said in so many words.
        listed: its rows were called a list.
        crossed: its groups were said to be crossed.
    """
    flagged = any(out.expr.op == "flag" for out in (*query.columns, *query.measures))
    ways: list[tuple[object, Shape]] = [
        (query.shape in _TOLD, query.shape),
        (flagged and query.over is None and not query.by, "yesno"),
        (listed, "list"), (query.limit == 1, "which"), (query.order or query.limit, "rank"),
        (query.over is not None and not query.by, "table"),
        (any(group.grain for group in query.by), "series"),
        (any(group.edges or group.groups for group in query.by), "bins"),
        (crossed, "crosstab"), (query.over is not None or query.by, "table"),
    ]  # fmt: skip
    return next((shape for holds, shape in ways if holds), "value")
