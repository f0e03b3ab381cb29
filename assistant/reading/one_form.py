"""One typed form for what can be typed in several ways, so that one text tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from pydantic import BaseModel

from assistant.answer.operands import set_entity
from assistant.answer.wording.comparisons import change_of, span_of
from assistant.answer.wording.derived import place_among
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery, Order, Out
from assistant.contracts.terms import terms_in
from assistant.reading.nearest import REGIONS
from assistant.reading.one_term import OneTerm, each_term
from knowledge_graph.semantics.model import SemanticModel
from tools.query.canonical import canonical

_NO_MEASURE = frozenset({"col", "flag", "failing", "collect"})
_HINTS = frozenset({"focus", "label", "text"})  # they change words of the answer, not its rows


def in_one_form(query: MetricQuery, model: SemanticModel) -> MetricQuery:
    """Return the query, and those in it, in the one form that its restatement is read back as."""
    query = query.model_copy(update={
        "parts": tuple(in_one_form(part, model) for part in query.parts),
        "let": {name: in_one_form(inner, model) for name, inner in query.let.items()}})
    if query.parts:
        return query
    unbound = not (query.context.where or query.by or query.over is not None)
    timed = query.context.time is not None or any(
        isinstance(t, a.At) and t.time is not None for t in terms_in(query))
    one = OneTerm(model, _everywhere(query), unbound, _span(query), timed)
    return _compared(_narrowed(_outputs(_stated(each_term(query, one)))))


def bare_form(query: MetricQuery) -> Any:
    """Return a query as plain values, without the order of its conditions and its labels."""
    return _bare(canonical(query).model_dump(mode="json"))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in _HINTS}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _span(query: MetricQuery) -> str:
    """The length of the periods that values are compared over."""
    grains = [group.grain for group in query.by if group.grain is not None]
    if isinstance(query.over, a.Periods):
        grains = [query.over.grain]
    return grains[-1] if grains else span_of(query.context.time)


def decimals_of(text: str) -> int:
    """How exactly a figure was stated in digits (1.2% to one place)."""
    found = re.search(r"\d+\.(\d+)", text)
    return len(found[1]) if found else 0


def _stated(query: MetricQuery) -> MetricQuery:
    stated = query.stated
    if stated is None or stated.decimals is not None or not re.search(r"\d", stated.text):
        return query
    told = stated.model_copy(update={"decimals": decimals_of(stated.text)})
    return query.model_copy(update={"stated": told})


def _outputs(query: MetricQuery) -> MetricQuery:
    """Each output once; columns are the first ones that are no measures."""
    outs = tuple(_in_unit(out) for out in (*query.columns, *query.measures))
    once: list[Out] = []
    for out in outs:
        if all(out.expr != other.expr for other in once):
            once.append(out)
    columns = tuple(takewhile(lambda out: out.expr.op in _NO_MEASURE, once))
    order = tuple(_moved(one, outs, once) for one in query.order)
    return query.model_copy(update={
        "columns": columns, "measures": tuple(once[len(columns):]), "order": order})


def _in_unit(out: Out) -> Out:
    """A fall is shown in per cent, a place among years as a place; an attribute is a column."""
    unit = out.unit
    if isinstance(out.expr, a.Attr):
        return out.model_copy(update={"expr": a.PathCol(path=out.expr.path)})
    if isinstance(out.expr, a.Arith):
        if out.expr.op == "times" and isinstance(change_of(out.expr)[0], BaseModel):
            unit = "fraction"
        elif place_among(out.expr) is not None:
            unit = "rank"
    return out if unit == out.unit else out.model_copy(update={"unit": unit})


def _moved(order: Order, outs: Sequence[Out], once: Sequence[Out]) -> Order:
    """Sorted by the same output, where it stands now."""
    if not isinstance(order.by, int):
        at = next((i for i, out in enumerate(once) if out.expr == order.by), None)
    elif order.by < len(outs):
        at = next(i for i, out in enumerate(once) if out.expr == outs[order.by].expr)
    else:
        at = None
    return order if at is None else order.model_copy(update={"by": at})


def _narrowed(query: MetricQuery) -> MetricQuery:
    """Drop 高安、丰城 from the context where each measure is of one of them by itself."""
    if query.over is not None or query.by or query.columns or not query.measures:
        return query
    said = [[(t.path, t.value) for t in terms_in(out.expr)
             if isinstance(t, a.AttrPred) and t.cmp == "="] for out in query.measures]  # fmt: skip
    kept = tuple(pred for pred in query.context.where if not _said_by_all(pred, said))
    if len(kept) == len(query.context.where):
        return query
    return query.model_copy(update={"context": query.context.model_copy(update={"where": kept})})


def _said_by_all(pred: Any, said: Sequence[Sequence[tuple[str, Any]]]) -> bool:
    if not isinstance(pred, a.AttrPred) or pred.cmp != "in" or not isinstance(pred.value, tuple):
        return False
    sides = {(pred.path, value) for value in pred.value}
    return all(sides & set(one) for one in said) and \
        sides <= {pair for one in said for pair in one}


def _everywhere(query: MetricQuery) -> tuple[str, ...]:
    """What is lifted for all of it, where nothing but places and the rows themselves divides it."""
    where = [getattr(pred, "path", "") for pred in query.context.where]
    keys = [group.path or ("" if group.grain is None else "province") for group in query.by]
    if not all(_is_place(path) for path in (*where, *keys)):
        return ()
    rows = set_entity(query.over) if query.over is not None else None
    return REGIONS if rows is None or rows in REGIONS else (*REGIONS, rows)


def _is_place(path: str) -> bool:
    return path.split(".")[-1] in REGIONS or path.split(".")[0] in REGIONS


def _compared(query: MetricQuery) -> MetricQuery:
    """One row of figures is a comparison when one of them is taken at another time."""
    if query.shape not in ("value", "compare"):
        return query
    apart = len(query.measures) > 1 and any(_elsewhen(out.expr) for out in query.measures)
    return query.model_copy(update={"shape": "compare" if apart else "value"})


def _elsewhen(term: BaseModel) -> bool:
    return isinstance(term, a.Prev) or isinstance(term, a.At) and term.time is not None
