"""Runs a typed query: compile, access policy, guard, warehouse, proof."""

from __future__ import annotations

from collections.abc import MutableMapping
from time import perf_counter
from typing import Any

from sqlglot import exp

from assistant.contracts.algebra import Count, Members
from assistant.contracts.answer import AnswerColumn, Cell
from assistant.contracts.errors import ModelFixable, NotRecorded, SourceUnavailable
from assistant.contracts.flow import Evidence, ResultTable, ToolRequest
from assistant.contracts.ports import AccessPolicy, Warehouse
from assistant.contracts.query import MetricQuery, Out
from data_connectors.access.rewrite import apply_policy
from knowledge_graph.semantics.model import SemanticModel
from tools.query.canonical import canonical
from tools.query.compile import Compiled, compile_premise, compile_query
from tools.query.guard import check_select

Cache = MutableMapping[str, Evidence]


def run_query(
    request: ToolRequest, model: SemanticModel, warehouse: Warehouse, policy: AccessPolicy,
    cache: Cache | None = None,
) -> Evidence:
    """Return what the data say to a query, with its proof.

    A cached result is used only for the same query, rights and data.

    Raises:
        NotPermitted: the user's rights do not reach.
        NotRecorded, BadTimeRange, AmbiguousQuestion: the asker can mend it.
        ModelFixable: the query breaks the algebra's rules.
        LimitReached, SourceUnavailable: the warehouse cannot answer now.
    """
    query = request.query
    if query.shape == "several" or query.parts:
        parts = tuple(
            run_query(request.model_copy(update={"query": part}), model, warehouse, policy, cache)
            for part in query.parts
        )
        return _several(parts)
    key = _cache_key(request, warehouse)
    if cache is not None and key in cache:
        return cache[key]
    evidence = _run(request, model, warehouse, policy)
    if cache is not None:
        cache[key] = evidence
    return evidence


def _cache_key(request: ToolRequest, warehouse: Warehouse) -> str:
    user = request.user
    return "|".join([
        canonical(request.query).model_dump_json(), user.role, user.region_code or "", user.name,
        request.as_of.isoformat(), warehouse.data_version,
    ])


def _several(parts: tuple[Evidence, ...]) -> Evidence:
    definitions = dict.fromkeys(d for part in parts for d in part.definitions)
    return Evidence(
        table=ResultTable(columns=(), rows=()), parts=parts, definitions=tuple(definitions),
        sql=";\n\n".join(part.sql for part in parts if part.sql),
        data_version=parts[0].data_version if parts else "",
    )


def _run(
    request: ToolRequest, model: SemanticModel, warehouse: Warehouse, policy: AccessPolicy
) -> Evidence:
    started = perf_counter()
    compiled = compile_query(request.query, model, request.as_of)
    sql = _guarded(compiled.ast, request, model, policy)
    ready = perf_counter()
    raw = warehouse.run(sql)
    table, notes = _table(compiled, raw)
    if request.query.premise is not None:
        notes |= _premise(request, model, warehouse, policy)
    if request.query.shape == "yesno" and not table.rows:
        notes |= _looked_at(request, model, warehouse, policy)
    return Evidence(
        table=table, key_count=compiled.key_count, sql=sql, definitions=compiled.definitions,
        timings_ms={"compile": (ready - started) * 1000, "run": (perf_counter() - ready) * 1000},
        data_version=warehouse.data_version, notes=notes,
    )


def _premise(
    request: ToolRequest, model: SemanticModel, warehouse: Warehouse, policy: AccessPolicy
) -> dict[str, Any]:
    """Whether what is taken for granted holds, and the figure; nothing where it cannot be told."""
    try:
        premise = compile_premise(request.query, model, request.as_of)
    except (ModelFixable, NotRecorded):
        return {}
    found = warehouse.run(_guarded(premise, request, model, policy))
    figure = found.rows[0][1] if found.rows and found.rows[0][1:] else None
    return {"premise": _holds(found), "premise_found": figure}


def _looked_at(
    request: ToolRequest, model: SemanticModel, warehouse: Warehouse, policy: AccessPolicy
) -> dict[str, Any]:
    """How many were looked at when none was found: "none of 3,718" says more than "none"."""
    over = request.query.over
    if not isinstance(over, Members) or not over.where:
        return {}
    everyone = Count(of=over.model_copy(update={"where": ()}))
    query = MetricQuery(measures=(Out(expr=everyone),), context=request.query.context)
    compiled = compile_query(query, model, request.as_of)
    rows = warehouse.run(_guarded(compiled.ast, request, model, policy)).rows
    return {"base_count": rows[0][0]} if rows else {}


def _guarded(
    ast: exp.Select, request: ToolRequest, model: SemanticModel, policy: AccessPolicy
) -> str:
    """Return the statement as it runs: checked as compiled, then with the access policy in it.

    The policy's own filters name their tables with a schema and may read tables the user may not;
    they come from the policy files, not from the question, so the check stands before them.
    """
    check_select(ast, _tables(model))
    return apply_policy(ast, request.user, policy).sql(dialect="duckdb", pretty=True)


def _tables(model: SemanticModel) -> set[str]:
    return {e.table for e in model.entities} | {r.table for r in model.rollups}


def _holds(table: ResultTable) -> bool:
    return bool(table.rows and table.rows[0][0])


def _table(compiled: Compiled, raw: ResultTable) -> tuple[ResultTable, dict[str, Any]]:
    """Return the rows under our own columns; the mark of added rows becomes a note."""
    notes = {k: v for k, v in compiled.notes.items() if k != "added"}
    width = len(compiled.columns)
    rows = raw.rows
    if rows and len(rows[0]) < width:
        raise SourceUnavailable("数据库返回的列数不对。", detail=f"{len(rows[0])} of {width}")
    if compiled.notes.get("added"):
        shown = next((i for i, c in enumerate(compiled.columns) if c.label), 0)
        notes["added_rows"] = tuple(str(r[shown]) for r in rows if r[width])
        rows = tuple(r[:width] for r in rows)
    rows = tuple(r for r in rows if not _empty_unknown(r, compiled.key_count, width))
    columns = tuple(_typed(c, i, rows) for i, c in enumerate(compiled.columns))
    return ResultTable(columns=columns, rows=rows, truncated=raw.truncated), notes


def _empty_unknown(row: tuple[Any, ...], keys: int, width: int) -> bool:
    """An unknown group is kept, not dropped; one that holds nothing is no group."""
    told = row[keys:width]
    return bool(told) and any(k is None for k in row[:keys]) and not any(told)


def _typed(column: AnswerColumn, i: int, rows: tuple[tuple[Cell, ...], ...]) -> AnswerColumn:
    """A column that is declared a number but holds text or dates says so."""
    if column.type == "number" and any(isinstance(r[i], str) for r in rows):
        return column.model_copy(update={"type": "text"})
    return column

