"""Summary tables: the smallest one that gives exactly the same result is read instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from assistant.contracts.algebra import Agg, AttrPred, Count, Members, PredT, StatePred
from knowledge_graph.semantics.model import Rollup
from tools.query.engine import Engine
from tools.query.keys import GRAIN_SIZE, EntityKey, Key, PathKey, PeriodKey
from tools.query.scope import Scope
from tools.query.spans import Span, grain_end, grain_start
from tools.query.sql import Expr, as_date, binary, col, func, lit, trunc


@dataclass(frozen=True)
class RolledUp:
    """An aggregate over a summary table; ``table`` stands in for it where a period is cut."""

    term: Agg
    table: str | None = None


def rolled_up(
    engine: Engine, term: Count | Agg, keys: Sequence[Key], scope: Scope
) -> RolledUp | None:
    """Return the same aggregate over a summary table, or None when none is exact."""
    over = term.of if isinstance(term, Count) else term.over
    if not isinstance(over, Members) or over.when not in ("default", "column"):
        return None
    for rollup in engine.model.rollups:
        if rollup.of != over.entity or not _aligned(engine, rollup, keys, scope.time):
            continue
        if not all(_plain_key(k, over.entity) for k in keys):
            continue
        column, rest = _column(rollup, term, over.where)
        conditions = (*rest, *scope.where, *scope.narrow, *scope.soft)
        if column and all(_on_things(engine, rollup, p) for p in conditions):
            members = Members(entity=rollup.entity, where=rest)
            cut = _cut(engine.today, rollup, scope.time)
            table = _until(engine, rollup, cut) if cut is not None else None
            return RolledUp(Agg(fn="sum", of=column, over=members), table)
    return None


def _plain_key(key: Key, fact: str) -> bool:
    if isinstance(key, EntityKey | PathKey):
        return key.entity != fact
    return isinstance(key, PeriodKey)


def _aligned(engine: Engine, rollup: Rollup, keys: Sequence[Key], span: Span | None) -> bool:
    """Whether the period and the period keys are whole periods of the summary."""
    for key in keys:
        if isinstance(key, PeriodKey) and (
            GRAIN_SIZE[key.grain] < GRAIN_SIZE[rollup.grain] or key.grain == "week"
        ):
            return False
    if span is None:
        return True
    if span.by_row or span.hours or span.weekdays:
        return False
    first, cut = span.day_first(), _cut(engine.today, rollup, span)
    if cut is not None and rollup.grain != "month":
        return False
    if first is None:
        return True
    # Inside one period the summary would save nothing.
    return first == grain_start(first, rollup.grain) and (cut is None or first < grain_start(
        cut, rollup.grain))


def _cut(today: date, rollup: Rollup, span: Span | None) -> date | None:
    """Return the day on which the span leaves a period of the summary unfinished, if it does."""
    last = span.day_last() if span is not None else None
    whole = last is None or last == grain_end(last, rollup.grain) or last >= today
    return None if whole else last


def _until(engine: Engine, rollup: Rollup, last: date) -> str:
    """Return the summary up to a day: its whole periods, and the days of the last one.

    The facts alone would not do: they do not go back as far as their summary.
    """
    fact, entity = engine.graph.entity(rollup.of), engine.graph.entity(rollup.entity)
    assert fact.time is not None and fact.time.column is not None
    assert entity.time is not None and entity.time.column is not None
    begins = grain_start(last, rollup.grain)
    links = [r.column for r in entity.relations]
    period = trunc(col(fact.time.column), rollup.grain)
    sums: dict[str, Expr] = {mine: func("SUM", col(c)) for c, mine in rollup.columns.items()}
    for flag, mine in rollup.flags.items():
        test = exp.Where(this=exp.maybe_parse(flag, dialect="duckdb"))
        sums[mine] = exp.Filter(this=exp.Count(this=exp.Star()), expression=test)
    if rollup.count is not None:
        sums[rollup.count] = exp.Count(this=exp.Star())
    whole = exp.select(*links, entity.time.column, *sums).from_(rollup.table).where(
        binary(exp.LT, col(entity.time.column), lit(begins)))
    day = as_date(col(fact.time.column))
    rest = exp.select(*links, exp.alias_(period, entity.time.column),
                      *(exp.alias_(value, name) for name, value in sums.items()))
    rest = rest.from_(engine.entity_table(fact)).where(
        exp.Between(this=day, low=lit(begins), high=lit(last)))
    rest = rest.group_by(*links, period.copy())
    return engine.builder.add(f"{rollup.table}_until", exp.union(whole, rest, distinct=False))


def _column(
    rollup: Rollup, term: Count | Agg, where: tuple[PredT, ...]
) -> tuple[str | None, tuple[PredT, ...]]:
    """Return the summary's column for the aggregate, and the conditions left over."""
    if isinstance(term, Agg):
        if term.fn != "sum" or not isinstance(term.of, str):
            return None, ()
        return rollup.columns.get(term.of), where
    if term.distinct is not None:
        return None, ()
    for i, pred in enumerate(where):
        flag = _flag(pred)
        if flag in rollup.flags:
            return rollup.flags[flag], (*where[:i], *where[i + 1:])
    return rollup.count, where


def _flag(pred: PredT) -> str:
    if not isinstance(pred, AttrPred) or not isinstance(pred.value, bool | int | float):
        return ""
    value = str(pred.value).lower() if isinstance(pred.value, bool) else f"{pred.value:g}"
    return f"{pred.path}{pred.cmp}{value}"


def _on_things(engine: Engine, rollup: Rollup, pred: PredT) -> bool:
    """Whether a condition is on what a row belongs to, not on the row's own figures."""
    if isinstance(pred, AttrPred):
        found = engine.graph.find(rollup.entity, pred.path)
        known = engine.graph.find(rollup.of, pred.path)
        return found is not None and bool(found.chain) and known is not None and bool(known.chain)
    if isinstance(pred, StatePred):
        entity = engine.state(pred.name).entity
        return entity != rollup.of and engine.graph.chain(rollup.entity, entity) is not None
    return False
