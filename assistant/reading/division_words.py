"""The words of a division, 人均, 一人一天, 每亩, 每平方公里, 每万元GDP, reduced to one node."""

from __future__ import annotations

from assistant.reading.nodes import Node
from assistant.reading.phrase_types import Divisor
from assistant.reading.rule_words import words_of

Nodes = list[Node]
_KINDS = {"per_head": "person", "per_mu": "mu", "per_km2": "km2", "per_money": "wan_yuan"}
_DAYS = words_of("daily")


def divisors(nodes: Nodes) -> Nodes:
    """Reduce the words of a division to one node; money takes what it is money of with it."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        tags = node.token.tags() if node.token is not None else frozenset()
        unit = next((u for tag, u in _KINDS.items() if tag in tags), None)
        follow = nodes[index + 1] if index + 1 < len(nodes) else None
        if unit is None:
            out.append(node)
            index += 1
            continue
        if out and out[-1].kind == "number" and out[-1].value.dimension == "volume":
            # 一百万方每平方公里: the unit of the number said before
            out[-1] = out[-1].with_(end=node.end, text=out[-1].text + node.text)
            index += 1
            continue
        divisor, used = Divisor(unit), 1
        if unit == "person" and follow is not None and follow.text in _DAYS:
            divisor, used = Divisor("person/day"), 2
        if unit == "wan_yuan":
            if follow is None or not (follow.has_reading("metric") or follow.has_reading("attr")):
                out.append(node.with_(kind="unknown", value=node.text))
                index += 1
                continue
            divisor = Divisor(unit, follow.reading("metric") or (), follow.reading("attr") or ())
            used = 2
        last = nodes[index + used - 1]
        text = "".join(n.text for n in nodes[index : index + used])
        out.append(Node("divisor", divisor, node.start, last.end, text))
        index += used
    return out
