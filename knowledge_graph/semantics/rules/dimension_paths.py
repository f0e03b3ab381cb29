"""A dimension's path starts at an entity and ends at an entity, a category or a text."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.errors import ModelFixable
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import Attribute, SemanticModel
from knowledge_graph.semantics.rules.paths import resolve

_GROUPABLE = ("category", "flag", "text", "name", "code")


def dimension_paths(model: SemanticModel) -> Iterator[Finding]:
    """Report dimensions that cannot be grouped by, or stand above nothing."""
    entities = {entity.name for entity in model.entities}
    names = {dimension.name for dimension in model.dimensions}
    for dimension in model.dimensions:
        start, _, rest = dimension.path.partition(".")
        message = ""
        if start not in entities:
            message = f"路径要从一个对象开始，没有对象「{start}」"
        elif rest:
            try:
                found = resolve(model, start, rest)
            except ModelFixable as exc:
                message = str(exc)
            else:
                if isinstance(found, Attribute) and found.type not in _GROUPABLE:
                    message = f"「{found.zh}」是{found.type}，不能直接分组"
        if message:
            yield Finding("ERROR", "dimension", dimension.name, message, ("path",))
        if dimension.above is not None and dimension.above not in names:
            message = f"上一级维度「{dimension.above}」不存在"
            yield Finding("ERROR", "dimension", dimension.name, message, ("above",))
