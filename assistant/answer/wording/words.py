"""All kinds of terms together, and the output columns of a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from assistant.answer.operands import set_entity
from assistant.answer.wording.measures import Measures
from assistant.answer.wording.names import Names
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery
from knowledge_graph.semantics.model import SemanticModel


@dataclass(frozen=True)
class Wording(Measures):
    """Words any term of a query."""

    def column(self, term: BaseModel) -> str:
        """Return an output column in words."""
        match term:
            case a.PathCol():
                words = self.path(term.path)
                return f"登记的{words}" if self._governed(words) else words
            case a.Flag():
                return self.flag(term.pred)
            case a.Failing():
                told = "、".join(self._failing(name, pred) for name, pred in term.preds.items())
                return f"未达到的条件（{told}）"
            case a.Collect():
                inner = self.within(getattr(term.over, "entity", None))
                words = inner.path(term.path)
                link = "登记的" if self._governed(words) else "的"
                return f"{self.set(term.over)}{link}{words}"
            case a.AtExtreme():
                return self.at_extreme(term)
            case _:
                return self.measure(term)

    def _governed(self, words: str) -> bool:
        """Whether a governed measure is called so: what a row holds is told apart from it."""
        return any(words == metric.zh for metric in self.names.model.metrics)

    def named(self, rows: Mapping[str, str]) -> Wording:
        """Return the wording that also knows the rows of earlier queries."""
        return replace(self, rows={**self.rows, **rows})

    def flag(self, pred: a.PredT) -> str:
        """Return ``是否超许可`` / ``完整率是否低于95%``."""
        mods = self.mods((pred,))
        if mods.places and not mods.any:
            return f"是否属于{mods.places[0]}"
        if isinstance(pred, a.MeasurePred):
            return self.comparison(pred, "是否")
        if isinstance(pred, a.Trend):
            name = self.measure(pred.measure)
            return name + "是否" + self.pred(pred).removeprefix(name)
        return f"是否{self.pred(pred)}"

    def _failing(self, name: str, pred: a.PredT) -> str:
        return self.pred(pred) if name.isascii() else f"{name}（{self.pred(pred)}）"


def wording_of(
    model: SemanticModel, name_of: Callable[[str, str], str], query: MetricQuery | None = None
) -> Wording:
    """Return the wording for a query: its rows, its period and the entities behind its metrics."""
    names = Names(model, name_of)
    if query is None:
        return Wording(names)
    owner = set_entity(query.over) if query.over is not None else None
    grains = tuple(group.grain for group in query.by if group.grain is not None)
    if query.over is not None and query.over.op == "periods":
        grains = (query.over.grain,)
    return Wording(names, owner=owner, near=near_entities(query, model), time=query.context.time,
                   grains=grains)  # fmt: skip


def near_entities(query: MetricQuery, model: SemanticModel) -> tuple[str, ...]:
    """The entities that the query's measures are computed from."""
    found: list[str] = []
    for out in query.measures:
        found += _bases(out.expr, model, frozenset())
    return tuple(dict.fromkeys(found))


def _bases(term: Any, model: SemanticModel, seen: frozenset[str]) -> list[str]:
    if isinstance(term, a.Members):
        return [term.entity]
    if isinstance(term, tuple):
        return [name for item in term for name in _bases(item, model, seen)]
    if not isinstance(term, BaseModel):
        return []
    if isinstance(term, a.Metric):
        try:
            metric = model.metric(term.name)
        except KeyError:
            return []
        return [] if metric.name in seen else _bases(metric.formula, model, seen | {metric.name})
    fields = (getattr(term, name) for name in type(term).model_fields if name != "where")
    return [name for value in fields for name in _bases(value, model, seen)]
