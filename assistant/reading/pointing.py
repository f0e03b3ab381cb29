"""Words that point back at what was told of before: 那个县, 这三个市, 该户, 那一件."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.reading.nodes import Node
from assistant.reading.rule_words import has_any, senses_of, words_of

_WORDS = words_of("pointing_at")
_PLACES = senses_of("place_pointed_at")
_COUNTERS = words_of("own_counters")
_BY = frozenset({"按", "按照", "就", "凭", "照"})
_ATTR_COUNTERS = frozenset({"个", "条", "类", "种", "项"})


@dataclass(frozen=True, slots=True)
class Back:
    """What is pointed at.

    Attributes:
        entities: what it is (那个县); none where only a counter or a pronoun was said.
        number: how many they are (这三个市).
        period: it is a period (那一年).
        bare: only so many of them were said (三个市合计): those, if so many were told of.
    """

    entities: tuple[str, ...] = ()
    number: int = 1
    period: bool = False
    bare: bool = False
    text: str = ""


def pointing(nodes: list[Node]) -> list[Node]:
    """Join a word that points with the number and the noun after it, once something was told."""
    out: list[Node] = []
    index, told = 0, False
    while index < len(nodes):
        node = nodes[index]
        told = told or bool(out) and node.kind == "punct" and node.text != "、"
        found = _the_one(nodes, index) or (
            _pointed(nodes, index) or _so_many(nodes, index) if told else None)
        if found is None:
            out.append(node)
            index += 1
        else:
            if out and out[-1].text in _BY:
                out.pop()  # 按这条理由 is not told apart by it
            out.append(found[0])
            index = found[1]
    return out


def _the_one(nodes: list[Node], index: int) -> tuple[Node, int] | None:
    """拖得最久的那件: the one that is so, of the things its counter counts."""
    end = nodes[index - 2] if index > 1 and nodes[index - 1].is_fn("de") else None
    if end is None or not has_any(end.text, "superlative"):
        return None
    node, at = nodes[index], index + 1
    if node.text in _WORDS and node.text[-1] not in _COUNTERS and at < len(nodes):
        node, at = nodes[at], at + 1
    elif node.text not in _WORDS:
        return None
    if node.text[-1] not in _COUNTERS or at < len(nodes) and nodes[at].kind == "entity":
        return None
    return Node("one", node.text[-1], nodes[index].start, node.end, node.text), at


def _so_many(nodes: list[Node], index: int) -> tuple[Node, int] | None:
    """三个市合计、两县一共: as many as were just named, taken together."""
    node = nodes[index]
    first = index > 0 and nodes[index - 1].kind == "punct" and nodes[index - 1].text != "、"
    if not first or node.kind != "number" or node.value.dimension != "count" \
            or node.value.value < 2 or index + 2 >= len(nodes):  # noqa: PLR2004
        return None
    noun, follow = nodes[index + 1], nodes[index + 2]
    together = follow.is_fn("summed", "avg", "share") \
        or follow.token is not None and "summed" in follow.token.tags()
    if noun.kind != "entity" or not together:
        return None
    back = Back(tuple(noun.value), int(node.value.value), bare=True)
    return _made(nodes, index, index + 2, back)


def _pointed(nodes: list[Node], index: int) -> tuple[Node, int] | None:
    node = nodes[index]
    before = nodes[index - 1] if index else None
    place = _PLACES.get(node.text)
    if place is not None and not (before is not None and before.is_fn("share")):
        return _made(nodes, index, index + 1, Back((place,)))
    if node.kind != "token" or node.text not in _WORDS:
        return (_made(nodes, index, _after_one(nodes, index + 1), Back())
                if node.text in words_of("pronouns_of_one") else None)
    at, number = index + 1, 1
    counter = node.text[-1]
    if at < len(nodes) and nodes[at].kind == "number" and nodes[at].value.dimension == "count":
        number, at = int(nodes[at].value.value), at + 1
    elif at < len(nodes) and nodes[at].text in _COUNTERS | _ATTR_COUNTERS:
        counter, at = nodes[at].text, at + 1
    follow = nodes[at] if at < len(nodes) else None
    if follow is not None and follow.kind == "entity":
        end = _after_one(nodes, at + 1)
        return _made(nodes, index, end, Back(tuple(follow.value), number))
    if follow is not None and follow.kind == "attr" and counter in _ATTR_COUNTERS:
        return _made(nodes, index, at + 1, Back((), number))  # 按这条理由
    return _made(nodes, index, at, Back((), number)) if number > 1 or counter in _COUNTERS \
        else None


def _after_one(nodes: list[Node], at: int) -> int:
    """它一家占几成: that it is one says no more."""
    one = at < len(nodes) and nodes[at].kind == "number" \
        and nodes[at].value.dimension == "count" and nodes[at].value.value == 1
    return at + 1 if one else at


def _made(nodes: list[Node], start: int, end: int, back: Back) -> tuple[Node, int]:
    text = "".join(n.text for n in nodes[start:end])
    return Node("back", replace(back, text=text), nodes[start].start, nodes[end - 1].end, text), end
