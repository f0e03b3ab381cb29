"""A slip of the tongue put right: 九江，不对，是赣州; 上周…，哦不对是上月的.

What is said after the word that takes something back stands for the last of its kind before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.asides import without_asides
from assistant.reading.nodes import Cond, Node

_STANDS_FOR = frozenset({"time", "cond", "metric", "state", "number", "entity", "dimension"})


def what_holds(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Return the nodes that matter, and those of asides and of what was taken back."""
    kept, aside = without_asides(nodes)
    kept, back = corrected(kept)
    return kept, aside + back


def corrected(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Return the nodes that hold, and those taken back with the words that did so."""
    kept: list[Node] = []
    back: list[Node] = []
    rest = list(nodes)
    while rest:
        node = rest.pop(0)
        said = _said_instead(rest) if node.is_fn("correction") and _opens(kept) else []
        wrong = [(n, w) for n in said if (w := _of_its_kind(n, kept)) is not None]
        if not wrong or wrong[0][0] is not said[0]:
            kept.append(node)
            continue
        for right, old in wrong:
            kept[kept.index(old)] = right
            rest.remove(right)
            back.append(old)
        back.append(node)
    return kept, back


def _opens(before: Sequence[Node]) -> bool:
    """The word begins a clause or follows what it takes back; 数据不对的站 says something else."""
    return bool(before) and (before[-1].kind == "punct" or before[-1].kind in _STANDS_FOR)


def _said_instead(after: Sequence[Node]) -> list[Node]:
    """Return what is said in the stretch right after the word."""
    found: list[Node] = []
    for index, node in enumerate(after):
        if node.kind == "punct" and (found or index):
            break
        if node.kind in _STANDS_FOR:
            found.append(node)
        elif not found and node.kind != "punct" and not node.is_fn("equals"):
            break
    return found


def _of_its_kind(said: Node, before: Sequence[Node]) -> Node | None:
    """Return the last node before that the one said may stand for."""
    alike = (n for n in reversed(before) if n.kind == said.kind)
    if not isinstance(said.value, Cond):
        return next(alike, None)
    mine = {o[:2] for o in said.value.options}
    names = any(o[1] is None for o in said.value.options)
    return next((n for n in alike if isinstance(n.value, Cond) and (
        mine & {o[:2] for o in n.value.options}
        or names and any(o[1] is None for o in n.value.options))), None)
