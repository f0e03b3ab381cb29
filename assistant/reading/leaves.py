"""Chart leaves: each content node as one or more typed items; fillers drop out, 的 is a flag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.reading.nodes import Node
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.phrases import cond_of

# Function-word tags that rules can join, by the leaf kind they make.
_KIND_OF_TAG = {
    "neg": "neg", "group": "each", "share": "share", "share_ask": "share_ask",
    "ask_count": "count", "ask_times": "times", "ask_which": "which", "ask_list": "list",
    "most": "extreme", "least": "extreme", "best": "extreme", "worst": "extreme",
    "partitive": "within", "than": "than", "compare": "than", "avg": "agg", "median": "agg",
    "maximum": "agg", "minimum": "agg", "stdev": "agg", "summed": "agg", "per_day": "per",
    "per_month": "per", "per_each": "per", "per_hundred": "per", "every": "quant",
    "none": "quant", "some": "quant", "running": "quant", "parent_add": "parent",
    "up": "change", "down": "change", "change": "change", "growth": "change",
    "both_ways": "change", "diff": "change", "whole": "whole", "cmp_gt": "cmpword",
    "cmp_lt": "cmpword", "ask_when": "when", "and": "joiner", "or": "joiner",
    "longterm": "longterm", "how_many": "howmuch", "steady_up": "steady",
    "steady_down": "steady", "whole_place": "whole_place", "per_year": "per",
    "each_kind": "kinds", "multiple": "multiple",
}
_LEAF_SCORE = {"mods": 1.0, "noun": 1.0, "measure": 1.1, "unknown": -1.0, "fn": 0.1}
# Of two readings of one word, the one that asks wins a tie against the one that only compares.
_WORD_SCORE = {"share_ask": 0.15, "fn": 0.05, "joiner": 0.08}
FULL_STOPS = frozenset("。？?；;！!")
STOPS = frozenset("，,；;。.？?！!：:（）()“”\"\n")


def clauses(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the nodes between stops; each clause also keeps its closing stop's text."""
    out: list[list[Node]] = [[]]
    for node in nodes:
        if node.kind == "punct":
            if node.text in STOPS:
                out.append([])
            elif node.text == "、":
                out[-1].append(node)
            continue
        out[-1].append(node)
    return [clause for clause in out if clause]


def sentences(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the nodes between full stops and question marks, each with its commas."""
    out: list[list[Node]] = [[]]
    for node in nodes:
        if node.kind == "punct" and node.text in FULL_STOPS:
            out.append([])
        else:
            out[-1].append(node)
    return [sentence for sentence in out if sentence]


def leaves(clause: Sequence[Node]) -> tuple[list[Item], list[Item]]:
    """Return the chart leaves of a clause and the function words that join nothing.

    Positions count only what rules can join, so that 是、有、还 … do not keep phrases apart.
    """
    items: list[Item] = []
    loose: list[Item] = []
    position = 0
    for index, node in enumerate(clause):
        if _is_de(node):
            items = [replace(i, de=True) if i.end == position else i for i in items]
            continue
        found = _items(node, position)
        apart = {"fn", "unknown"}
        if not _follows(items, position, "share", "than", "cmpword"):
            found = [replace(i, kind="fn_whole") if i.kind == "whole" else i for i in found]
        if not _compares(items, position):
            apart.add("time")  # 去年 said anywhere is the question's; after 比 it is the basis
        found = [_set_apart(i, clause, index) for i in found]
        joining = [i for i in found if i.kind not in apart and not i.kind.startswith("fn_")]
        loose.extend(replace(i, kind=i.kind.removeprefix("fn_")) for i in found
                     if i.kind in apart or i.kind.startswith("fn_"))
        if joining:
            items.extend(joining)
            position += 1
    return items, loose


def _set_apart(item: Item, clause: Sequence[Node], index: int) -> Item:
    """合计 and the 各 of 各多少 say how to answer; they keep no phrases apart."""
    if item.kind == "agg" and "summed" in item.tags:
        return replace(item, kind="fn_agg")
    follow = clause[index + 1] if index + 1 < len(clause) else None
    asked = ("ask_count", "how_many", "ask_value", "share", "share_ask", "ask_times")
    if item.kind == "each" and item.text in ("各", "分别", "各自") and (
            follow is None or follow.is_fn(*asked)):
        return replace(item, kind="fn_each")
    return item


def _follows(items: Sequence[Item], position: int, *kinds: str) -> bool:
    return any(i.end == position and i.kind in kinds for i in items)


def _compares(items: Sequence[Item], position: int) -> bool:
    return any(i.end == position and i.kind in ("than", "cmpword") for i in items)


def _is_de(node: Node) -> bool:
    return node.is_fn("de") and node.text in ("的", "之")


def _items(node: Node, at: int) -> list[Item]:
    def item(kind: str, value: Any, tags: frozenset[str] = frozenset()) -> Item:
        return Item(kind, value, at, at + 1, _LEAF_SCORE.get(kind, 0.9), node.text, tags=tags)

    if node.kind in ("cond", "state"):
        return _modifiers(node, item)
    if node.kind == "entity":
        words = _words(node, item)
        whole = any(i.kind == "whole" for i in words)
        return words if whole else [*_nouns(node, item), *_attrs(node, item), *words]
    if node.kind == "metric":
        return [*_measures(node, item), *_attrs(node, item)]
    if node.kind == "attr":
        return _attrs(node, item)
    if node.kind == "token":
        return _words(node, item)
    if node.kind == "punct":
        return [item("joiner", node.text)] if node.text == "、" else []
    return [item("dim" if node.kind == "dimension" else node.kind, node.value)]


def _modifiers(node: Node, item: Any) -> list[Item]:
    """Names, values and states; a word that is several of them competes with itself."""
    found: list[Item] = []
    if node.kind == "cond":
        if node.token is not None and "whole" in node.token.tags():
            return [item("whole", node.text)]
        found.append(item("mods", Mods(conds=(node.value,))))
        found.extend(replace(noun, score=1.2) for noun in _nouns(node, item))
        if node.has_reading("state"):
            found.append(item("mods", Mods(states=(node.reading("state"),))))
        return [*found, *_measures(node, item), *_words(node, item)]
    found = [item("mods", Mods(states=(node.value,))), *_nouns(node, item)]
    if node.has_reading("value") and node.token is not None:
        found.append(item("mods", Mods(conds=(cond_of(node.token),))))
    return [*found, *_measures(node, item)]


def _measures(node: Node, item: Any) -> list[Item]:
    metrics = node.reading("metric")
    return [item("measure", MeasurePhrase("metric", metrics=metrics, text=node.text))] if metrics \
        else []


def _nouns(node: Node, item: Any) -> list[Item]:
    entity = node.reading("entity")
    return [item("noun", SetPhrase(entity, text=node.text))] if entity else []


def _attrs(node: Node, item: Any) -> list[Item]:
    attr = node.reading("attr")
    return [item("attr", attr)] if attr else []


def _words(node: Node, item: Any) -> list[Item]:
    tags = node.token.tags() if node.token is not None else frozenset()
    kinds: dict[str, set[str]] = {}
    for tag in tags:
        kinds.setdefault(_KIND_OF_TAG.get(tag, "fn"), set()).add(tag)
    return [
        replace(item(kind, _word_value(kind, node.text, tags), frozenset(tags)),
                score=_WORD_SCORE.get(kind, 0.1))
        for kind in kinds
    ]


def _word_value(kind: str, text: str, tags: frozenset[str]) -> Any:
    if kind == "steady":
        return ("every", 1, "year", "up" if "steady_up" in tags else "down")
    return text
