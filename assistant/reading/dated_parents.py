"""The period said of what a measure's happenings belong to dates those things, not the happenings.

去年立案的问题，每个环节平均花几天: of the problems found that year. 上季度季报各级审核平均几天: of
the forms of that quarter, whenever they were reviewed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.contracts.time import Period
from assistant.reading.frame import Frame
from assistant.reading.nodes import AttrUse
from assistant.reading.periods import lengths_of
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase
from assistant.reading.resolve import Resolver


def date_parents(frame: Frame, resolver: Resolver) -> None:
    """Let the one period of a question date the things its happenings belong to."""
    metrics = [m for m in frame.measures if m.kind == "metric"]
    if len(frame.times) != 1 or frame.basis or not metrics or metrics != frame.measures \
            or any(m.change is not None for m in metrics) or any(g.grain for g in frame.groups):
        return
    bases = {b for m in metrics for n in m.metrics for b in resolver.graph.metric_bases(n)}
    parents = [e for e in _said(frame, metrics, resolver) if e not in bases and all(
        resolver.model.entity(b).kind == "event"
        and resolver.graph.distance(b, e) is not None for b in bases)]
    time = resolver.model.entity(parents[0]).time if len(parents) == 1 else None
    if time is None or time.column is None:
        return
    found = Mods(preds=(PredPhrase(attr=(AttrUse(parents[0], time.column),),
                                   period=frame.times[0]),))
    frame.measures = [replace(m, mods=m.mods.plus(found)) for m in metrics]
    frame.flags.add("parents_dated")


def _said(frame: Frame, metrics: list[MeasurePhrase], resolver: Resolver) -> list[str]:
    """Return the happenings that were named: found in the period, or kept by such periods."""
    model = resolver.model
    nouns = [*frame.nouns, *(m.scope for m in metrics if m.scope is not None)]
    named = [o for n in nouns if not n.asked and not n.ranked for o in n.options] \
        if "raised" in frame.flags else []
    valued = [o[0] for mods in (frame.mods, *(m.mods for m in metrics), *(n.mods for n in nouns))
              for c in mods.conds for o in c.options if o[1] is not None]
    kept = [e for e in valued if (t := model.entity(e).time) is not None
            and t.grain is not None and _whole(frame.times[0], t.grain)]
    return [e for e in dict.fromkeys((*named, *kept)) if model.entity(e).kind == "event"]


def _whole(period: Period, grain: str) -> bool:
    """Whether a period is one or more of those the things are kept by."""
    return isinstance(period.first, date) and isinstance(period.last, date) and any(
        unit == grain for _, unit in lengths_of(period.first, period.last))
