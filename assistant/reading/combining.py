"""The queries of one sentence → one query: columns of one row, or parts."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contracts.query import MetricQuery


@dataclass(frozen=True)
class Built:
    """A query with what was assumed on the way, and words whose trace has another form.

    ``whole``: it was asked of all, in words (全省多少): no figure of a row picked before.
    """

    query: MetricQuery
    assumptions: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    whole: bool = False


def combine(parts: list[Built]) -> Built:
    """Join the questions of one sentence: columns of one row where the rows agree, else several."""
    assumptions = tuple(dict.fromkeys(a for part in parts for a in part.assumptions))
    heard = tuple(h for part in parts for h in part.heard)
    queries: list[MetricQuery] = []
    for part in parts:
        if len(parts) > 1 and not _asks(part.query):
            continue  # a clause that only sets the scene
        last = queries[-1] if queries else None
        if last is not None and _in_order(last, part.query):
            queries[-1] = part.query  # 各多少，谁更多: the same table, the first one first
        elif last is not None and _same_rows(last, part.query):
            extra = [m for m in part.query.measures if m not in last.measures]
            queries[-1] = last.model_copy(update={"measures": (*last.measures, *extra)})
        elif last is not None and not part.whole and _said_of_the_first(last, part.query):
            continue  # 最多那天是几号，取了多少: of that day
        else:
            queries.append(part.query)
    if len(queries) == 1:
        return Built(queries[0], assumptions, heard)
    if not queries:
        return parts[0]
    return Built(MetricQuery(shape="several", parts=tuple(queries)), assumptions, heard)


def _asks(query: MetricQuery) -> bool:
    return bool(query.measures or query.over is not None or query.columns or query.parts)


def _in_order(one: MetricQuery, other: MetricQuery) -> bool:
    plain = other.model_copy(update={"order": (), "shape": one.shape})
    return bool(other.order) and plain == one


def _same_rows(one: MetricQuery, other: MetricQuery) -> bool:
    return (
        one.over is None and other.over is None and one.by == other.by
        and one.context == other.context and not (one.having or other.having)
        and not (one.limit or other.limit) and bool(other.measures)
        and not {one.shape, other.shape} & {"check", "yesno", "explain"}
        and not other.order
    )


def _said_of_the_first(one: MetricQuery, other: MetricQuery) -> bool:
    """The same measure asked again once one row was picked: it is shown with that row."""
    picked = one.limit == 1 and (one.by or one.over is not None)
    bare = not (other.by or other.over is not None or other.columns or other.limit)
    return bool(picked and bare and other.measures) and one.context == other.context \
        and all(m in one.measures for m in other.measures)
