"""What is shown of each row: attributes by path, related things, counts and lengths of a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Collect,
    Count,
    Members,
    Metric,
    PathCol,
)
from assistant.contracts.errors import NotRecorded
from assistant.contracts.query import Out
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Param
from assistant.reading.happenings import behind, find_has
from assistant.reading.lasting import length_of_state
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import FAR, NearestPaths
from assistant.reading.nodes import AttrUse
from assistant.reading.owners import owner_of
from assistant.reading.phrase_types import Item, MeasurePhrase, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.row_ends import at_end
from assistant.reading.row_terms import RowTerms
from assistant.reading.rule_words import words_of


class RowColumns(RowTerms):
    """Builds the columns asked of the members that are the rows."""

    def __init__(
        self, roles: Roles, measures: MeasureBuilder, resolver: Resolver, nearest: NearestPaths
    ) -> None:
        assert roles.rows is not None
        self._rows = roles.rows
        self._columns = roles.columns
        by = roles.ranked.by if roles.ranked is not None else None
        self._shown = [*roles.measures, *([by] if by is not None else [])]
        self._measures = measures
        self._resolver = resolver
        self._model = resolver.model
        self._nearest = nearest

    def build(self, entity: str) -> list[Out]:
        """Return one column or more for each term, and what the rows' own state was bound to."""
        found: list[Out] = []
        if self._rows.owner:
            found.append(Out(expr=PathCol(path=owner_of(self._resolver, entity, self._rows.owner))))
        for term in self._columns:
            found.extend(c if isinstance(c, Out) else Out(expr=c)
                         for c in self._term(term, entity))
        if entity in self._rows.options or not self._rows.options:
            found.extend(Out(expr=c) for c in self._bound(entity))
        unique: list[Out] = []
        for out in found:
            if out not in unique:
                unique.append(out)
        return unique

    def _term(self, term: Item, entity: str) -> Iterable[Any]:
        """Return the columns of one term; a term that only says how to tell the rows has none."""
        value = term.value
        ways: dict[str, Callable[[], Iterable[Any]]] = {
            "attr": lambda: (self._attribute_said(term, entity),),
            "noun": lambda: self._related(value, entity),
            "place": lambda: self._related(value, entity),
            "measure": lambda: self._measure(value, entity),
            "kinds": lambda: (PathCol(path=self._nearest.kind((entity,), (entity,))),),
            "times": lambda: self._all_times(),
            "count": lambda: self._count(term, entity),
            "owner": lambda: (self.owner(value, entity),),
            "dated": lambda: (PathCol(path=self.date_of(value, entity)),),
            "own_date": lambda: (self.own_date(entity),),
            "since": lambda: (self.since(value[0], value[1], entity),),
            "reason": lambda: (self._attribute(self.reasons(), entity),),
            "at_end": lambda: (at_end(value, self._befallen(), entity, self._resolver),),
            "difference": lambda: (self.difference(value, entity),),
            "share": lambda: self._rates(),
            "lasting": lambda: self._length(value, entity),
        }
        return ways[term.kind]() if term.kind in ways else ()

    def _attribute_said(self, term: Item, entity: str) -> PathCol | Collect:
        if term.text in words_of("own_date"):  # 每次的日期: the date the rows go by
            return self.own_date(entity)
        return self._attribute(term.value, entity)

    def _befallen(self) -> tuple[Members, ...]:
        """Return the happenings behind the states of the rows and the counts they are ranked by."""
        states = [c for c in self._rows.mods.states] + [m.states for m in self._shown]
        counts = [self._model.metric(n).formula for m in self._shown for n in m.metrics[:1]]
        found = [h.of for choice in states for u in choice
                 if (h := behind(self._model, u)) is not None]
        return tuple(t for t in (*found, *(c.of for c in counts if isinstance(c, Count)))
                     if isinstance(t, Members))

    def _all_times(self) -> Iterator[Any]:
        for choice in self._rows.mods.states:
            yield from self._times(choice)

    def _count(self, term: Item, entity: str) -> Iterator[Any]:
        """几户 of what the word counts; 个数 alone is how often the rows' state came about."""
        related = list(self.counted(term.text, entity)) \
            if term.text not in words_of("counting") else []
        yield from related
        if not related:
            yield from self._all_times()

    def _measure(self, phrase: MeasurePhrase, entity: str) -> Iterator[Any]:
        """A measure of the rows, unless it is the one they are picked by."""
        if any(set(phrase.metrics) & set(m.metrics) for m in self._shown):
            return
        often = self._in_period(phrase)
        if often is not None:
            yield from self._times(often)
            return
        reaching = self._resolver.reaching(phrase.metrics, entity)
        if not reaching:  # 户数 of a meter: how many are tied to it
            named = [n for m in phrase.metrics if (n := self._resolver.counted(m)) is not None]
            told = [c for n in named if not n.mods for c in self.tied(n.options[0], entity)]
            yield from told[:1]
            if told:
                return
        yield self._measures.build(replace(phrase, metrics=reaching or phrase.metrics))

    def _in_period(self, phrase: MeasurePhrase) -> StateChoice | None:
        """去年退过两回的表，列退回次数: how often in that time, not the count kept of all times."""
        for choice in self._rows.mods.states:
            has = behind(self._model, choice[0]) if choice[0].during else None
            counted = [n for m in phrase.metrics if (n := self._resolver.counted(m)) is not None]
            if has is not None and isinstance(has.of, Members) and any(
                    n.options == (has.of.entity,) and not n.mods for n in counted):
                return choice
        return None

    def _attribute(self, options: tuple[AttrUse, ...], entity: str) -> PathCol | Collect:
        path = self._nearest.attribute(options, (entity,))
        owner, name = path.split(".")
        if self._nearest.cost(owner, (entity,)) < FAR:
            return PathCol(path=path)
        below = [use for use in options
                 if self._resolver.graph.distance(use.entity, entity) is not None]
        if below:  # 退回理由 of a form: those of all its returns
            use = below[0]
            return Collect(path=use.attribute, over=Members(entity=use.entity))
        key = self._model.entity(owner).key
        own = self._model.entity(entity)
        if name in key and len(own.key) == 1:  # 编号: each thing has its own
            return PathCol(path=f"{entity}.{own.key[0]}")
        zh = next(a.zh for a in self._model.entity(owner).attributes if a.name == name)
        raise NotRecorded(f"{own.zh}没有登记所要列的“{zh}”。")

    def _related(self, noun: SetPhrase, entity: str) -> Iterator[PathCol | Count]:
        name = self._nearest.entity(noun.options, (entity,))
        if self._nearest.cost(name, (entity,)) < FAR:
            yield PathCol(path=name)
            return
        for option in noun.options:
            if self._resolver.graph.distance(option, entity) is not None:
                yield Count(of=Members(entity=option))
                return

    # ------------------------------------------------------------------------------- states
    def _bound(self, entity: str) -> Iterator[Any]:
        """被责令整改两次以上 shows how often; 离线三天以上 shows how long."""
        for choice in self._rows.mods.states:
            for use in choice[:1]:
                if use.negated:
                    continue
                if use.lasting is not None and use.lasting.amount is not None \
                        and use.lasting.amount.dimension == "duration":
                    yield from self._length(choice, entity)
                elif use.lasting is not None or use.params:
                    yield from self._times(choice)

    def _rates(self) -> Iterator[Any]:
        """比例 of rows picked by a state that rests on a rate: that rate."""
        for choice in self._rows.mods.states:
            measure = self._model.state(choice[0].name).measure
            if isinstance(measure, Metric) and self._model.metric(measure.name).unit == "fraction":
                yield measure
                return
        raise NotRecorded("没有听出要列的比例是什么占什么的，请说明。")

    def _times(self, choice: StateChoice) -> Iterator[Any]:
        definition = self._model.state(choice[0].name)
        if find_has(definition.during or definition.pred) is not None:
            yield self._measures.build(MeasurePhrase("happenings", states=choice))
            return
        for pred in (t for t in terms_in(definition.pred) if isinstance(t, AttrPred)):
            if isinstance(pred.value, Param):
                yield PathCol(path=f"{definition.entity}.{pred.path}")

    def _length(self, choice: StateChoice, entity: str) -> Iterator[Agg]:
        yield length_of_state(self._model, choice)
