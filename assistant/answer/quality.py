"""Data-quality caveat of metering answers: how many stations in scope sent nothing.

The count is itself a typed query, so rights, time and place apply to it as to the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from assistant.answer.operands import metric_of
from assistant.contracts.algebra import AttrPred, Count, Lacks, Members
from assistant.contracts.flow import Evidence
from assistant.contracts.query import MetricQuery, Out
from knowledge_graph.semantics.model import SemanticModel

_METERED = frozenset({"station_day", "station_month", "reading"})
# Conditions that a station can be held to by the same path.
_PLACE_PATHS = frozenset({"city", "county", "basin", "subbasin", "holder", "station"})
_STATION_ROOT = "station"


def quality_caveats(
    query: MetricQuery, model: SemanticModel, run: Callable[[MetricQuery], Evidence]
) -> tuple[str, ...]:
    """Return a caveat such as ``该时段有3个站点缺测…``, or nothing.

    Args:
        query: the query that was answered.
        model: where its metrics are defined.
        run: runs a query with the asker's rights.
    """
    asked = [silent_stations(part, model) for part in (query, *query.parts)]
    caveats = []
    for silent in dict.fromkeys(one for one in asked if one is not None):
        cells = [cell for row in run(silent).table.rows for cell in row]
        count = next((c for c in reversed(cells) if isinstance(c, int | float)), 0)
        if count:
            caveats.append(
                f"该时段有{count:.0f}个站点缺测（没有收到任何一条数据），其水量不在统计内。"
            )
    return tuple(dict.fromkeys(caveats))


def silent_stations(query: MetricQuery, model: SemanticModel) -> MetricQuery | None:
    """Return the query counting stations in scope with no record; None for other measures."""
    terms = [_formula(out, model) for out in query.measures]
    if not any(_METERED & set(_facts(term)) for term in terms) or query.context.time is None:
        return None
    if any(_row_dependent(end) for end in (query.context.time.first, query.context.time.last)):
        return None
    if not all(_on_station(pred) for pred in query.context.where):
        return None
    records = Members(
        entity="station_day", where=(AttrPred(path="records_received", cmp=">", value=0),)
    )
    silent = Members(entity=_STATION_ROOT, where=(Lacks(of=records),))
    return MetricQuery(
        shape="value",
        measures=(Out(expr=Count(of=silent), label="缺测站点数", unit="count"),),
        context=query.context,
    )


def _formula(out: Out, model: SemanticModel) -> Any:
    metric = metric_of(out, "", model)
    return metric.formula if metric is not None else out.expr


def _facts(term: Any) -> Iterator[str]:
    """Entities that the sets of a measure run over."""
    if getattr(term, "op", "") == "members":
        yield term.entity
    for name in ("over", "of", "top", "bottom", "part", "whole", "measure", "by", "base"):
        inner = getattr(term, name, None)
        for one in inner if isinstance(inner, tuple) else (inner,):
            if hasattr(one, "op"):
                yield from _facts(one)


def _row_dependent(end: object) -> bool:
    return getattr(end, "op", "") == "row_date"


def _on_station(pred: Any) -> bool:
    """Whether a condition of the context means the same on stations."""
    path = getattr(pred, "path", "")
    return pred.op == "attr" and path.split(".", 1)[0] in _PLACE_PATHS
