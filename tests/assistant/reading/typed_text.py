"""A typed query as short text: one line a field, nothing that has its default value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from assistant.contracts import algebra as a
from assistant.contracts.flow import Plan
from assistant.contracts.query import Group, MetricQuery, Order, Out
from assistant.contracts.time import Interval, Period

Compact = dict[str, Any]
_PLAIN = {"of", "measure", "pred", "preds", "part", "top", "name"}  # shown without their names


def compact(query: MetricQuery) -> Compact:
    """Return the fields as texts, lists of them and (``parts``, ``let``) mappings."""
    out: Compact = {}
    for name, value in _said(query):
        match value:
            case tuple() if name == "parts":
                out[name] = [compact(part) for part in value]
            case dict():
                out[name] = {key: compact(inner) for key, inner in value.items()}
            case BaseModel() if name == "context":
                out |= {key: _line_or_lines(inner) for key, inner in _said(value)}
            case _:
                out[name] = _line_or_lines(value)
    return out


def _line_or_lines(value: Any) -> Any:
    if isinstance(value, tuple) and len(value) > 1:
        return [text(item) for item in value]
    if isinstance(value, tuple):
        return text(value[0])
    return value if isinstance(value, int) else text(value)


def reading_of(plan: Plan) -> Compact:
    """Return what a plan says to do: its status, with the query when it will be run."""
    if plan.status != "ready" or plan.query is None:
        return {"status": plan.status}
    return {"status": plan.status, "query": compact(plan.query)}


def text(term: Any) -> str:
    """Return a term on one line, the commonest in the notation people use for them."""
    match term:
        case tuple():
            return "[" + ", ".join(map(text, term)) + "]"
        case Out():  # its label is wording
            return text(term.expr) + (f" in {term.unit}" if term.unit else "")
        case Group(path=str() as path, edges=()) | Group(grain=str() as path):
            return path
        case Order(absolute=False, given=()):
            return f"{text(term.by)} {term.direction}"
        case Interval():
            return f"{text(term.n)}{term.unit}"
        case Period():
            return _period(term)
        case BaseModel():
            return _algebra(term)
        case _:
            return str(term)


def _algebra(term: BaseModel) -> str:
    match term:
        case a.Metric(where=(), params={}) | a.StatePred(params={}):
            return term.name
        case a.Number():
            return f"{term.value:g}" + (f" {term.unit}" if term.unit else "")
        case a.Members(when="default"):
            return term.entity + (text(term.where) if term.where else "")
        case a.AttrPred():
            return f"{term.path} {term.cmp} {text(term.value)}"
        case a.MeasurePred():
            return f"{text(term.left)} {term.cmp} {text(term.right)}"
        case a.PathCol(path=path):
            return path
        case _:
            op = getattr(term, "op", type(term).__name__.lower())
            return f"{op}({', '.join(_arguments(term))})"


def _arguments(term: BaseModel) -> Iterator[str]:
    for name, value in _said(term):
        if name in _PLAIN:
            yield from map(text, value if isinstance(value, tuple) else (value,))
        elif name != "op":
            yield f"{name}={text(value)}"


def _period(term: Period) -> str:
    """Days without the words they were read from: 上月 and 8月 are one period."""
    ends = f"{text(term.first or '')}..{text(term.last or '')}"
    shown = ("hours", "months", "weekdays")
    return " ".join([ends, *(f"{k}={text(v)}" for k, v in _said(term) if k in shown)])


def _said(term: BaseModel) -> Iterator[tuple[str, Any]]:
    """The fields whose values are not their defaults."""
    for name, field in type(term).model_fields.items():
        value = getattr(term, name)
        if value != field.get_default(call_default_factory=True):
            yield name, value
