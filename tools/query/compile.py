"""From a typed query to one SELECT."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlglot import exp

from assistant.contracts.algebra import MeasurePred
from assistant.contracts.answer import AnswerColumn
from assistant.contracts.errors import ModelFixable, NotRecorded
from assistant.contracts.query import Context, MetricQuery, Out
from knowledge_graph.semantics.model import SemanticModel
from tools.query.about import answers, paths_of
from tools.query.bases import in_periods
from tools.query.canonical import canonical
from tools.query.dispatch import new_engine
from tools.query.engine import Engine, Let
from tools.query.frame import Frame, Row
from tools.query.graph import not_recorded
from tools.query.result import Result, list_outs
from tools.query.rows import binned, close_groups, group_rows, is_binned, member_row
from tools.query.scope import Scope
from tools.query.spans import span_of
from tools.query.sql import Expr


@dataclass(frozen=True)
class Compiled:
    """A query as SQL.

    Attributes:
        ast: the statement, before the access policy.
        columns: what it returns: keys, then columns, then measures, in base units.
        key_count: how many leading columns identify a row. A key column whose name ends in
            ``_key`` and whose label is empty holds a code; the name it stands for comes next.
        definitions: 口径 of the metrics and states used.
        notes: ``added`` = the hidden last column tells added rows (0 = none) from the others.
    """

    ast: exp.Select
    columns: tuple[AnswerColumn, ...]
    key_count: int
    definitions: tuple[str, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        """The statement as text."""
        return self.ast.sql(dialect="duckdb", pretty=True)


def compile_query(query: MetricQuery, model: SemanticModel, as_of: datetime) -> Compiled:
    """Return the SELECT that answers a query.

    Args:
        query: any shape but ``several`` (its parts are compiled one by one).
        model: the semantic model.
        as_of: the data's as-of time.

    Raises:
        NotRecorded: the data cannot be narrowed or grouped as asked.
        BadTimeRange: a period is impossible, or finer than the data are kept.
        AmbiguousQuestion: a metric needs a period and there is none.
        ModelFixable: the query breaks the algebra's rules.
    """
    if query.shape == "several" or query.parts:
        raise ModelFixable("一次只能编译一个问题。", detail="compile the parts of several apart")
    query = canonical(query)
    engine = new_engine(model, as_of)
    for name, earlier in query.let.items():
        engine.lets[name] = _let(engine, name, earlier)
    result = _compiled(engine, query)
    final = engine.builder.finish(result.ordered())
    return Compiled(
        ast=final, columns=tuple(result.columns), key_count=result.key_count,
        definitions=tuple(engine.definitions.values()), notes=result.notes,
    )


def compile_premise(query: MetricQuery, model: SemanticModel, as_of: datetime) -> exp.Select:
    """Return a SELECT of whether what the question takes for granted holds, and its figure."""
    if query.premise is None:
        raise ModelFixable("问题没有前提。", detail="no premise")
    engine = new_engine(model, as_of)
    row = Row(Frame(engine))
    test = engine.pred(query.premise, row, _scope(query.context))
    selected = row.frame.select.select(exp.alias_(test, "holds"))
    if isinstance(query.premise, MeasurePred):
        found = engine.measure(query.premise.left, row, _scope(query.context))
        selected = selected.select(exp.alias_(found, "found"))
    return engine.builder.finish(selected)


def _scope(context: Context) -> Scope:
    if context.source not in (None, "province"):
        raise NotRecorded("数据中只有省级平台的数据，没有部级和流域的数据。")
    time = span_of(context.time, None) if context.time is not None else None
    return Scope(time=time, where=context.where)


def _let(engine: Engine, name: str, query: MetricQuery) -> Let:
    result = _compiled(engine, query)
    keys = tuple(b.key for b in result.row.bindings)
    cte = engine.builder.reserve(name)
    engine.builder.put(cte, result.ordered())
    return Let(cte, keys, tuple(result.key_names))


def _compiled(engine: Engine, query: MetricQuery) -> Result:
    if is_binned(query, engine):
        query = binned(query)
    scope = _scope(query.context)
    if query.over is not None:
        scope = in_periods(query.over, scope)
        row = member_row(engine, query, scope)
        outs = list_outs(query, row)
    elif query.by:
        row, outs = group_rows(engine, query, scope), (*query.columns, *query.measures)
    else:
        row, outs = Row(Frame(engine)), (*query.columns, *query.measures)
    if not outs and query.over is None:
        raise ModelFixable("没有说明要看什么。", detail="no measures")
    with engine.complete():
        values = [_value(out, row, scope) for out in outs]
        having = [engine.pred(p, row, scope) for p in query.having]
        if query.over is not None:
            _check_used(engine, row, scope)
        result = Result(engine, query, row, scope, outs, values, having)
        result.finish()
    close_groups(row, query, scope)
    return result


def _value(out: Out, row: Row, scope: Scope) -> Expr:
    engine = row.engine
    with engine.complete() as trail:
        trail.taken |= _answered(row, scope)
        return engine.measure(out.expr, row, scope)  # type: ignore[arg-type]


def _answered(row: Row, scope: Scope) -> set[object]:
    """Conditions that chose the rows themselves."""
    return {p for p in scope.where if row.starts() and not row.spine and answers(row, p)}


def _check_used(engine: Engine, row: Row, scope: Scope) -> None:
    """No condition is dropped: each has narrowed the rows or one of their measures.

    Raises:
        NotRecorded: one has not.
    """
    for pred in scope.where:
        if answers(row, pred) or pred in engine.trail.taken:
            continue
        paths = paths_of(row, pred)
        raise not_recorded(engine.graph, row.entity() or "", paths[0] if paths else "")
