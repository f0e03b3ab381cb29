"""Questions about periods: 最长连续几天, 低于95%的有几年, 从哪天起过的一亿方.

A clause that tests a figure (低于95%, 比常年少) and asks for so many years, months or days asks how
many periods pass the test, or how long a run of them was; the words that ask stand between the
figure and its test, so they are taken out of the way first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.contracts.time import Grain
from assistant.reading.nodes import Node
from assistant.reading.rule_words import has_any, sense_in, words_of

Nodes = list[Node]

_STOPS = frozenset("。？?；;！!")
_LONGEST = words_of("longest_words")
_ALREADY = words_of("already")
_GAP = 4
_TESTS = ("cmp_lt", "cmp_gt", "cmp_ge", "cmp_le", "suf_ge", "suf_le", "suf_lt", "suf_gt",
          "target_ok", "target_fail", "than", "longterm")
_OTHER = ("lasting", "point", "state")


@dataclass(frozen=True, slots=True)
class PeriodsAsked:
    """How many periods of a grain pass, or how long a run of them was."""

    grain: Grain
    give: Literal["count", "longest", "open"] = "count"


def period_asks(nodes: Nodes) -> Nodes:
    """Reduce the words that ask about periods to one node, which keeps no phrases apart."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        found = (_run(nodes, index) or _count(nodes, index)) if _tested(nodes, index) else None
        if found is None:
            out.append(_first_time(nodes, index))
            index += 1
            continue
        asked, used = found
        stretch = nodes[index : index + used]
        out.append(Node("periodsasked", asked, stretch[0].start, stretch[-1].end,
                        "".join(n.text for n in stretch)))
        index += used
    return out


def _sentence(nodes: Nodes, index: int) -> Sequence[Node]:
    first = index
    while first and nodes[first - 1].text not in _STOPS:
        first -= 1
    last = index
    while last < len(nodes) and nodes[last].text not in _STOPS:
        last += 1
    return nodes[first:last]


def _tested(nodes: Nodes, index: int) -> bool:
    """Whether a figure is held against something, and nothing that lasts is spoken of."""
    said = _sentence(nodes, index)
    figure = any(n.kind == "metric" or n.has_reading("metric") for n in said)
    return figure and any(n.is_fn(*_TESTS) for n in said) and not any(
        n.has_reading(kind) and not n.has_reading("metric") for n in said for kind in _OTHER)


def _light(node: Node) -> bool:
    return node.kind == "token" and (node.token is None or node.token.has("filler"))


def _grain(node: Node) -> Grain | None:
    """几年、多少天: the periods asked for."""
    asked = node.is_fn("ask_length", "ask_periods")
    return sense_in("grain", node.text) if asked else None


def _run(nodes: Nodes, index: int) -> tuple[PeriodsAsked, int] | None:
    """最长连续几年、连着多少天."""
    place, longest, running = index, False, False
    while place < min(index + _GAP, len(nodes)):
        node = nodes[place]
        grain = _grain(node)
        if grain is not None and running:
            after = place + 1
            if after < len(nodes) and nodes[after].text in _LONGEST:
                after += 1
            already = index and nodes[index - 1].text in _ALREADY
            return PeriodsAsked(grain, "open" if already else "longest"), after - index
        longest = longest or node.text in _LONGEST
        running = running or node.is_fn("running")
        if not (node.is_fn("running") or node.text in _LONGEST or place > index and _light(node)):
            return None
        place += 1
    return None


def _count(nodes: Nodes, index: int) -> tuple[PeriodsAsked, int] | None:
    """年份有几个、有几年、的天数."""
    node = nodes[index]
    grain = _grain(node)
    follow = index + 1
    if grain is not None:
        return PeriodsAsked(grain), 1
    if not node.is_fn("period_noun"):
        return None
    grain = sense_in("grain", node.text)
    while follow < min(index + _GAP, len(nodes)) and _light(nodes[follow]):
        follow += 1
    counted = follow < len(nodes) and (
        nodes[follow].is_fn("ask_count") or _grain(nodes[follow]) is not None)
    if grain is None or not counted and node.text not in words_of("length_nouns"):
        return None
    return PeriodsAsked(grain), follow + 1 - index if counted else 1


def _first_time(nodes: Nodes, index: int) -> Node:
    """哪天过的一亿方: a mark that was passed was passed once."""
    node = nodes[index]
    if not node.is_fn("ask_when") or node.token is None or has_any(node.text, "several"):
        return node
    after = [n for n in nodes[index + 1 : index + _GAP] if not _light(n) or n.is_fn("cmp_gt")]
    passed = len(after) > 1 and after[0].is_fn("cmp_gt", "cmp_ge") and after[1].is_fn("de")
    if not passed:
        return node
    readings = {**node.token.readings, "fn": node.token.tags() | {"earliest"}}
    return node.with_(token=replace(node.token, readings=readings))
