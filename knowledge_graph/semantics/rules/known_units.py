"""Units of attributes and metrics are codes that the compiler converts and the answer shows."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel

# As stored in the warehouse's columns; the compiler turns them to base units.
STORED_UNITS = frozenset({
    "m3", "wan_m3", "yi_m3", "m3/h", "km", "km2", "mu", "mm", "person", "yuan", "wan_yuan",
    "yi_yuan", "minute", "hour", "day", "record", "count",
})
# What a metric's result may be in: base units and ratios of them.
RESULT_UNITS = frozenset({
    "m3", "m3/h", "m3/day", "m3/month", "m3/km2", "m3/mu", "m3/person", "m3/wan_yuan", "mm", "mu",
    "km", "km2", "person", "yuan", "yuan/m3", "L/person/day", "fraction", "coefficient", "ratio",
    "minute", "hour", "day", "workday", "month", "record", "count",
})


def known_units(model: SemanticModel) -> Iterator[Finding]:
    """Report unit codes that nothing can convert or show."""
    for metric in model.metrics:
        if metric.unit and metric.unit not in RESULT_UNITS:
            message = f"不认识的单位「{metric.unit}」"
            yield Finding("ERROR", "metric", metric.name, message, ("unit",))
    for entity in model.entities:
        for i, attribute in enumerate(entity.attributes):
            if attribute.unit and attribute.unit not in STORED_UNITS:
                message = f"属性「{attribute.name}」的单位「{attribute.unit}」不认识"
                yield Finding("ERROR", "entity", entity.name, message, ("attributes", i, "unit"))
