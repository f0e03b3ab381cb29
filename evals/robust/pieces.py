"""The conditions of a question as the reader itself found them: where they stand, what they mean.

Only what the reader typed is used: its tokens and the nodes they were reduced to. A condition that
another word of the question says as well is left out: taking it away changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.reading.explained import Explained
from assistant.reading.nodes import Cond, Node, Token
from assistant.reading.phrases import Limit, reduce_nodes, to_nodes

Kind = Literal["地名或名称", "时段", "状态", "属性值", "门槛", "排除", "否定", "前几名"]
_OF_NODE: dict[str, Kind] = {"cmp": "门槛", "limit": "前几名"}


@dataclass(frozen=True)
class Piece:
    """Characters ``[start, end)`` of the text read that are one condition.

    Attributes:
        key: what it means: two pieces of one key say the same.
        inner: of an exclusion, where the thing excluded stands.
        token: the token, where the piece is a single one.
    """

    kind: Kind
    start: int
    end: int
    key: str
    inner: tuple[int, int] | None = None
    token: Token | None = None


def pieces(found: Explained) -> tuple[Piece, ...]:
    """Return the conditions that the question says once."""
    nodes = reduce_nodes(to_nodes(found.tokens))
    seen = [piece for node in nodes for piece in _of_node(node, found.tokens)]
    seen += _denials(found.tokens, seen)
    keys = [piece.key for piece in seen]
    return tuple(piece for piece in sorted(seen, key=lambda one: one.start)
                 if keys.count(piece.key) == 1)


def _of_node(node: Node, tokens: Sequence[Token]) -> Iterator[Piece]:
    value = node.value
    if node.kind in _OF_NODE and (node.kind == "limit" or value.amount is not None):
        key = f"{node.kind}:{value.n}" if isinstance(value, Limit) else f"cmp:{value}"
        yield Piece(_OF_NODE[node.kind], node.start, node.end, key)
    elif isinstance(value, Cond) and value.negated:
        start, end = _with_excepting_words(node, tokens)
        yield Piece("排除", start, end, f"not:{value.options}", inner=(node.start, node.end))
    elif node.kind in ("cond", "state", "time"):
        for token in tokens:
            if node.start <= token.start and token.end <= node.end:
                yield from _of_token(token)


def _of_token(token: Token) -> Iterator[Piece]:
    found = _meaning(token)
    if found is not None:
        kind, key = found
        yield Piece(kind, token.start, token.end, key, token=token)


def _meaning(token: Token) -> tuple[Kind, str] | None:
    readings = token.readings
    if "whole" in token.tags():
        return None  # 全省 narrows nothing
    if "name" in readings:
        keys = sorted({str(key) for item, _ in readings["name"] for key in item.keys})
        whole = any(item.entity == "province" for item, _ in readings["name"])
        return None if whole else ("地名或名称", f"name:{keys}")
    if "time" in readings:
        item = readings["time"][0]
        return None if item.role == "now" else ("时段", f"time:{_days(item.period)}")
    if "state" in readings:
        return "状态", f"state:{sorted(str(use) for use in readings['state'])}"
    if "value" in readings:
        return "属性值", f"value:{sorted(str(use) for use in readings['value'])}"
    return None


def _days(period: Any) -> str:
    return f"{period.first}..{period.last}"


def _with_excepting_words(node: Node, tokens: Sequence[Token]) -> tuple[int, int]:
    """The excluded thing with the words that exclude it, before (除了) and after (以外)."""
    start, end = node.start, node.end
    for token in reversed([t for t in tokens if t.end <= node.start]):
        if token.end != start or not token.is_fn("except", "neg"):
            break
        start = token.start
    for token in (t for t in tokens if t.start >= node.end):
        if token.start != end or not token.is_fn("except_after"):
            break
        end = token.end
    return start, end


def _denials(tokens: Sequence[Token], seen: Sequence[Piece]) -> list[Piece]:
    """没、不、未 that stand for themselves."""
    return [
        Piece("否定", token.start, token.end, f"neg:{token.start}", token=token)
        for token in tokens
        if token.tags() == {"neg"} and "filler" not in token.readings
        and not any(one.start <= token.start < one.end for one in seen)
    ]
