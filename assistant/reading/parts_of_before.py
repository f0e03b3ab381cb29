"""A part or a multiple of what it was before: 是2024年两倍以上、不到前年一半, as one node.

Without 的, 超过去年两成 tells by how much; 不到去年两成 tells of which part, as 是 and 达到 do.
"""

from __future__ import annotations

from assistant.reading.nodes import Comparison, Node
from assistant.reading.rule_words import words_of
from assistant.reading.thresholds import amount_of

Nodes = list[Node]
_LEADS = {"cmp_lt": "<", "cmp_gt": ">", "cmp_ge": ">=", "cmp_le": "<="}


def parts_of_before(nodes: Nodes) -> Nodes:
    """Reduce the period compared with and the part of it that is reached to one node."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        found = _part(nodes, index)
        if found is None:
            out.append(nodes[index])
            index += 1
            continue
        comparison, end = found
        text = "".join(n.text for n in nodes[index:end])
        out.append(Node("partof", (nodes[index + 1], comparison), nodes[index].start,
                        nodes[end - 1].end, text))
        index = end
    return out


def _part(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    """Return the part that is reached, and where the words of it end."""
    if index + 2 >= len(nodes) or nodes[index].kind != "token" or not _before(nodes[index + 1]):
        return None
    lead, said = nodes[index], index + 2
    of = nodes[said].is_fn("de")
    said += of
    if said >= len(nodes) or not (lead.is_fn("equals") or _sign(lead)):
        return None
    part = nodes[said]
    amount = part.value.amount if part.kind == "cmp" else amount_of(part.value, part.text) \
        if part.kind == "number" else None
    if amount is None or amount.dimension not in ("multiple", "fraction") or not (
            amount.dimension == "multiple" or of or lead.is_fn("equals")
            or lead.text in words_of("part_reached")):
        return None
    if part.kind == "cmp":
        return (part.value, said + 1) if part.value.upper is None else None
    more = said + 1 < len(nodes) and nodes[said + 1].text in words_of("and_more")
    sign = ">" if more else _sign(lead)
    return (Comparison(sign, amount), said + 1 + more) if sign else None  # type: ignore[arg-type]


def _before(node: Node) -> bool:
    return node.kind == "shift" or node.kind == "time" and node.value.role != "now" \
        and node.value.period.first is not None


def _sign(node: Node) -> str:
    return next((sign for tag, sign in _LEADS.items() if node.is_fn(tag)), "")
