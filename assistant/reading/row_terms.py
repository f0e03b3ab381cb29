"""Columns of a row beyond its own attributes: dates by which it came about, whose it is, counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.contracts.algebra import (
    Arith,
    At,
    Attr,
    AttrPred,
    Count,
    Members,
    Moment,
    PathCol,
    PredT,
)
from assistant.contracts.errors import NotRecorded
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Interval, Period, RowDate
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import FAR, NearestPaths
from assistant.reading.nodes import AttrUse
from assistant.reading.owners import owner_of
from assistant.reading.phrase_types import MeasurePhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.row_ends import REASONS
from assistant.reading.rule_words import rule_words
from assistant.reading.state_terms import since

_BY_THEN = ("<", "<=")


def reached(pred: PredT) -> str | None:
    """Return the date that must have come for a state to hold (注销: 状态起始日期)."""
    return next((t.path for t in terms_in(pred) if isinstance(t, AttrPred)
                 and t.cmp in _BY_THEN and isinstance(t.value, Moment)), None)


Dates = tuple[tuple[AttrUse, ...], StateChoice, str]


class RowTerms:
    """The part of a row's columns that hears what clauses of columns name."""

    _resolver: Resolver
    _nearest: NearestPaths
    _measures: MeasureBuilder

    def owner(self, word: str, entity: str) -> PathCol:
        """谁负责、哪家: who looks after it, or whose it is."""
        for name, verbs in rule_words()["cared_for_by"].items():
            if any(verb in word for verb in verbs) \
                    and self._nearest.cost(name, (entity,)) < FAR:
                return PathCol(path=name)
        return PathCol(path=owner_of(self._resolver, entity, word))

    def date_of(self, said: Dates, entity: str) -> str:
        """Return the path of the date a word or a state goes by, nearest to the rows.

        Raises:
            NotRecorded: the rows have no such date.
        """
        dates, states, word = said
        model = self._resolver.model
        own = [a.name for a in model.entity(entity).attributes if a.type in ("date", "datetime")
               and any(word in name for name in (a.zh, *a.synonyms, *a.happens))]
        if own:
            return f"{entity}.{own[0]}"
        uses = [u for u in dates if self._resolver.attr_type(u.entity, u.attribute)
                in ("date", "datetime")]
        for use in states:
            found = self._resolver.state_date(use)
            name = found.attribute if found is not None else (
                since(model, model.state(use.name)) or reached(model.state(use.name).pred))
            if name is not None:
                uses.append(AttrUse(use.entity, name))
        near = [u for u in uses if self._nearest.cost(u.entity, (entity,)) < FAR]
        if not near:
            raise NotRecorded(f"{model.entity(entity).zh}没有登记所问的日期。")
        return self._nearest.attribute(tuple(near), (entity,))

    def own_date(self, entity: str) -> PathCol:
        """日期、期间: the date the rows themselves go by.

        Raises:
            NotRecorded: they go by none.
        """
        time = self._resolver.model.entity(entity).time
        name = (time.column or time.start) if time is not None else None
        if name is None:
            raise NotRecorded(f"{self._resolver.model.entity(entity).zh}没有登记日期。")
        return PathCol(path=f"{entity}.{name}")

    def reasons(self) -> tuple[AttrUse, ...]:
        """Return every attribute that tells why: 什么原因 of the rows or of what befell them."""
        return tuple(AttrUse(e.name, a.name) for e in self._resolver.model.entities
                     for a in e.attributes if a.name in REASONS)

    def since(self, said: Dates, phrase: MeasurePhrase, entity: str) -> At:
        """过期后抽了多少: from the day after that date, of the row itself."""
        path = self.date_of(said, entity)
        own = path.split(".")[1] if path.split(".")[0] == entity else path
        after = RowDate(path=own, plus=Interval(n=1, unit="day"))
        return At(measure=self._measures.build(phrase), time=Period(first=after))

    def difference(self, terms: tuple[Any, ...], entity: str) -> Arith:
        """改前改后差多少: of two numbers of the row."""
        paths = [self._nearest.attribute(t.value, (entity,)) for t in terms]
        return Arith(op="minus", of=tuple(Attr(path=p) for p in reversed(paths)))

    def counted(self, word: str, entity: str) -> Iterator[Count]:
        """几户、几个口: how many of what the word counts belong to the row."""
        graph, model = self._resolver.graph, self._resolver.model
        asked = [e.name for e in model.entities
                 if any(c in word for c in e.counters if c != "个") or any(
                     n in word for n in e.nouns if len(n) == 1 and n not in e.counters)]
        own = [n for n in asked if n != entity and graph.distance(n, entity) is not None]
        if own:
            yield Count(of=Members(entity=min(own, key=lambda n: graph.distance(n, entity) or 0)))
            return
        found = [c for name in asked for c in self.tied(name, entity)]
        yield from found[:1]

    def tied(self, name: str, entity: str) -> Iterator[Count]:
        """一证几户: how many of such things are tied to the row by a record."""
        link = self._resolver.link(name, entity)
        if link is not None:
            yield Count(of=Members(entity=link), distinct=name)
