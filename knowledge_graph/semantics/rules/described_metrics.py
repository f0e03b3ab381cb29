"""Every metric can be explained: definition, unit, source, wordings; states have a definition."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel


def described_metrics(model: SemanticModel) -> Iterator[Finding]:
    """Report metrics and states that lack what users are shown with the number."""
    for metric in model.metrics:
        if not metric.definition.strip():
            yield Finding("ERROR", "metric", metric.name, "没有口径（definition）", ("definition",))
        if not metric.unit:
            yield Finding("ERROR", "metric", metric.name, "没有单位（unit）", ("unit",))
        if not metric.source:
            yield Finding("WARNING", "metric", metric.name, "没有写出处（source）")
        if not metric.examples:
            yield Finding("WARNING", "metric", metric.name, "没有例句（examples）")
        if metric.percent_points and metric.unit != "fraction":
            message = "只有百分数之间才讲百分点"
            yield Finding("ERROR", "metric", metric.name, message, ("percent_points",))
        if metric.additive and metric.unit == "fraction":
            message = "比率不能相加（additive）"
            yield Finding("ERROR", "metric", metric.name, message, ("additive",))
    for state in model.states:
        if not state.definition.strip():
            yield Finding("ERROR", "state", state.name, "没有口径（definition）")
