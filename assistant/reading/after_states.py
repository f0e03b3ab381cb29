"""Amounts and lengths that a state word begins: 过期后抽了多少, 离线时长超过72小时."""

from __future__ import annotations

from assistant.reading.nodes import Node, StateUse
from assistant.reading.rule_words import words_of

Nodes = list[Node]

_AFTER = words_of("after_that")
_FOLLOWING = words_of("after_words")
_LASTED = words_of("lasted")
_GAP = 4


def after_states(nodes: Nodes) -> Nodes:
    """Reduce a measure said of what came after a state to one node, dated by the state."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        place = index
        while place < len(nodes) and nodes[place].text in _AFTER:
            place += 1
        after = any(n.text in _FOLLOWING for n in nodes[index:place])
        metrics = nodes[place].reading("metric") if after and place < len(nodes) else None
        if not metrics:
            out.append(nodes[index])
            index += 1
            continue
        states: tuple[StateUse, ...] = ()
        if out and (out[-1].kind == "state" or out[-1].has_reading("state")):
            before = out.pop()
            states = before.value if before.kind == "state" else before.reading("state")
        text = "".join(n.text for n in nodes[index : place + 1])
        out.append(Node("amountsince", (metrics, states),
                        nodes[index].start, nodes[place].end, text, nodes[place].token))
        index = place + 1
    return out


def lasting_states(nodes: Nodes) -> Nodes:
    """没销号、拖了半年以上: the length is that of the state before; 离线时长超过72小时 as well."""
    out: Nodes = []
    for index, node in enumerate(nodes):
        if out and out[-1].kind == "state" and _leads_to_length(nodes, index):
            continue
        length = node.reading("length_of")
        if length and _next_is_length(nodes, index + 1):
            node = Node("state", length, node.start, node.end, node.text)
        out.append(node)
    return out


def _leads_to_length(nodes: Nodes, index: int) -> bool:
    """、已经拖了: what stands between a state and how long it has lasted."""
    place = index
    while place < len(nodes) and place < index + _GAP and (
            nodes[place].is_fn("and") or nodes[place].text in _LASTED):
        place += 1
    return place > index and any(n.text in _LASTED for n in nodes[index:place]) \
        and _next_is_length(nodes, place)


def _next_is_length(nodes: Nodes, place: int) -> bool:
    held = nodes[place] if place < len(nodes) else None
    amount = held.value.amount if held is not None and held.kind == "cmp" else None
    return amount is not None and amount.dimension == "duration"
