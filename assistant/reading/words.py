"""Tell the asker what each word became."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Token
from knowledge_graph.semantics.model import SemanticModel


def describe(tokens: Sequence[Token], model: SemanticModel) -> list[tuple[str, str]]:
    """Return (words, what they became) for every content token."""
    found = []
    for token in tokens:
        became = _became(token, model)
        if became:
            found.append((token.text, became))
    return found


def _became(token: Token, model: SemanticModel) -> str:
    readings = token.readings
    if "name" in readings:
        return "、".join(dict.fromkeys(item.name for item, _ in readings["name"]))
    if "time" in readings:
        period = readings["time"][0].period
        return f"{period.first}至{period.last}"
    if "metric" in readings:
        return "指标 " + "／".join(model.metric(n).zh for n in readings["metric"][:3])
    if "state" in readings:
        use = readings["state"][0]
        return ("非" if use.negated else "") + "状态 " + model.state(use.name).zh
    if "value" in readings:
        use = readings["value"][0]
        entity = model.entity(use.entity)
        attribute = next(a for a in entity.attributes if a.name == use.attribute)
        return f"{entity.zh}·{attribute.zh}={_value(use.value)}"
    if "number" in readings:
        item = readings["number"][0]
        return f"{item.value:g}{item.unit}"
    if "entity" in readings:
        return "对象 " + "／".join(model.entity(n).zh for n in readings["entity"][:3])
    if "unknown" in readings:
        return "（没有读懂）"
    return ""


def _value(value: object) -> str:
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) \
        else str(value)
