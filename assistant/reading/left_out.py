"""Amounts that are left out of what is asked: 前天不到一百方的不算."""

from __future__ import annotations

from assistant.reading.nodes import Comparison, Node
from assistant.reading.thresholds import amount_of

_JUST = frozenset({"就", "都", "也"})


def amounts_left_out(nodes: list[Node]) -> list[Node]:
    """Return the nodes with an amount and the 不算 after it as one."""
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        end = index + 1
        while end < len(nodes) and (nodes[end].is_fn("de") or nodes[end].text in _JUST
                                    or nodes[end].kind == "entity" and nodes[end - 1].is_fn("de")):
            end += 1  # 不到一百万方的县不算
        said = _said(node)
        if said is not None and end < len(nodes) and nodes[end].is_fn("except_after"):
            last = nodes[end]
            text = "".join(n.text for n in nodes[index : end + 1])
            out.append(Node("leftout", (said, last.text), node.start, last.end, text))
            index = end + 1
            continue
        out.append(node)
        index += 1
    return out


def _said(node: Node) -> Comparison | None:
    """Return the amount that may be left out: 不到一百方的, or nothing at all (零)."""
    if node.kind == "cmp":
        return node.value if not node.value.target else None
    none = node.kind == "number" and node.value.value == 0 and node.value.dimension == "bare"
    amount = amount_of(node.value, node.text) if none else None
    return Comparison("=", amount) if amount is not None else None
