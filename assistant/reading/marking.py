"""What is to be marked in a table that shows all: 退步的、高于全省的、最高和最低那天标出来."""

from __future__ import annotations

from pydantic import BaseModel

from assistant.contracts.algebra import (
    At,
    Cmp,
    Flag,
    MeasurePred,
    Metric,
    Number,
    Rank,
)
from assistant.contracts.query import MetricQuery, Out
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Period
from assistant.reading.frame import Frame
from assistant.reading.roles import Roles
from knowledge_graph.semantics.model import SemanticModel

_PAIR = 2
_BOTH = 2


def marked(query: MetricQuery, frame: Frame, roles: Roles, model: SemanticModel) -> MetricQuery:
    """Add the columns that mark what was asked, where no condition or place marks it yet."""
    shown = query.by or query.over is not None
    done = any(isinstance(c.expr, Flag) for c in query.columns)
    if "mark" not in frame.flags or not shown or done or not query.measures:
        return query
    flags = _ends(query, frame) or _moved(query, frame, roles, model)
    if not flags:
        return query
    order = tuple(o.model_copy(update={"by": o.by + len(flags)})
                  if isinstance(o.by, int) and o.by >= len(query.columns) else o
                  for o in query.order)
    return query.model_copy(update={"columns": (*query.columns, *flags), "order": order})


def _ends(query: MetricQuery, frame: Frame) -> list[Out]:
    """最高和最低那天: the first from either end."""
    if len(frame.ends) < _BOTH:
        return []
    measure = query.measures[0].expr
    timed = bool(query.by) and all(g.grain for g in query.by)
    places = [(label, Rank(measure=measure, direction=way, of_periods=timed))
              for label, way in (("最高", "desc"), ("最低", "asc"))]
    return [Out(expr=Flag(pred=MeasurePred(left=place, cmp="<=", right=Number(value=1))),
                label=label) for label, place in places]


def _moved(
    query: MetricQuery, frame: Frame, roles: Roles, model: SemanticModel
) -> list[Out]:
    """涨了的、退步的、高于全省平均的: the figure against the one that stands beside it."""
    way = _way(frame, roles)
    if way == "" or len(query.measures) < _PAIR or len(roles.measures) != 1:
        return []
    now, before = (out.expr for out in query.measures[:_PAIR])
    if _later(before, frame, roles):
        now, before = before, now
    if "judged" in frame.flags and _less_is_better(now, model):
        way = "down" if way == "up" else "up"
    cmp: Cmp = ">" if way == "up" else "<"
    pred = MeasurePred(left=now, cmp=cmp, right=before)
    return [Out(expr=Flag(pred=pred), label=_label(way, frame, roles))]


def _way(frame: Frame, roles: Roles) -> str:
    changes = [m.change for m in roles.measures if m.change is not None]
    changes += [roles.basis] if roles.basis is not None else []
    told = {str(c.sign) for c in changes} | frame.flags
    ways = told & {"up", "down"}
    return ways.pop() if len(ways) == 1 else ""


def _later(before: object, frame: Frame, roles: Roles) -> bool:
    """一季度和二季度: the second of two periods is the later one."""
    times = [p for p in frame.times if isinstance(p, Period)]
    basis = roles.basis.basis if roles.basis is not None else None
    if isinstance(basis, Period):
        times = [*times[:1], basis]
    if len(times) != _PAIR or not isinstance(before, At) or before.time is None:
        return False
    return str(times[1].first) > str(times[0].first)


def _less_is_better(measure: BaseModel, model: SemanticModel) -> bool:
    """异常率: it got worse where it rose."""
    names = [t.name for t in terms_in(measure) if isinstance(t, Metric)]
    return bool(names) and model.metric(names[0]).better == "lower"


def _label(way: str, frame: Frame, roles: Roles) -> str:
    if roles.basis is not None and roles.basis.parent:
        return "高于全省" if way == "up" else "低于全省"
    if "judged" in frame.flags:
        judged_up = bool(frame.flags & {"up"})
        return "进步" if judged_up else "退步"
    return "增加" if way == "up" else "减少"
