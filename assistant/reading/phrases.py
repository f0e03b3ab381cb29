"""First reductions: tokens → nodes, lists, exclusions, comparisons and limits, by type alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.reading.nodes import Amount, Comparison, Cond, Node, Token
from knowledge_graph.semantics.spans import NameItem, NumberItem

Nodes = list[Node]

_KINDS = ("time", "shift", "grain", "vague_time", "metric", "metric_group", "state")


@dataclass(frozen=True, slots=True)
class Limit:
    """First or last ``n`` rows: 前十, 最高的三个, 后三名."""

    n: int
    direction: Literal["most", "least"]
    counter: str = ""


def to_nodes(tokens: Sequence[Token]) -> Nodes:
    """Return one node a token, its kind chosen by the most specific reading."""
    return [_node(token) for token in tokens]


def _node(token: Token) -> Node:
    def make(kind: str, value: Any) -> Node:
        return Node(kind, value, token.start, token.end, token.text, token)

    readings = token.readings
    timed = "time" in readings and "name" not in readings
    if not timed and ("name" in readings or "value" in readings):
        cond = cond_of(token)
        if not cond.options:
            return make("state", readings["state"])
        return make("cond", cond)
    for kind in _KINDS:
        if kind in readings:
            value = readings[kind]
            is_item = kind in ("time", "shift", "grain", "vague_time")
            return make(kind, value[0] if is_item else value)
    if "number" in readings:
        return make("number", readings["number"][0])
    if "entity" in readings:
        return make("entity", readings["entity"])
    if "attr" in readings and not readings.keys() & {"fn"}:
        return make("attr", readings["attr"])
    if "dimension" in readings:
        return make("dimension", readings["dimension"])
    if "punct" in readings:
        return make("punct", token.text)
    if "unknown" in readings:
        return make("unknown", token.text)
    return make("token", None)


def cond_of(token: Token) -> Cond:
    """Return the condition a token's names and values stand for."""
    options: list[tuple[str, str | None, tuple[Any, ...]]] = []
    note = ""
    sure = 0.0
    for item, score in token.readings.get("name", ()):
        assert isinstance(item, NameItem)
        options.append((item.entity, None, item.keys))
        note = note or item.note
        sure = max(sure, score)
    owned = {use.entity for use in token.readings.get("state", ())}
    for use in token.readings.get("value", ()):
        if use.entity in owned:  # 有效 the state says more than 有效 the value
            continue
        options.append((use.entity, use.attribute, (use.value,)))
        sure = 1.0
    return Cond(_without_twin(options, token.text), token.text, note=note, sure=sure)


def _without_twin(
    options: list[tuple[str, str | None, tuple[Any, ...]]], text: str
) -> tuple[tuple[str, str | None, tuple[Any, ...]], ...]:
    """A city and a county of one short name: the city is meant unless 县 or 区 is said."""
    entities = {o[0] for o in options if o[1] is None}
    if "water_source" in entities and entities & {"basin", "subbasin"}:
        # a river's name means its basin: everything drawn from it and its tributaries
        options = [o for o in options if o[0] != "water_source" or o[1] is not None]
    if {"city", "county"} <= entities and text[-1] not in "县区":
        options = [o for o in options if o[0] != "county" or o[1] is not None]
    return tuple(dict.fromkeys(options))


Pass = Callable[[Nodes], Nodes]


def reduce_nodes(nodes: Nodes) -> Nodes:
    """Apply the passes in order."""
    for step in PASSES:
        nodes = step(nodes)
    return nodes


def is_joiner(node: Node) -> bool:
    """Return whether the node joins like things: 、和 以及 或."""
    return _is_joiner(node)


def _is_joiner(node: Node) -> bool:
    return (node.kind == "punct" and node.text in "、/") or node.is_fn("and", "or")


def merge_lists(nodes: Nodes) -> Nodes:
    """``丰城、樟树、高安`` → one condition with three values when their paths agree."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        if (
            node.kind == "cond" and len(out) >= 1
            and (found := _list_head(out)) is not None
            and (merged := _join(out[found].value, node.value)) is not None
        ):
            head = out[found]
            text = head.text + "、" + node.text
            del out[found:]
            out.append(Node("cond", merged, head.start, node.end, text))
        else:
            out.append(node)
        index += 1
    return out


def _list_head(out: Nodes) -> int | None:
    """Index of a condition just before, with nothing or one joiner between."""
    if out[-1].kind == "cond":
        return len(out) - 1
    if len(out) >= 2 and _is_joiner(out[-1]) and out[-2].kind == "cond":
        return len(out) - 2
    return None


def join_conditions(one: Cond, other: Cond) -> Cond | None:
    """Return both as alternatives of one attribute, or None when they have none in common."""
    return _join(one, other)


def _join(one: Cond, other: Cond) -> Cond | None:
    options = []
    for entity, attribute, values in one.options:
        for entity2, attribute2, values2 in other.options:
            if (entity, attribute) == (entity2, attribute2) and not set(values) & set(values2):
                options.append((entity, attribute, values + values2))
    if not options:
        return None
    text = f"{one.text}、{other.text}"
    return Cond(
        tuple(options), text, listed=one.listed + other.listed,
        note=one.note or other.note, sure=min(one.sure, other.sure),
    )


def mark_exclusions(nodes: Nodes) -> Nodes:
    """``除了 X`` / ``X 除外`` → negated conditions; the words around are consumed."""
    out: Nodes = []
    excluding = False
    for position, node in enumerate(nodes):
        if node.is_fn("except") and _cond_follows(nodes, position):
            excluding = True
            continue
        if node.kind == "cond" and excluding:
            out.append(node.with_(value=replace(node.value, negated=True)))
            continue
        if node.is_fn("except_after") and out and out[-1].kind == "cond":
            last = out[-1]
            out[-1] = last.with_(value=replace(last.value, negated=True))
            excluding = False
            continue
        if excluding and not (_is_joiner(node) or node.is_fn("de") or node.kind == "entity"):
            excluding = False
        out.append(node)
    return out


def _cond_follows(nodes: Nodes, position: int) -> bool:
    return position + 1 < len(nodes) and nodes[position + 1].kind == "cond"


_AFTER = {"suf_ge": ">=", "suf_le": "<=", "suf_lt": "<", "suf_gt": ">"}
_BEFORE = {"cmp_lt": "<", "cmp_gt": ">", "cmp_ge": ">=", "cmp_le": "<=", "cmp_eq": "=",
           "cmp_ne": "!="}


def comparisons(nodes: Nodes) -> Nodes:
    """Numbers with their comparing words, before or after, and ranges."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        step = _range(nodes, index) or _prefixed(nodes, index) or _suffixed(nodes, index)
        if step is None:
            if node.is_fn("target_ok"):
                node = node.with_(kind="cmp", value=Comparison(">=", None, target=True))
            elif node.is_fn("target_fail"):
                node = node.with_(kind="cmp", value=Comparison("<", None, target=True))
            out.append(node)
            index += 1
            continue
        comparison, used = step
        last = nodes[index + used - 1]
        text = "".join(n.text for n in nodes[index : index + used])
        out.append(Node("cmp", comparison, node.start, last.end, text))
        index += used
    return out


def amount_of(item: NumberItem, text: str) -> Amount | None:
    """Return a number as an amount; ordinals are none."""
    if item.dimension == "ordinal":
        return None
    return Amount(item.value, item.unit, item.dimension, item.decimals, text, item.interval)


def _amount(node: Node) -> Amount | None:
    return amount_of(node.value, node.text) if node.kind == "number" else None


def _range(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    if index + 2 >= len(nodes) or not nodes[index + 1].is_fn("to"):
        if not (index + 2 < len(nodes) and nodes[index + 1].text in "-—~～至到"):
            return None
    low, high = _amount(nodes[index]), _amount(nodes[index + 2])
    if low is None or high is None:
        return None
    if low.dimension == "bare" and high.dimension != "bare":
        scale = 0.01 if high.dimension == "fraction" and low.value > 1 else 1.0
        low = replace(low, value=low.value * scale, unit=high.unit, dimension=high.dimension)
    used = 3
    if index + 3 < len(nodes) and nodes[index + 3].is_fn("between_end"):
        used = 4
    return Comparison(">=", low, high), used


def _prefixed(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    tags = nodes[index].token.tags() if nodes[index].token is not None else frozenset()
    cmp = next((value for tag, value in _BEFORE.items() if tag in tags), None)
    if cmp is None or nodes[index].kind != "token":
        return None
    follow = index + 1
    while follow < len(nodes) and nodes[follow].kind == "token" and nodes[follow].text in "了过到":
        follow += 1
    if follow >= len(nodes) or (amount := _amount(nodes[follow])) is None:
        return None
    used = follow + 1 - index
    after = follow + 1
    if after < len(nodes) and cmp in (">", ">=") and nodes[after].is_fn("suf_ge"):
        used += 1
    elif after < len(nodes) and cmp in ("<", "<=") and nodes[after].is_fn("suf_le"):
        used += 1
    return Comparison(cmp, amount), used  # type: ignore[arg-type]


def _suffixed(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    amount = _amount(nodes[index])
    if amount is None or index + 1 >= len(nodes):
        return None
    follow = nodes[index + 1]
    tags = follow.token.tags() if follow.kind == "token" and follow.token else frozenset()
    cmp = next((value for tag, value in _AFTER.items() if tag in tags), None)
    return None if cmp is None else (Comparison(cmp, amount), 2)  # type: ignore[arg-type]


def limits(nodes: Nodes) -> Nodes:
    """前十、后三名、最高的三个 → a limit; the counted noun stays as the next node."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        direction = _direction(node)
        number = index + 1
        if direction and node.is_fn("most", "least", "best", "worst"):
            while number < len(nodes) and nodes[number].is_fn("de"):
                number += 1
        if (
            direction
            and number < len(nodes)
            and nodes[number].kind == "number"
            and nodes[number].value.dimension in ("count", "bare", "ordinal")
            and 1 <= nodes[number].value.value <= 1000
            and nodes[number].value.value == int(nodes[number].value.value)
        ):
            count = nodes[number]
            limit = Limit(int(count.value.value), direction, count.value.counter)
            out.append(Node("limit", limit, node.start, count.end, node.text + count.text))
            index = number + 1
            continue
        if node.kind == "number" and node.value.dimension == "ordinal" and node.text[:1] in "前后倒":
            way: Literal["most", "least"] = "most" if node.text[0] == "前" else "least"
            node = node.with_(kind="limit", value=Limit(int(node.value.value), way))
        out.append(node)
        index += 1
    return out


def _direction(node: Node) -> Literal["most", "least"] | None:
    if node.is_fn("top", "most", "best"):
        return "most"
    if node.is_fn("bottom", "least", "worst"):
        return "least"
    return None


PASSES: tuple[Pass, ...] = (merge_lists, mark_exclusions, comparisons, limits)
