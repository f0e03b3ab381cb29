"""Helper tables: a measure or a test taken at each period, or each related member, of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from assistant.contracts.algebra import SetT
from assistant.contracts.errors import ModelFixable
from assistant.contracts.time import Grain
from tools.query.bases import base_entity
from tools.query.frame import Binding, Frame, Row
from tools.query.keys import GRAIN_SIZE, EntityKey, Key, PeriodKey
from tools.query.leaf_keys import LeafKey, map_key
from tools.query.periods import join_grid, period_grid
from tools.query.scope import Scope
from tools.query.spine import narrow, population
from tools.query.sql import Expr, col, trunc


@dataclass(frozen=True)
class Table:
    """Inner rows of an outer row.

    Attributes:
        row: where measures and tests are taken.
        keys: for each key of the outer row: its column, its value inside, its value outside.
    """

    row: Row
    keys: tuple[tuple[str, LeafKey], ...]

    def columns(self) -> list[Expr]:
        """Return the key columns, named."""
        return [exp.alias_(k.inner.copy(), name) for name, k in self.keys]

    def names(self) -> list[Expr]:
        """Return references to the key columns."""
        return [col(name) for name, _ in self.keys]

    def attach(self, outer: Row, cte: str) -> str:
        """Join a CTE made of this table's keys back to the outer row; return its alias."""
        pairs = [(name, k.outer) for name, k in self.keys]
        return outer.frame.attach(cte, pairs, loose=outer.loose and bool(pairs))


def over_periods(row: Row, scope: Scope, grain: Grain, term: object) -> Table:
    """Return the row's periods of a grain; inside its own period, if it has one.

    Raises:
        ModelFixable: the row's own period is not longer.
    """
    engine = row.engine
    own = row.period
    if own is not None:
        assert isinstance(own.key, PeriodKey)
        if GRAIN_SIZE[own.key.grain] <= GRAIN_SIZE[grain]:
            raise ModelFixable(
                "行的时段不比逐期判断的时段长。", detail=f"{grain} in {own.key.grain}"
            )
    if row.home is not None and not any(isinstance(b.key, EntityKey) for b in row.bindings):
        raise ModelFixable(f"{row.home.entity.zh}不能逐条逐期判断。", detail="compound key")
    others = [b for b in row.bindings if not isinstance(b.key, PeriodKey)]
    inner = population(engine, [*(b.key for b in others), PeriodKey(grain)], scope, term)
    values = {b.key: b.sql for b in inner.bindings}
    keys = []
    for binding in row.bindings:
        if isinstance(binding.key, PeriodKey):
            value = trunc(values[PeriodKey(grain)], binding.key.grain)
        else:
            value = values[binding.key]
        keys.append((binding.key.name, LeafKey(value, binding.sql)))
    return Table(inner, tuple(keys))


def over_members(
    row: Row, scope: Scope, of: SetT, via: str | None = None, *, narrowed: bool = False
) -> Table:
    """Return the members of a set related to the row, one inner row each.

    Args:
        row: where the set is taken.
        scope: in which context.
        of: the set.
        via: the relation, where there are several.
        narrowed: the context's conditions narrow the members (a measure's set, not a predicate's).

    Raises:
        ModelFixable: the set is not made of an entity's rows.
    """
    engine = row.engine
    name = base_entity(engine, of)
    if name is None:
        raise ModelFixable("这里的集合要由对象组成。", detail="over a set of keys")
    frame = Frame(engine)
    home = frame.start_entity(engine.graph.entity(name))
    periods: dict[Key, Binding] = {}
    if row.period is not None:
        assert isinstance(row.period.key, PeriodKey)
        grid = join_grid(frame, period_grid(engine, row.period.key.grain, scope.time, of))
        periods[row.period.key] = Binding(row.period.key, col("period", grid), frame)
    bindings: tuple[Binding, ...] = ()
    if len(home.entity.key) == 1:
        bindings = (Binding(EntityKey(name), home.key(), frame, home),)
    inner = Row(frame, (*bindings, *periods.values()), home)
    keys = []
    for binding in row.bindings:
        if isinstance(binding.key, PeriodKey) and binding.key not in periods:
            continue
        mapped = map_key(binding, inner, periods, scope, related=True, via=via)
        if mapped is not None:
            keys.append((binding.key.name, mapped))
    frame.where(engine.member(of, inner, scope.inside(row.entity())))
    if narrowed:
        narrow(inner, scope)
    return Table(inner, tuple(keys))


def grouped(name: str, keys: Sequence[Expr], columns: Sequence[Expr]) -> exp.Select:
    """Return a SELECT of aggregates of a CTE by key columns."""
    select = exp.select(*(k.copy() for k in keys), *columns).from_(name)
    return select.group_by(*(k.copy() for k in keys)) if keys else select


def window(function: Expr, keys: Sequence[Expr], order: Expr, *, desc: bool = False) -> exp.Window:
    """Return a window function over rows with equal keys, in an order."""
    ordered = exp.Ordered(this=order.copy(), desc=desc, nulls_first=False)
    return exp.Window(
        this=function, partition_by=[k.copy() for k in keys] or None,
        order=exp.Order(expressions=[ordered]),
    )
