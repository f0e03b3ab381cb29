"""What a finished query bears on it: every string, number, operator and metric it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from assistant.contracts.query import MetricQuery
from assistant.reading.aggregates import is_mean
from assistant.reading.echoes import stretches
from assistant.reading.rule_words import has_any
from knowledge_graph.semantics.model import SemanticModel

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


class Marks:
    """What a query mentions: strings, words of paths, numbers and operators."""

    def __init__(self, query: MetricQuery, model: SemanticModel) -> None:
        self.strings: set[str] = set()
        self.words: set[str] = set()
        self.numbers: set[float] = set()
        self.ops: set[str] = set()
        self.metrics: set[str] = set()
        self.stretches = stretches(query)
        for part in query.parts or (query,):
            for value in leaves_of(part.model_dump(mode="json")):
                self._note(value)
            for key, value in _items(part.model_dump(mode="json")):
                if key == "op" and isinstance(value, str):
                    self.ops.add(value)
        self.metrics = {m.name for m in model.metrics if m.name in self.strings
                        or m.zh in self.strings}
        self._expand_metrics(model)
        queries = query.parts or (query,)
        self.ordered = any(q.order or q.limit for q in queries) or bool(
            self.ops & {"extreme", "at_extreme", "top", "rank"})
        self.shared = bool(self.ops & {"share", "ratio"}) or self._rates(model)
        self.units = units = {model.metric(name).unit for name in self.metrics}
        self.areas = {model.metric(name).area for name in self.metrics}
        self.named = named = "".join(model.metric(name).zh for name in self.metrics)
        self.averaged = bool(self.strings & {"avg"}) or "per" in self.ops \
            or has_any(named, "averaged") \
            or any(is_mean(model.metric(name)) for name in self.metrics) \
            or any("/" in unit for unit in units)
        self.daily = any(unit.endswith("/day") for unit in units)
        self.yearly = has_any(named, "by_the_year")
        self.timed = bool(units & {"day", "hour", "minute"}) or bool(
            self.ops & {"duration", "run", "periods"})
        dumped = [part.model_dump(mode="json") for part in queries]
        tests = [(k, v) for d in dumped for k, v in _items(d)]
        self.sides = any(key == "of" and isinstance(value, list) and len(value) == 2  # noqa: PLR2004
                         and all(_narrowed(one) for one in value) for key, value in tests)
        self.week_parts = {tuple(v) for k, v in tests if k == "weekdays" and v}
        self.compares = {v for k, v in tests if k == "cmp" and isinstance(v, str)}
        none = "=" in self.compares and 0.0 in self.numbers  # 没有取水口: the count of them is 0
        self.series = any(g.grain for q in queries for g in q.by)
        self.negated = none or bool(self.compares & {"!=", "not_in"}) or bool(
            self.ops & {"not", "lacks"}) or any(k == "quantifier" and v == "none"
                                                for k, v in tests)
        self.split = any(g.groups for q in queries for g in q.by)
        self.first_only = any(q.limit == 1 and not q.order for q in queries)
        self.latest = max((str(q.context.time.last) for q in queries
                           if q.context.time is not None), default="9")
        self.placed = bool(self.ops & {"at"}) or not self.ops & {"prev"}
        self.compared = bool(self.ops & {"prev", "growth", "minus", "at", "trend"})

    def _note(self, value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int | float):
            self.numbers.add(float(value))
            return
        text = str(value)
        self.strings.add(text)
        self.words.update(re.split(r"[.\s]", text))
        if _NUMBERS.fullmatch(text):
            self.numbers.add(float(text))

    def _expand_metrics(self, model: SemanticModel) -> None:
        """A metric's own formula also carries words (农业用水量 carries 农业)."""
        names = {m.name for m in model.metrics}
        waiting = list(self.metrics)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for value in leaves_of(model.metric(name).formula.model_dump(mode="json")):
                self._note(value)
                if value in names:
                    waiting.append(value)

    def _rates(self, model: SemanticModel) -> bool:
        return any(model.metric(name).unit == "fraction" for name in self.metrics)


# Words of form: (tags, what must show).


def leaves_of(value: Any) -> Iterator[Any]:
    """Yield everything that stands in nested lists and mappings."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves_of(inner)
    else:
        yield value


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _items(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _items(inner)


def _narrowed(term: Any) -> bool:
    """Whether a term is a metric under conditions: one of two sides."""
    return isinstance(term, dict) and term.get("op") == "metric" and bool(term.get("where"))


def paths_of(term: BaseModel) -> set[str]:
    """The attribute names a predicate tests."""
    return {str(v) for k, v in _items(term.model_dump(mode="json")) if k == "path"}
