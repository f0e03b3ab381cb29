"""Entities and metrics that a definition lists beside its formula exist."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import MetricDef, SemanticModel


def listed_names(model: SemanticModel) -> Iterator[Finding]:
    """Report entities, parts, finer metrics and group members that nothing defines."""
    entities = {entity.name for entity in model.entities}
    metrics = {metric.name for metric in model.metrics}
    for state in model.states:
        if state.entity not in entities:
            yield Finding("ERROR", "state", state.name, f"没有对象「{state.entity}」", ("entity",))
    for metric in model.metrics:
        yield from _of_metric(metric, entities, metrics)
    for group in model.metric_groups:
        for i, part in enumerate(group.metrics):
            if part not in metrics:
                message = f"没有指标「{part}」"
                yield Finding("ERROR", "metric_group", group.name, message, ("metrics", i))


def _of_metric(metric: MetricDef, entities: set[str], metrics: set[str]) -> Iterator[Finding]:
    if metric.entity is not None and metric.entity not in entities:
        yield Finding("ERROR", "metric", metric.name, f"没有对象「{metric.entity}」", ("entity",))
    if metric.finer is not None and metric.finer not in metrics:
        message = f"更细的指标「{metric.finer}」不存在"
        yield Finding("ERROR", "metric", metric.name, message, ("finer",))
    for i, part in enumerate(metric.parts):
        if part not in metrics:
            message = f"组成部分「{part}」不是已有的指标"
            yield Finding("ERROR", "metric", metric.name, message, ("parts", i))
