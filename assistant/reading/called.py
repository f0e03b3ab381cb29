"""Names given to bins as they are said: 多一成以上算偏丰，少一成以上算偏枯，中间算平."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Node
from assistant.reading.rule_words import words_of

_STOPS = frozenset("，,；;。？?：:！!（）()、")
_FEWEST = 2
_LONGEST = 5
_CONTENT = ("number", "time", "metric", "metric_group", "entity", "dimension", "attr", "cond",
            "punct", "shift")


def called(nodes: list[Node]) -> list[Node]:
    """Make one node of each name that a bin is given, where two of them are at least."""
    found = {start: end for start in range(len(nodes)) if (end := _name_end(nodes, start))}
    if len(found) < _FEWEST:
        return nodes
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        end = found.get(index)
        if end is None:
            out.append(nodes[index])
            index += 1
            continue
        said = nodes[index + 1 : end]
        texts = tuple(n.text for n in said)
        out.append(Node("called", texts, said[0].start, said[-1].end, "".join(texts)))
        index = end
    return out


def _name_end(nodes: Sequence[Node], start: int) -> int | None:
    """Return where the name ends that 算 at this place gives what was said before it."""
    if nodes[start].text not in words_of("called_so"):
        return None
    end = start + 1
    while end < len(nodes) and nodes[end].text not in _STOPS and not nodes[end].text.isspace():
        end += 1
    said = nodes[start + 1 : end]
    if not said or sum(len(n.text) for n in said) > _LONGEST or any(
            n.kind in _CONTENT for n in said):
        return None
    first = start
    while first > 0 and nodes[first - 1].text not in _STOPS:
        first -= 1
    before = nodes[first:start]
    bin_said = any(n.kind == "number" or n.is_fn("rest")
                   or n.text in words_of("between_bins") for n in before)
    return end if bin_said else None
