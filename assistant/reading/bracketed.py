"""A figure in brackets after 达标 or 超标 states the mark that is to be met: 达标（95%）."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.nodes import Amount, Comparison, Node
from assistant.reading.thresholds import amount_of

_OPENING = frozenset("（(")
_CLOSING = frozenset("）)")
_ENDS = frozenset("。？?；;")


def stated_marks(nodes: list[Node]) -> list[Node]:
    """异常率达标没有（不超过10%）: the mark stated; the metric tells which side is good."""
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        amount = _bracketed(nodes, index)
        place = _mark_before(out) if amount is not None else None
        if place is None:
            out.append(nodes[index])
            index += 1
            continue
        said: Comparison = out[place].value
        out[place] = out[place].with_(value=replace(said, amount=amount))
        index += 3
    return out


def _bracketed(nodes: list[Node], index: int) -> Amount | None:
    """Return the amount that stands alone in brackets from here."""
    if index + 2 >= len(nodes) or nodes[index].text not in _OPENING \
            or nodes[index + 2].text not in _CLOSING:
        return None
    inner = nodes[index + 1]
    if inner.kind == "cmp":
        found: Comparison = inner.value
        return found.amount if found.upper is None and not found.target else None
    return amount_of(inner.value, inner.text) if inner.kind == "number" else None


def _mark_before(out: list[Node]) -> int | None:
    """Return the place of the word that speaks of a mark, in the same sentence."""
    for place in range(len(out) - 1, -1, -1):
        node = out[place]
        if node.kind == "cmp":
            said: Comparison = node.value
            return place if said.target and said.amount is None else None
        if node.kind == "punct" and node.text in _ENDS:
            return None
    return None
