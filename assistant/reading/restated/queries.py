"""A whole query read back from its restatement."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer.wording.words import near_entities
from assistant.contracts.query import Context, Group, MetricQuery, Out
from assistant.contracts.time import Period
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.shapes import shape_of
from assistant.reading.restated.tails import Tails, is_tail
from assistant.reading.restated.templates import parts

_NUMBERED = re.compile(r"(?:^|；)（(\d+)）")
_EARLIER = re.compile(r"^先求(.)：(.+?)；(?=先求|再求)")
_TELL = "列出"


@dataclass(frozen=True)
class Told:
    """The stretches of a restatement before its tail."""

    time: Period | None
    where: str
    rows: str
    groups: str
    outputs: str


class Queries(Tails, ABC):
    """Reads whole queries."""

    def queries(self, text: str) -> Iterator[MetricQuery]:
        """Yield the queries that a text may restate; not yet held against the text."""
        first = text.find("（1）")
        lead = text[:first] if first >= 0 else ""
        if first >= 0 and (not lead or lead.endswith("，")):
            numbered = [part for part in _NUMBERED.split(text[first:]) if part][1::2]
            yield from self._several([lead + part for part in numbered])
        yield from self._single(parts(text, "，"))
        yield from self._with_earlier(text)

    def _with_earlier(self, text: str) -> Iterator[MetricQuery]:
        """Yield the query whose rows earlier ones find: 先求甲：…；再求：…."""
        found = _EARLIER.match(text)
        if found is None or found[1] in dict(self.rows):
            return
        for inner in self.sure(found[2]):
            self.rows = (*self.rows, (found[1], found[1]))
            rest = text[found.end():]
            laters = self.queries(rest) if rest.startswith("先求") else \
                self.queries(rest.removeprefix("再求："))
            for later in laters:
                yield later.model_copy(update={"let": {found[1]: inner, **later.let}})
            self.rows = self.rows[:-1]

    def _several(self, texts: list[str]) -> Iterator[MetricQuery]:
        told = [tuple(self.sure(text)) for text in texts]
        if len(told) > 1 and all(told):
            yield MetricQuery(shape="several", parts=tuple(one[0] for one in told))

    @abstractmethod
    def sure(self, text: str) -> Iterator[MetricQuery]:
        """Yield the queries that are restated so."""

    def _single(self, stretches: tuple[str, ...]) -> Iterator[MetricQuery]:
        last = len(stretches)
        while last > 1 and is_tail(stretches[last - 1]):
            last -= 1
        for told in self._told(stretches[:last]):
            for query, scope, listed, crossed in self._bodies(told):
                for whole in self.with_tail(query, stretches[last:], scope):
                    shape = shape_of(whole, listed=listed, crossed=crossed)
                    yield whole.model_copy(update={"shape": shape})

    def _told(self, stretches: tuple[str, ...]) -> Iterator[Told]:
        """Yield which stretch is the period, the conditions, the rows, the outputs."""
        times = self.period(stretches[0], Scope()) if len(stretches) > 1 else ()
        for time, rest in (*((t, stretches[1:]) for t in times), (None, stretches)):
            *front, main = rest
            groups, tell, outputs = main.partition(_TELL)
            if not tell and (main.startswith("是否存在") or main.endswith("的名单")):
                yield from _placed(Told(time, "", main, "", ""), front)
            elif not tell:
                yield from _placed(Told(time, "", "", "", main), front)
            elif groups:
                yield from _placed(Told(time, "", "", groups, outputs), front)
            elif front:
                *before, rows = front
                yield from _placed(Told(time, "", rows, "", outputs), before)
                if before and rows[:1] in "按逐":
                    yield from _placed(Told(time, "", before[-1], rows, outputs), before[:-1])

    def _bodies(self, told: Told) -> Iterator[tuple[MetricQuery, Scope, bool, bool]]:
        """Yield the query without its tail, the scope, whether it is a list, whether crossed."""
        if told.rows:
            yield from self._of_set(told)
            return
        scope = Scope(time=told.time, rows=self.rows)
        for groups, crossed in self._groups_too(told, scope):
            self.keys.update(group.path for group in groups if group.path)
            inner = replace(scope, grains=tuple(g.grain for g in groups if g.grain))
            for outs in self.outputs(told.outputs, inner):
                query = _with_outputs(MetricQuery(by=groups), outs)
                near = replace(inner, near=near_entities(query, self.words.model))
                for narrowed in self._in_context(query, told, near):
                    yield narrowed, near, False, crossed

    def _of_set(self, told: Told) -> Iterator[tuple[MetricQuery, Scope, bool, bool]]:
        words = told.rows.removeprefix("是否存在")
        asked, listed = words != told.rows, words.endswith("的名单")
        words = words.removesuffix("的名单")
        for text in dict.fromkeys((words, words.removeprefix("各"))):
            for over, scope in self.rows_of(text, told.time):
                for groups, crossed in self._groups_too(told, scope):
                    for outs in self.outputs(told.outputs, scope) if told.outputs else ((),):
                        query = _with_outputs(MetricQuery(
                            over=over, by=groups, shape="yesno" if asked else "value"), outs)
                        near = replace(scope, near=near_entities(query, self.words.model))
                        for narrowed in self._in_context(query, told, near):
                            yield narrowed, near, listed, crossed

    def _groups_too(self, told: Told, scope: Scope) -> Iterator[tuple[tuple[Group, ...], bool]]:
        if told.groups:
            yield from self.groups_of(told.groups, scope)
        else:
            yield (), False

    def _in_context(self, query: MetricQuery, told: Told, scope: Scope) -> Iterator[MetricQuery]:
        """Yield the query in its context."""
        for where in self.said_of(told.where, scope) if told.where else ((),):
            yield query.model_copy(update={"context": Context(time=told.time, where=where)})


def _placed(told: Told, front: list[str]) -> Iterator[Told]:
    """At most one stretch of conditions stands before the rows."""
    if len(front) <= 1:
        yield replace(told, where=front[0] if front else "")


def _with_outputs(query: MetricQuery, outs: tuple[Out, ...]) -> MetricQuery:
    return query.model_copy(update={"measures": outs})
