"""Clauses that say what an answer is for, or gloss a word: they ask nothing and narrow nothing.

我要填到月报第二张表里, 给我们派工, （校准）: the words in them need leave no mark on the query. A
clause with a name, a time, a state, a measure or a mark in it is never an aside, however it begins;
only where an occasion is told (明天要开调度会, 检查组下周一进场) the time is that of the occasion.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.leaves import FULL_STOPS, STOPS
from assistant.reading.nodes import Node
from assistant.reading.rule_words import words_of
from assistant.reading.small_talk import is_small_talk
from assistant.reading.taken_in import takes_all_in

_OPENING = frozenset("（(")
_CONTENT = frozenset({
    "metric", "metric_group", "state", "cond", "time", "shift", "vague_time", "cmp", "limit",
    "lasting", "point", "dimension",
})
_WHEN = frozenset({"time", "vague_time", "shift"})
_HARD = _CONTENT - {"lasting", "point"}  # 用 and 报 are verbs of small talk as well
_WEIGHTY = frozenset({"volume", "fraction", "duration", "money", "area", "length", "multiple"})
_ASKING = (
    "ask_count", "ask_times", "how_many", "ask_value", "ask_which", "ask_length", "ask_when",
    "ask_list", "yesno", "share", "share_ask", "most", "least", "best", "worst", "growth",
    "change", "both_ways", "place_of", "trend", "why", "check", "except", "except_after", "neg",
)


def without_asides(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Return the nodes that matter, stops included, and those of the clauses that are asides."""
    kept: list[Node] = []
    aside: list[Node] = []
    clause: list[Node] = []
    opener = ""
    for node in [*nodes, None]:
        stop = node is None or (node.kind == "punct" and node.text in STOPS | FULL_STOPS)
        if node is not None and not stop:
            clause.append(node)
            continue
        told = _is_aside(clause, opener) or takes_all_in(clause, nodes)
        (aside if told else kept).extend(clause)
        clause = []
        if node is not None:
            kept.append(node)
            opener = node.text
    return kept, aside


def _is_aside(clause: Sequence[Node], opener: str) -> bool:
    if any(node.is_fn("occasion") for node in clause):
        return not any(_says(node) or node.kind == "entity" for node in clause
                       if node.kind not in _WHEN)
    if not any(node.kind in _HARD for node in clause) \
            and is_small_talk("".join(node.text for node in clause)):
        return True
    if clause and opener and clause[0].text in words_of("surmising"):
        return not any(_asks(node) for node in clause)  # 怕是占着指标不用: why it is asked
    if not clause or any(_says(node) for node in clause):
        return False
    if opener in _OPENING:
        return all(node.kind in ("unknown", "token", "punct") for node in clause)
    return any(node.is_fn("purpose") for node in clause)


def _says(node: Node) -> bool:
    if node.kind in _CONTENT:
        return True
    if node.kind == "number":
        return node.value.dimension in _WEIGHTY
    return _asks(node)


def _asks(node: Node) -> bool:
    tags = node.token.tags() if node.token is not None else frozenset()
    sole = node.token is not None and "filler" not in node.token.readings
    return sole and any(tag in tags for tag in _ASKING)
