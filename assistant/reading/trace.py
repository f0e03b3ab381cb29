"""One reading told stage by stage, so that a miss can be traced to the stage that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.reading.nodes import Token
from assistant.reading.phrase_types import Item

if TYPE_CHECKING:
    from assistant.reading.explained import Explained

_EMPTY = re.compile(r"\b\w+=(None|''|\(\)|False|frozenset\(\))(, )?")
_LONGEST = 400


def trace_lines(found: Explained) -> Iterator[str]:
    """Yield the rewritten text, the spans, the tokens, each clause's phrases, and the plan."""
    yield f"文本  {found.text}"
    for span in found.spans:
        yield f"跨度  {span.start}-{span.end} {span.text}  {span.score:.2f}  {_short(span.item)}"
    yield "词    " + " ".join(_token(token) for token in found.tokens)
    for text, items, _ in found.clauses:
        yield f"分句  {text}"
        for item in items:
            yield f"  {_item(item)}"
    plan = found.plan
    yield f"结论  {plan.status}  置信 {plan.confidence:.2f}  {plan.message}".rstrip()
    if plan.unread:
        yield "未读  " + "、".join(plan.unread)
    if plan.reading:
        yield f"读作  {plan.reading}"


def _token(token: Token) -> str:
    kinds = "+".join("fn:" + ",".join(sorted(token.tags())) if kind == "fn" else kind
                     for kind in token.readings)
    return f"{token.text}/{kinds}({token.score:.1f})"


def _item(item: Item) -> str:
    return f"{item.kind} <{item.text}> {item.score:.2f}  {_short(item.value)}"


def _short(value: object) -> str:
    text = _EMPTY.sub("", str(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
