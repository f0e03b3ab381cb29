"""Terms that can be written in several ways, in the one way in which they are read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from assistant.answer.wording.derived import placed
from assistant.answer.wording.timing import own_when
from assistant.contracts import algebra as a
from assistant.reading.nearest import REGIONS
from knowledge_graph.semantics.model import SemanticModel
from tools.query.units import unit_of

_EVERYTHING = ("*",)
_AS_IT_STANDS = ("as_of", "latest")


@dataclass(frozen=True)
class OneTerm:
    """Changes a term of a query into its one form; the terms in it have been changed before.

    Attributes:
        model: the semantic model.
        everywhere: what is lifted for all of it, if nothing but places divides the query.
        unbound: no condition and no row narrows the query's measures.
        span: length of the periods that values are compared over.
        timed: a period was said; without one, a count is of all there is, while a metric
            would be of its own default period.
    """

    model: SemanticModel
    everywhere: tuple[str, ...]
    unbound: bool
    span: str
    timed: bool = True

    def __call__(self, term: BaseModel) -> BaseModel:
        """Return the term in its one form."""
        term = _flat(term)
        if isinstance(term, a.At):
            return self._at(term)
        if isinstance(term, a.Metric | a.Count):
            return _counted(term, self.model, timed=self.timed)
        if isinstance(term, a.Members):
            return _timed(term, self.model)
        if isinstance(term, a.Prev):
            return _before(term, self.span)
        return _unmeasured(term, self.model)

    def inside(self, term: BaseModel) -> OneTerm:
        """Return what changes the terms within: those of a month are held against a month."""
        grain = getattr(term, "over", None) if isinstance(term, a.Quantified | a.Extreme) \
            else getattr(term, "grain", None) if isinstance(term, a.Run) else None
        return replace(self, span=grain) if isinstance(grain, str) else self

    def _at(self, term: a.At) -> BaseModel:
        if self.unbound and placed(term.measure):  # there is nothing to lift
            term = term.model_copy(update={"lift": ()})
            return term.measure if term.time is None and not term.where else _at_once(term)
        if self.everywhere and term.lift in (_EVERYTHING, REGIONS):
            term = term.model_copy(update={"lift": self.everywhere})
        return _at_once(term)


def _flat(value: BaseModel) -> BaseModel:
    """Conditions that must all hold stand side by side."""
    found = {name: _side_by_side(getattr(value, name)) for name in ("where", "having", "preds")
             if isinstance(getattr(value, name, None), tuple)
             and (name != "preds" or isinstance(value, a.And))}  # fmt: skip
    changed = {name: preds for name, preds in found.items() if preds != getattr(value, name)}
    return value.model_copy(update=changed) if changed else value


def _side_by_side(preds: tuple[Any, ...]) -> tuple[Any, ...]:
    told = (inner for pred in preds
            for inner in (pred.preds if isinstance(pred, a.And) else (pred,)))  # fmt: skip
    return tuple(dict.fromkeys(told))


def each_term(value: Any, change: Callable[[BaseModel], BaseModel]) -> Any:
    """Return a value with every term in it changed, the innermost first."""
    if isinstance(value, tuple):
        items = tuple(each_term(item, change) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if not isinstance(value, BaseModel):
        return value
    inner = {name: getattr(value, name) for name in type(value).model_fields}
    deeper = change.inside(value) if isinstance(change, OneTerm) else change
    fresh = {name: each_term(one, deeper) for name, one in inner.items()}
    changed = {name: one for name, one in fresh.items() if one is not inner[name]}
    return change(value.model_copy(update=changed) if changed else value)


def _at_once(term: a.At) -> BaseModel:
    """A metric or count under conditions is one of what they leave."""
    inner = term.measure
    if not term.where or term.lift:
        return term
    if isinstance(inner, a.Metric):
        inner = inner.model_copy(update={"where": (*inner.where, *term.where)})
    elif isinstance(inner, a.Count) and isinstance(inner.of, a.Members) \
            and all(_about(pred, inner.of.entity) for pred in term.where):
        of = inner.of.model_copy(update={"where": (*inner.of.where, *term.where)})
        inner = inner.model_copy(update={"of": of})
    else:
        return term
    alone = term.time is None
    return inner if alone else term.model_copy(update={"measure": inner, "where": ()})


def _timed(term: a.Members, model: SemanticModel) -> BaseModel:
    """A set to which the period applies in its own way needs not say so."""
    if term.when != own_when(term, model):
        return term
    return term.model_copy(update={"when": "default"})


def _counted(term: a.Metric | a.Count, model: SemanticModel, *, timed: bool) -> BaseModel:
    """A plain count that is governed is the metric; under conditions it is a count of them."""
    if isinstance(term, a.Metric):
        metric = next((m for m in model.metrics if m.name == term.name), None)
        plain = metric is not None and _plain_count(metric.formula) and metric.zh == _noun(
            metric.formula, model)
        if not (plain and metric is not None and (term.where or not (
                timed or metric.default_period in _AS_IT_STANDS))) or term.params:
            return term
        formula: Any = metric.formula
        return a.Count(of=formula.of.model_copy(update={"where": term.where}))
    if not _plain_count(term):
        return term
    names = (m.name for m in model.metrics if m.formula == term and m.zh == _noun(term, model)
             and (timed or m.default_period in _AS_IT_STANDS))
    return next((a.Metric(name=name) for name in names), term)


def _plain_count(term: Any) -> bool:
    return isinstance(term, a.Count) and term.distinct is None \
        and isinstance(term.of, a.Members) and not term.of.where


def _noun(term: Any, model: SemanticModel) -> str:
    return f"{model.entity(term.of.entity).zh}数"


def _about(pred: Any, entity: str) -> bool:
    """Whether a condition is on the counted themselves, or where they are."""
    path = getattr(pred, "path", "")
    return bool(path) and (path.split(".")[0] == entity or path in REGIONS)


def _unmeasured(term: BaseModel, model: SemanticModel) -> BaseModel:
    """A figure in the unit of what is held against it needs none of its own."""
    if not isinstance(term, a.MeasurePred) or not isinstance(term.right, a.Number):
        return term
    try:
        known = bool(unit_of(term.left, model))
    except (KeyError, StopIteration):
        return term
    plain = term.right.model_copy(update={"unit": ""})
    return term.model_copy(update={"right": plain}) if known and term.right.unit else term


def _before(term: a.Prev, span: str) -> BaseModel:
    """The period before, however it is meant: for years it is the same one a year before."""
    if term.shift is not None and (term.shift.n, term.shift.unit) == (-1, span):
        term = term.model_copy(update={"basis": "mom", "shift": None})
    yearly = term.shift is None and span == "year"
    return term.model_copy(update={"basis": "yoy"}) if yearly else term
