"""What to ask next, built from the typed query by rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from assistant.answer.operands import metric_of
from assistant.answer.subject import value_words
from assistant.answer.time_words import period_text
from assistant.answer.view import View
from assistant.contracts.time import Period
from knowledge_graph.semantics.model import MetricDef

_MOST = 3


def next_questions(view: View, names: Mapping[str, str], as_of: datetime) -> tuple[str, ...]:
    """Return up to three whole questions: another period, by city, against last year."""
    metric = next((f.metric for f in view.fields if f.metric is not None), None)
    if metric is None:
        outs = view.query.measures
        metric = metric_of(outs[0], "", view.wording.names.model) if outs else None
    if metric is None:
        return ()
    place = "".join(value_words(pred, names) or "" for pred in view.query.context.where)
    when = period_text(view.query.context.time, as_of)
    made = [
        _by_city(view, metric, when, place),
        _change(view, metric, when, place),
        _course(view, metric, place),
        _before(view, metric, place, as_of),
    ]
    return tuple(dict.fromkeys(text for text in made if text))[:_MOST]


def _by_city(view: View, metric: MetricDef, when: str, place: str) -> str:
    if view.query.by or view.query.over is not None or place:
        return ""
    return f"{when}各市{metric.zh}排名"


def _change(view: View, metric: MetricDef, when: str, place: str) -> str:
    if view.query.shape in {"compare", "series"} or any(f.op == "growth" for f in view.fields):
        return ""
    return f"{when}{place}{metric.zh}同比变化多少？"


def _course(view: View, metric: MetricDef, place: str) -> str:
    if view.query.shape == "series":
        return ""
    span = "近五年" if metric.grain == "year" else "近12个月"
    return f"{place}{span}{metric.zh}走势"


def _before(view: View, metric: MetricDef, place: str, as_of: datetime) -> str:
    period = view.query.context.time
    if not isinstance(period, Period) or metric.grain == "year":
        return f"{place}{as_of.year - 2}年{metric.zh}是多少？" if metric.grain == "year" else ""
    last = as_of.date().replace(day=1) - timedelta(days=1)
    asked = (period.first, period.last) == (last.replace(day=1), last)
    return "" if asked else f"{place}上月{metric.zh}是多少？"
