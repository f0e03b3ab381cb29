"""What is shown of each row: attributes by path, related things, counts and lengths of a state."""

from __future__ import annotations

from collections.abc import Iterator
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
from assistant.reading.happenings import find_has
from assistant.reading.lasting import length_of_state
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import FAR, NearestPaths
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import Item, MeasurePhrase, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles


class RowColumns:
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
        for term in self._columns:
            found.extend(Out(expr=c) for c in self._term(term, entity))
        found.extend(Out(expr=c) for c in self._bound(entity))
        unique: list[Out] = []
        for out in found:
            if out not in unique:
                unique.append(out)
        return unique

    def _term(self, term: Item, entity: str) -> Iterator[Any]:
        match term.kind:
            case "attr":
                yield self._attribute(term.value, entity)
            case "noun":
                yield from self._related(term.value, entity)
            case "measure":
                yield from self._measure(term.value, entity)
            case "kinds":
                yield PathCol(path=self._nearest.kind((entity,), (entity,)))
            case "times" | "count":
                for choice in self._rows.mods.states:
                    yield from self._times(choice)
            case "share":
                yield from self._rates()
            case "lasting":
                yield from self._length(term.value, entity)

    def _measure(self, phrase: MeasurePhrase, entity: str) -> Iterator[Any]:
        """A measure of the rows, unless it is the one they are picked by."""
        if any(set(phrase.metrics) & set(m.metrics) for m in self._shown):
            return
        reaching = self._resolver.reaching(phrase.metrics, entity)
        yield self._measures.build(replace(phrase, metrics=reaching or phrase.metrics))

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
                elif use.lasting is not None or any(name == "times" for name, _ in use.params):
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
