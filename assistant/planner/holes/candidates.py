"""What may fill the holes of a question: only what linking made plausible, under short codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.planner.codes import NAMES, TIMES, Coded
from assistant.reading.explained import Explained
from assistant.reading.metric_rank import RankedMetric
from assistant.reading.nodes import Token
from knowledge_graph.semantics.model import SemanticModel

_MEASURES, _THINGS, _CONDITIONS, _GROUPS = 14, 8, 8, 10
_RANKED = 8  # metrics taken from the ranking of the whole question
_PLACES = ("city", "county", "basin")  # what people group by, said or not
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:%|亿m³|万m³|m³|[a-z]+)?")

Rank = Callable[[str], Sequence[RankedMetric]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Codes and what they stand for, by hole.

    Attributes:
        measures: m1… → names of metrics.
        things: e1… → kinds of things and happenings.
        conditions: c1… → states and values, as they are said before a thing.
        groups: g1… → what rows may be told apart by.
        numbers: the figures that the question says, with their units.
        times: the codes of the periods said, in the question's order.
        places: the codes of the names said.
        readings: r1… → what the parser thinks may be meant.
    """

    measures: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """Return the codes as the prompt lists them, a line a hole."""
        holes = (("读法", self.readings), ("量", self.measures), ("对象", self.things),
                 ("条件", self.conditions), ("分组", self.groups))
        lines = [f"{name}：" + "；".join(f"{code}={words}" for code, words in codes.items())
                 for name, codes in holes if codes]
        if self.numbers:
            lines.append("数：" + "；".join(self.numbers))
        return "\n".join(lines)


class Linking:
    """Finds the candidates of a question.

    Args:
        model: the semantic model.
        rank: ranks its metrics for the words of a question.
    """

    def __init__(self, model: SemanticModel, rank: Rank | None) -> None:
        self._model, self._rank = model, rank

    def __call__(self, heard: Explained, asked: Coded) -> Candidates:
        """Return what may fill the holes.

        Args:
            heard: the parser's reading.
            asked: the question in codes.
        """
        tokens = heard.tokens
        things = list(dict.fromkeys(self._things(tokens)))[:_THINGS]
        metrics = list(dict.fromkeys(self._metrics(tokens, heard.text, things)))[:_MEASURES]
        for name in metrics:  # what they count may be listed too
            counted = self._model.metric(name).entity
            if counted and counted not in things and len(things) < _THINGS:
                things.append(counted)
        conditions = dict.fromkeys(self._conditions(tokens))
        groups = dict.fromkeys(self._groups(tokens, things))
        plan = heard.plan
        readings = dict.fromkeys(r for r in (plan.reading, *(c.label for c in plan.choices)) if r)
        codes = {one.code for one in asked.codes}
        return Candidates(
            measures=_coded("m", (self._model.metric(name).zh for name in metrics)),
            things=_coded("e", (self._model.entity(name).zh for name in things)),
            conditions=_coded("c", list(conditions)[:_CONDITIONS]),
            groups=_coded("g", list(groups)[:_GROUPS]),
            numbers=tuple(dict.fromkeys(_NUMBER.findall(asked.text))),
            times=tuple(letter for letter in TIMES if letter in codes),
            places=tuple(letter for letter in NAMES if letter in codes),
            readings=_coded("r", list(readings)[:3]),
        )

    def _things(self, tokens: Iterable[Token]) -> Iterator[str]:
        """Kinds named, then those that a state, a value or a metric is said of."""
        told = list(tokens)
        for token in told:
            yield from token.readings.get("entity", ())
        for token in told:
            for use in (*_uses(token, "state"), *_uses(token, "value"), *_uses(token, "attr")):
                if self._model.entity(use.entity).kind != "fact":
                    yield use.entity

    def _metrics(
        self, tokens: Iterable[Token], text: str, things: Sequence[str]
    ) -> Iterator[str]:
        for token in tokens:
            yield from token.readings.get("metric", ())
        if self._rank is not None:
            yield from (found.name for found in self._rank(text)[:_RANKED])
        for metric in self._model.metrics:
            if metric.entity in things:
                yield metric.name

    def _conditions(self, tokens: Sequence[Token]) -> Iterator[str]:
        denied = any(token.is_fn("neg") for token in tokens)
        for token in tokens:
            said = [("非" if use.negated else "") + self._model.state(use.name).zh
                    for use in _uses(token, "state")]
            if _uses(token, "value"):
                said.append(token.text)
            yield from said
            if denied:
                yield from (f"非{one}" for one in said if not one.startswith("非"))

    def _groups(self, tokens: Iterable[Token], things: Sequence[str]) -> Iterator[str]:
        for token in tokens:
            for name in token.readings.get("dimension", ()):
                yield self._model_group(name)
        yield from (self._model.entity(name).zh for name in _PLACES)
        for name in things:
            for of in self._model.entity(name).attributes:
                if of.type == "category":
                    yield of.zh

    def _model_group(self, name: str) -> str:
        return next((one.zh for one in self._model.dimensions if one.name == name), name)


def _uses(token: Token, kind: str) -> tuple[Any, ...]:
    return tuple(token.readings.get(kind, ()))


def _coded(letter: str, words: Iterable[str]) -> dict[str, str]:
    return {f"{letter}{n}": said for n, said in enumerate(dict.fromkeys(words), 1)}
