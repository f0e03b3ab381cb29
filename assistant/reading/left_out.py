"""Amounts that are left out of what is asked: 前天不到一百方的不算."""

from __future__ import annotations

from assistant.reading.nodes import Node

_JUST = frozenset({"就", "都", "也"})


def amounts_left_out(nodes: list[Node]) -> list[Node]:
    """Return the nodes with an amount and the 不算 after it as one."""
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        end = index + 1
        while end < len(nodes) and (nodes[end].is_fn("de") or nodes[end].text in _JUST):
            end += 1
        if node.kind == "cmp" and not node.value.target and end < len(nodes) \
                and nodes[end].is_fn("except_after"):
            last = nodes[end]
            text = "".join(n.text for n in nodes[index : end + 1])
            out.append(Node("leftout", (node.value, last.text), node.start, last.end, text))
            index = end + 1
            continue
        out.append(node)
        index += 1
    return out
