"""First reductions: tokens → nodes, lists, exclusions, comparisons and limits, by type alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.reading.after_states import after_states, lasting_states
from assistant.reading.bracketed import stated_marks
from assistant.reading.called import called
from assistant.reading.dated_attributes import Dated, dated_attributes
from assistant.reading.division_words import divisors
from assistant.reading.durations import durations
from assistant.reading.exclusions import mark_exclusions
from assistant.reading.held_together import held_together
from assistant.reading.lacking import mark_none
from assistant.reading.left_out import amounts_left_out
from assistant.reading.nodes import Cond, Node, StateUse, Token
from assistant.reading.not_done_by import not_done_by
from assistant.reading.parts_of_before import parts_of_before
from assistant.reading.period_asks import period_asks
from assistant.reading.pointing import pointing
from assistant.reading.rule_words import senses_of, words_of
from assistant.reading.thresholds import comparisons
from knowledge_graph.semantics.spans import NameItem

Nodes = list[Node]

_SCORED = ("time", "shift", "grain", "vague_time", "number")  # (item, score) pairs
_KINDS = ("time", "shift", "grain", "vague_time", "metric", "metric_group", "state", "number",
          "entity", "dimension", "attr")


@dataclass(frozen=True, slots=True)
class Limit:
    """First or last ``n`` rows: 前十, 最高的三个, 后三名."""

    n: int
    direction: Literal["most", "least"]
    counter: str = ""
    quality: bool = False  # 最慢的三个: which end that is, its measure tells


_ENDS = senses_of("ordinal_end")


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
        if kind == "attr" and "fn" in readings:
            continue
        if kind == "number" and token.is_fn("most", "least", "each_kind"):
            continue  # 第一 names an end, 九类 the kinds
        if kind == "number" and "dimension" in readings:
            continue  # 11市: each of them
        if kind in readings:
            value = readings[kind]
            return make(kind, value[0] if kind in _SCORED else value)
    if readings.keys() & {"punct", "unknown"}:
        return make("punct" if "punct" in readings else "unknown", token.text)
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
        path = (use.entity, use.attribute)
        alike = next((i for i, o in enumerate(options) if o[:2] == path), None)
        if alike is None:
            options.append((*path, (use.value,)))
        else:  # 地表水: rivers, reservoirs and lakes
            options[alike] = (*path, (*options[alike][2], use.value))
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
    if {"basin", "subbasin"} <= entities:  # 鄱阳湖环湖区: all of it, not its part of that name
        options = [o for o in options if o[0] != "subbasin" or o[1] is not None]
    if {"city", "county"} <= entities and text[-1] not in words_of("regions_below"):
        options = [o for o in options if o[0] != "county" or o[1] is not None]
    return tuple(dict.fromkeys(options))


Pass = Callable[[Nodes], Nodes]


def reduce_nodes(nodes: Nodes, dated: Dated = frozenset()) -> Nodes:
    """Apply the passes in order; ``dated``: the attributes that are dates."""
    nodes = dated_attributes(nodes, dated)
    for step in PASSES:
        nodes = step(nodes)
    return nodes


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
            so = (*_states_of(head), *_states_of(node))
            merged = replace(merged, so=so if len(so) == merged.listed else ())
            del out[found:]
            out.append(Node("cond", merged, head.start, node.end, text))
        else:
            out.append(node)
        index += 1
    return out


def _states_of(node: Node) -> tuple[tuple[StateUse, ...], ...]:
    said = node.reading("state")
    return node.value.so or ((said,) if said else ())


def _list_head(out: Nodes) -> int | None:
    """Index of a condition just before, with nothing, one joiner or 的、 between.

    蓄、引、提三类工程和…: what only says that those were kinds stands before the joiner.
    """
    place = len(out) - 1
    if out[place].kind == "cond":
        return place
    if not _is_joiner(out[place]):
        return None
    place -= 1
    if place > 0 and out[place].is_fn("de") and out[place - 1].kind == "cond" \
            and out[place - 1].has_reading("state"):
        return place - 1  # 有证没口的、有口没证的
    while place > 0 and _only_sums_up(out[place]):
        place -= 1
    return place if place >= 0 and out[place].kind == "cond" else None


def _only_sums_up(node: Node) -> bool:
    return node.kind == "token" and node.token is not None \
        and set(node.token.readings) == {"filler"}


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
            limit = Limit(int(count.value.value), direction, count.value.counter,
                          node.is_fn("best", "worst"))
            out.append(Node("limit", limit, node.start, count.end, node.text + count.text))
            index = _after_size(nodes, number + 1)
            continue
        alone = number > index + 1 or bool(out) and out[-1].kind == "metric"
        if direction and number < len(nodes) and _periods_of(nodes[number], 1 if alone else 2):
            spoken = nodes[number]  # 降水最少的三年, 取水最多的一天: so many of the periods
            limit = Limit(int(spoken.value.interval.n), direction)
            out.append(Node("limit", limit, node.start, node.end, node.text))
            out.append(Node("when", spoken.text, spoken.start, spoken.end, spoken.text))
            index = number + 1
            continue
        ordinal = node.kind == "number" and node.value.dimension == "ordinal"
        if ordinal and (node.text[:1] in _ENDS or node.value.counter == "top"):
            way: Literal["most", "least"] = _ENDS.get(node.text[0], "most")
            limit = Limit(int(node.value.value), way, node.value.counter)
            if out and out[-1].is_fn("rank"):
                out.pop()  # 排前二十的户 are picked; nothing is to be put in order
            out.append(node.with_(kind="limit", value=limit))
            index = _after_size(nodes, index + 1)
            continue
        out.append(node)
        index += 1
    return out


def _after_size(nodes: Nodes, index: int) -> int:
    """前十大取水户, 前三强: the word after the number says no more than the limit."""
    sized = index < len(nodes) and nodes[index].text in words_of("largest_ones")
    return index + 1 if sized else index


def _periods_of(node: Node, least: int) -> bool:
    interval = node.value.interval if node.kind == "number" else None
    return interval is not None and isinstance(interval.n, int) \
        and interval.unit in ("year", "quarter", "month", "day") and interval.n >= least


def _direction(node: Node) -> Literal["most", "least"] | None:
    if node.is_fn("top", "most", "best"):
        return "most"
    if node.is_fn("bottom", "least", "worst"):
        return "least"
    return None


PASSES: tuple[Pass, ...] = (
    called, pointing, not_done_by, period_asks, after_states, divisors, durations, merge_lists,
    held_together, mark_exclusions, mark_none, comparisons, parts_of_before, lasting_states,
    stated_marks, amounts_left_out, limits)
