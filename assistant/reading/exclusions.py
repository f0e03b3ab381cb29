"""What is left out: 除了 X, X 除外, 取水为零的不算."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.nodes import Node
from assistant.reading.rule_words import words_of

Nodes = list[Node]


def _is_joiner(node: Node) -> bool:
    return (node.kind == "punct" and node.text in "、/") or node.is_fn("and", "or")


def mark_exclusions(nodes: Nodes) -> Nodes:
    """``除了 X`` / ``X 除外`` → negated conditions; the words around are consumed."""
    out: Nodes = []
    excluding = False
    dropped: Node | None = None
    for position, node in enumerate(nodes):
        follow = nodes[position + 1] if position + 1 < len(nodes) else None
        leaving = node.is_fn("except") or (
            node.text in words_of("bare_denial") and node.is_fn("neg"))
        if leaving and follow is not None and follow.kind == "metric":
            out.append(Node("without", follow.reading("metric"), node.start, follow.end,
                            node.text + follow.text))
            dropped = follow
            continue
        if node is dropped:
            continue
        if leaving and _cond_follows(nodes, position):
            excluding = True
            continue
        if node.kind == "cond" and excluding:
            out.append(node.with_(value=replace(node.value, negated=True), token=None))
            continue
        if node.is_fn("except_after") and (_denied_state(out) or _described(out)):
            out.append(node.with_(kind="leftaside", value=node.text, token=None))
            continue
        if node.is_fn("except_after") and out and out[-1].kind == "cond":
            last = out[-1]
            out[-1] = last.with_(value=replace(last.value, negated=True), token=None)
            excluding = False
            continue
        if excluding and not (_is_joiner(node) or node.is_fn("de") or node.kind == "entity"):
            excluding = False
        out.append(node)
    return out


def _denied_state(out: Nodes) -> bool:
    """取水为零的不算: deny the state just said, if one was."""
    place = len(out) - 1
    while place >= 0 and (out[place].is_fn("de", "every") or out[place].kind == "entity"
                          or _alone(out[place])):
        place -= 1
    if place < 0 or out[place].kind != "state" or _described(out):
        return False
    uses = tuple(replace(use, negated=not use.negated) for use in out[place].value)
    out[place] = out[place].with_(value=uses, token=None)
    return True


def _described(out: Nodes) -> bool:
    """县级退的不算: more than one thing is said of what does not count."""
    start = next((i for i in range(len(out), 0, -1) if out[i - 1].kind == "punct"
                  and out[i - 1].text != "、"), 0)
    said = [n for n in out[start:] if n.kind in ("cond", "state")]
    return len(said) > 1 and start > 0 and any(n.kind == "state" for n in said)


def _alone(node: Node) -> bool:
    """Fillers, and 两年 of 两年都不算."""
    length = node.kind == "number" and node.value.interval is not None
    return length or node.kind == "token" and node.token is not None \
        and set(node.token.readings) == {"filler"}


def _cond_follows(nodes: Nodes, position: int) -> bool:
    return position + 1 < len(nodes) and nodes[position + 1].kind == "cond"
