"""A rollup's columns exist on both sides and its row counts can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import Rollup, SemanticModel

_FLAG = re.compile(r"(\w+)(?:=|>)(\w+)")


def rollup_columns(model: SemanticModel) -> Iterator[Finding]:
    """Report rollups whose entities or columns do not exist."""
    known = {entity.name for entity in model.entities}
    for rollup in model.rollups:
        missing = [name for name in (rollup.of, rollup.entity) if name not in known]
        if missing:
            yield Finding("ERROR", "rollup", rollup.table, f"没有对象「{missing[0]}」")
            continue
        for part, message in _broken(model, rollup):
            yield Finding("ERROR", "rollup", rollup.table, message, (part,))


def _broken(model: SemanticModel, rollup: Rollup) -> Iterator[tuple[str, str]]:
    fine = {attribute.name for attribute in model.entity(rollup.of).attributes}
    coarse = {attribute.name for attribute in model.entity(rollup.entity).attributes}
    for column, summed in rollup.columns.items():
        if column not in fine or summed not in coarse:
            yield "columns", f"列「{column}」→「{summed}」对不上"
    for flag, count in rollup.flags.items():
        match = _FLAG.fullmatch(flag)
        if match is None or match.group(1) not in fine or count not in coarse:
            yield "flags", f"行数「{flag}」→「{count}」对不上"
    if rollup.count is not None and rollup.count not in coarse:
        yield "count", f"没有列「{rollup.count}」"
