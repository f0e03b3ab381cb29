"""Numbers with their comparing words: 低于95%、一百万方以上、五成到八成、达标."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.nodes import Amount, Comparison, Node
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.spans import NumberItem

Nodes = list[Node]
_GAP = 5
_AFTER = {"suf_ge": ">=", "suf_le": "<=", "suf_lt": "<", "suf_gt": ">"}
_BEFORE = {"cmp_lt": "<", "cmp_gt": ">", "cmp_ge": ">=", "cmp_le": "<=", "cmp_eq": "=",
           "cmp_ne": "!="}
_DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def comparisons(nodes: Nodes) -> Nodes:
    """Numbers with their comparing words, before or after, and ranges."""
    nodes = _beside_the_number(nodes)
    out: Nodes = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        step = _range(nodes, index) or _prefixed(nodes, index) or _suffixed(nodes, index) \
            or _equal(nodes, index)
        if step is None:
            if _within_the_line(nodes, index, out):
                out.append(Node("cmp", Comparison(">=", None, target=True), node.start,
                                nodes[index + 1].end, node.text + nodes[index + 1].text))
                index += 2
                continue
            if node.is_fn("target_ok"):
                node = node.with_(kind="cmp", value=Comparison(">=", None, target=True))
            elif node.is_fn("target_fail"):
                node = node.with_(kind="cmp", value=Comparison("<", None, target=True))
            elif node.is_fn("at_least_times"):
                often = Amount(2.0, dimension="count", text=node.text)
                node = node.with_(kind="cmp", value=Comparison(">=", often))
            out.append(node)
            index += 1
            continue
        comparison, used = step
        last = nodes[index + used - 1]
        text = "".join(n.text for n in nodes[index : index + used])
        out.append(Node("cmp", comparison, node.start, last.end, text))
        index += used
    return out


def _equal(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    """取水量为0的户, 上传率都是100%的站: a measure, 为 or 是 or 都, a number and 的."""
    at = index + 1 if nodes[index].is_fn("equals") else index
    if at + 1 >= len(nodes) or not nodes[at + 1].is_fn("de"):
        return None
    amount, measured = _amount(nodes[at]), index - 1
    while measured > 0 and nodes[measured].is_fn("every"):
        measured -= 1
    alone = at == index and measured == index - 1  # 取水量3万方的户: about as much, or more
    if amount is None or alone or measured < 0 or not nodes[measured].has_reading("metric"):
        return None
    return Comparison("=", amount), at + 1 - index


def _within_the_line(nodes: Nodes, index: int, out: Nodes) -> bool:
    """九成以上、但还没超的: with a bound said before, its measure keeps within its target."""
    if index + 1 >= len(nodes) or not nodes[index].is_fn("neg") \
            or nodes[index + 1].text not in words_of("over_the_line"):
        return False
    after = nodes[index + 2] if index + 2 < len(nodes) else None
    bound = any(n.kind == "cmp" and n.value.amount is not None
                and n.value.amount.dimension == "fraction" for n in out)
    return bound and (after is None or after.kind == "punct" or after.is_fn("de"))


def _beside_the_number(nodes: Nodes) -> Nodes:
    """两只表以上: the comparing word after the noun is the number's."""
    out = list(nodes)
    for place in range(len(out) - 2):
        number, noun, after = out[place : place + 3]
        counted = number.kind == "number" and number.value.dimension == "count"
        if counted and noun.kind == "entity" and after.is_fn("suf_ge", "suf_le"):
            out[place + 1 : place + 3] = [after, noun]
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
        if not (index + 2 < len(nodes) and nodes[index + 1].text in words_of("range")):
            return None
    low, high = _amount(nodes[index]), _amount(nodes[index + 2])
    if low is None or high is None:
        return None
    if low.dimension == "bare" and high.dimension != "bare":
        scale = 0.01 if high.dimension == "fraction" and low.value > 1 else 1.0
        low = replace(low, value=low.value * scale, unit=high.unit, dimension=high.dimension)
    if high.dimension == "bare" and low.dimension == "fraction" and high.value > 1:  # 九成到九五
        high = replace(high, value=high.value / 100, unit=low.unit, dimension=low.dimension)
    used = 3
    if index + 3 < len(nodes) and nodes[index + 3].is_fn("between_end"):
        used = 4
    return Comparison(">=", low, high), used


def _prefixed(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    first = index
    denied = nodes[index].is_fn("neg") and not nodes[index].is_fn(*_BEFORE)
    if denied and index + 1 < len(nodes):  # 没低过、不超
        first = index + 1
    token = nodes[first].token
    tags: frozenset[str] = token.tags() if token is not None else frozenset()
    cmp = next((value for tag, value in _BEFORE.items() if tag in tags), None)
    if cmp is None or nodes[first].kind != "token":
        return None
    cmp = _DENIED[cmp] if first > index else cmp
    follow = first + 1
    passed = any(n.is_fn("ask_when") for n in nodes[max(0, index - _GAP) : index])  # 哪天过的一亿方
    while follow < len(nodes) and nodes[follow].kind == "token" \
            and (nodes[follow].text in words_of("after_comparison")
                 or passed and nodes[follow].is_fn("de")):
        follow += 1
    if follow >= len(nodes) or (amount := _amount(nodes[follow])) is None:
        return None
    used = follow + 1 - index
    after = follow + 1
    if after < len(nodes) and cmp in (">", ">=") and nodes[after].is_fn("suf_ge"):
        used += 1
        if nodes[index].text in words_of("passed"):  # 改过两回以上: two are enough
            cmp = ">="
    elif after < len(nodes) and cmp in ("<", "<=") and nodes[after].is_fn("suf_le"):
        used += 1
    return Comparison(cmp, amount), used  # type: ignore[arg-type]


def _suffixed(nodes: Nodes, index: int) -> tuple[Comparison, int] | None:
    amount = _amount(nodes[index])
    if amount is None or index + 1 >= len(nodes):
        return None
    used = 2
    follow = nodes[index + 1]
    if follow.text in words_of("even") and index + 2 < len(nodes):  # 九成都不到
        used, follow = 3, nodes[index + 2]
    plain = follow.kind == "token" and follow.token is not None
    tags = follow.token.tags() if plain and follow.token is not None else frozenset()
    cmp = next((value for tag, value in _AFTER.items() if tag in tags), None)
    return None if cmp is None else (Comparison(cmp, amount), used)  # type: ignore[arg-type]


def flipped(cmp: str) -> str:
    """Return the comparison with its sides exchanged."""
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(cmp, cmp)


def opposite(cmp: str) -> str:
    """Return what holds where the comparison does not."""
    return {">=": "<", ">": "<=", "<=": ">", "<": ">="}.get(cmp, cmp)
