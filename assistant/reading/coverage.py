"""Nothing is dropped: every content word must have left its mark on the typed query.

Composition may hear a word and still lose it on the way (a condition no rule could place, a number
no threshold took). So the finished query is searched for what each word became; a word without a
trace counts as not understood (algebra.md §3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from assistant.contracts.query import MetricQuery
from assistant.reading.happenings import find_has
from assistant.reading.nodes import Token
from knowledge_graph.semantics.model import SemanticModel

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_WEIGHTY = ("volume", "fraction", "duration", "money", "area", "length", "multiple")


class Coverage:
    """Finds the content words of a question that its query shows no trace of."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model

    def lost(self, tokens: Sequence[Token], query: MetricQuery) -> tuple[str, ...]:
        """Return the words that left no mark, in order of hearing."""
        marks = _Marks(query, self._model)
        return tuple(t.text for t in tokens if not self._kept(t, marks))

    def _kept(self, token: Token, marks: _Marks) -> bool:
        readings = token.readings
        checks = [
            check(readings[kind], marks)
            for kind, check in self._checks().items() if kind in readings
        ]
        if "fn" in readings or "filler" in readings:
            checks.append(self._function_kept(token, marks))
        return any(checks) if checks else True

    def _checks(self) -> dict[str, Any]:
        return {
            "name": lambda found, marks: any(
                str(key) in marks.strings for item, _ in found for key in item.keys),
            "value": lambda found, marks: any(
                (use.attribute in marks.words and str(use.value) in marks.strings)
                or (isinstance(use.value, bool) and use.attribute in marks.words)
                for use in found),
            "metric": lambda found, marks: any(name in marks.metrics for name in found),
            "metric_group": lambda found, marks: bool(marks.metrics),
            "state": self._state_kept,
            "entity": lambda found, marks: any(name in marks.words for name in found),
            "attr": lambda found, marks: any(use.attribute in marks.words for use in found),
            "dimension": lambda found, marks: any(
                path.rpartition(".")[2] in marks.words for path in found),
            "time": self._time_kept,
            "number": lambda found, marks: self._number_kept(found[0], marks),
        }

    def _state_kept(self, found: Any, marks: _Marks) -> bool:
        for use in found:
            state = self._model.state(use.name)
            if use.name in marks.strings:
                return True
            has = find_has(state.during) if state.during is not None else None
            if state.during is not None and has is None:
                return _dates(state.during) <= marks.words
            if has is not None and getattr(has.of, "entity", "") in marks.words:
                return True
        return False

    def _time_kept(self, found: Any, marks: _Marks) -> bool:
        item = found[0]
        period = item.period
        if item.role == "now" or (period.first is None and period.last is None):
            return True
        return str(period.first) in marks.strings or str(period.last) in marks.strings \
            or marks.compared

    def _number_kept(self, item: Any, marks: _Marks) -> bool:
        if item.dimension not in _WEIGHTY:
            return True
        values = {item.value, item.value / 100, item.value - 1, -item.value}
        if item.interval is not None and isinstance(item.interval.n, int):
            values |= {float(item.interval.n), -float(item.interval.n)}
        return any(abs(v - n) < 1e-9 * max(1.0, abs(v)) for v in values for n in marks.numbers)

    def _function_kept(self, token: Token, marks: _Marks) -> bool:
        """Words that order, limit, compare or share must show in the query's form."""
        tags = token.tags()
        if tags & {"most", "least", "best", "worst"}:
            return marks.ordered
        if tags & {"share", "share_ask"} and not tags & {"growth", "compare"}:
            return marks.shared
        if tags & {"avg"} and not tags & {"growth"}:
            return marks.averaged
        if tags & {"ask_length"}:
            return marks.timed
        if tags & {"median", "stdev"}:
            return "median" in marks.strings or "stdev" in marks.strings
        if tags & {"growth", "both_ways", "change"}:
            return marks.compared
        if tags & {"none", "running"}:
            return bool(marks.ops & {"quantified", "lacks", "not", "run", "trend"})
        if tags & {"same_as"}:
            return "=" in marks.compares
        if tags & {"earliest"}:
            return marks.first_only
        if tags & {"except", "except_after"} or (tags == {"neg"} and "filler" not in token.readings):
            return marks.negated
        if tags & {"fraction_of"}:
            return "ratio" in marks.ops
        return True


class _Marks:
    """What a query mentions: strings, words of paths, numbers and operators."""

    def __init__(self, query: MetricQuery, model: SemanticModel) -> None:
        self.strings: set[str] = set()
        self.words: set[str] = set()
        self.numbers: set[float] = set()
        self.ops: set[str] = set()
        self.metrics: set[str] = set()
        for part in query.parts or (query,):
            for value in _leaves(part.model_dump(mode="json")):
                self._note(value)
            for key, value in _items(part.model_dump(mode="json")):
                if key == "op" and isinstance(value, str):
                    self.ops.add(value)
        self.metrics = {m.name for m in model.metrics if m.name in self.strings
                        or m.zh in self.strings}
        self._expand_metrics(model)
        queries = query.parts or (query,)
        self.ordered = any(q.order or q.limit for q in queries) or bool(
            self.ops & {"extreme", "at_extreme", "top"})
        self.shared = bool(self.ops & {"share", "ratio"}) or self._rates(model)
        units = {model.metric(name).unit for name in self.metrics}
        named = "".join(model.metric(name).zh for name in self.metrics)
        self.averaged = bool(self.strings & {"avg"}) or "per" in self.ops or "均" in named \
            or any("/" in unit for unit in units)
        self.timed = bool(units & {"day", "hour", "minute"}) or bool(
            self.ops & {"duration", "run"})
        dumped = [part.model_dump(mode="json") for part in queries]
        tests = [(k, v) for d in dumped for k, v in _items(d)]
        self.compares = {v for k, v in tests if k == "cmp" and isinstance(v, str)}
        self.negated = bool(self.compares & {"!=", "not_in"}) or bool(
            self.ops & {"not", "lacks"}) or any(k == "quantifier" and v == "none"
                                                for k, v in tests)
        self.first_only = any(q.limit == 1 and not q.order for q in queries)
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
            for value in _leaves(model.metric(name).formula.model_dump(mode="json")):
                self._note(value)
                if value in names:
                    waiting.append(value)

    def _rates(self, model: SemanticModel) -> bool:
        return any(model.metric(name).unit == "fraction" for name in self.metrics)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
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


def _dates(term: BaseModel) -> set[str]:
    """The attribute names a predicate tests."""
    return {str(v) for k, v in _items(term.model_dump(mode="json")) if k == "path"}
