"""The engine: what one compilation shares, and the dispatch from terms to their compilers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.contracts.algebra import MeasureObj, PredT, SetT
from assistant.contracts.errors import ModelFixable
from assistant.contracts.time import Interval, Param
from knowledge_graph.semantics.model import Entity, MetricDef, SemanticModel, State
from tools.query.builder import Builder
from tools.query.frame import Row
from tools.query.graph import Graph, not_recorded
from tools.query.keys import Key
from tools.query.parts import entity_part
from tools.query.scope import Scope
from tools.query.sql import Expr

Handler = Callable[[Any, Row, Scope], Expr]


@dataclass(frozen=True)
class Let:
    """The rows of an earlier query: a CTE, its keys and the columns that hold them."""

    cte: str
    keys: tuple[Key, ...]
    columns: tuple[str, ...]


class Trail:
    """Which conditions and keys the parts of one measure could and could not take."""

    def __init__(self) -> None:
        self.taken: set[object] = set()
        self.refused: dict[object, tuple[str, str]] = {}

    def refuse(self, what: object, entity: str, path: str) -> None:
        """Note that rows of ``entity`` cannot be told apart by ``path``."""
        self.refused.setdefault(what, (entity, path))


class Engine:
    """Shared state of one compilation: the model, the CTEs, the definitions used."""

    def __init__(
        self,
        model: SemanticModel,
        as_of: datetime,
        measures: Mapping[type, Handler],
        predicates: Mapping[type, Handler],
        set_test: Callable[[SetT, Row, Scope], Expr],
    ) -> None:
        self.model = model
        self.graph = Graph(model)
        self.as_of = as_of
        self.builder = Builder({e.table for e in model.entities})
        self.definitions: dict[str, str] = {}
        self.notes: dict[str, Any] = {}
        self.lets: dict[str, Let] = {}
        self.leaves: dict[object, Any] = {}
        # Leaves to which an aggregate is being added: what it is made of must not read them.
        self._growing: list[str] = []
        self._measures = measures
        self._predicates = predicates
        self._set_test = set_test
        self._trails: list[Trail] = []

    @property
    def today(self) -> date:
        """The day of the data's as-of time."""
        return self.as_of.date()

    # --------------------------------------------------------------------------- dispatch
    def measure(self, term: MeasureObj | Param, row: Row, scope: Scope) -> Expr:
        """Return the SQL of a measure taken at a row."""
        return self._measures[type(term)](term, row, scope)

    def pred(self, term: PredT, row: Row, scope: Scope) -> Expr:
        """Return the SQL of a predicate at a row; null means it cannot be told."""
        return self._predicates[type(term)](term, row, scope)

    def member(self, term: SetT, row: Row, scope: Scope) -> Expr:
        """Return the SQL that tells whether a row is a member of a set."""
        return self._set_test(term, row, scope)

    @contextmanager
    def complete(self) -> Iterator[Trail]:
        """Check that nothing asked of a measure was passed over by all of its parts.

        Raises:
            NotRecorded: a condition or key fits no part.
        """
        trail = Trail()
        self._trails.append(trail)
        try:
            yield trail
        finally:
            self._trails.pop()
        for what, (entity, path) in trail.refused.items():
            if what not in trail.taken:
                raise not_recorded(self.graph, entity, path)
        if self._trails:
            self._trails[-1].taken |= trail.taken

    @contextmanager
    def growing(self, leaf: str) -> Iterator[None]:
        """Mark a leaf as not to be read by what is compiled meanwhile."""
        self._growing.append(leaf)
        try:
            yield
        finally:
            self._growing.pop()

    def may_read(self, cte: str) -> bool:
        """Whether a CTE can be read here without reading itself in the end."""
        return not self._growing or not self.builder.reads(cte, self._growing)

    @property
    def trail(self) -> Trail:
        """The innermost open trail."""
        return self._trails[-1] if self._trails else Trail()

    # ------------------------------------------------------------------------ the model
    def metric(self, name: str) -> MetricDef:
        """Return a metric and note its definition.

        Raises:
            ModelFixable: there is none.
        """
        try:
            metric = self.model.metric(name)
        except KeyError as error:
            raise ModelFixable("问题中用到了不认识的指标。", detail=f"metric {name}") from error
        if metric.definition:
            self.definitions[f"metric {metric.name}"] = f"{metric.zh}：{metric.definition}"
        return metric

    def state(self, name: str) -> State:
        """Return a state and note its definition.

        Raises:
            ModelFixable: there is none.
        """
        try:
            state = self.model.state(name)
        except KeyError as error:
            raise ModelFixable("问题中用到了不认识的状态。", detail=f"state {name}") from error
        if state.definition:
            self.definitions[f"state {state.name}"] = f"{state.zh}：{state.definition}"
        return state

    def entity_table(self, entity: Entity) -> str:
        """Return the table of an entity, or a CTE of its part of one."""
        if not entity.where:
            return entity.table
        known = self.builder.recall(("part", entity.name))
        if known is None:
            known = entity_part(self, entity)
            self.builder.remember(("part", entity.name), known)
        return known

    def let_keys(self, name: str) -> tuple[Key, ...]:
        """Return the keys of the rows of an earlier query.

        Raises:
            ModelFixable: there is no such query.
        """
        return self.let(name).keys

    def let(self, name: str) -> Let:
        """Return an earlier query's rows.

        Raises:
            ModelFixable: there is no such query.
        """
        if name not in self.lets:
            raise ModelFixable("引用了不存在的前一步结果。", detail=f"rows {name}")
        return self.lets[name]

    # ------------------------------------------------------------------------ parameters
    def bound(self, value: Any, scope: Scope) -> Any:
        """Return a value with a parameter replaced by what the scope binds it to.

        Raises:
            ModelFixable: the parameter is not bound.
        """
        if not isinstance(value, Param):
            return value
        bound = dict(scope.params)
        if value.name not in bound:
            raise ModelFixable("定义里的参数没有给出。", detail=f"parameter {value.name}")
        return bound[value.name]

    def interval(self, interval: Interval, scope: Scope) -> Interval:
        """Return an interval whose length is a number."""
        n = self.bound(interval.n, scope)
        return Interval(n=int(n), unit=interval.unit)
