"""Numbers that only count what was already said: 南昌、九江两个市, 7月和8月两个月, 去年四个季度."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Interval, Period
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token
from assistant.reading.periods import lengths_of

_VERBAL = frozenset({"unknown", "lasting", "point"})
_VERB = 2  # characters
_HEARD = ("state", "entity", "metric", "value", "lasting", "point")
_DAYS = {"year": (365, 366), "quarter": (90, 92), "month": (28, 31), "week": (7, 7), "day": (1, 1)}


def not_said_again(unread: Sequence[str], tokens: Sequence[Token]) -> tuple[str, ...]:
    """Leave out verbs that a word heard is built with: 换表一共换了…, 停用的停到现在.

    Such a verb names the same happening again, unless it takes an object of its own (抽出毛病).
    """
    heard = [t.text for t in tokens if t.has(*_HEARD) and t.text not in unread]
    again = {t.text for i, t in enumerate(tokens)
             if len(t.text) <= _VERB and t.readings.keys() <= _VERBAL
             and any(t.text in word and t.text != word for word in heard)
             and not _takes_object(tokens[i + 1 :])}
    again |= {t.text for i, t in enumerate(tokens) if t.has("entity") and any(
        n.has("state") and t.text[0] in n.text for n in tokens[i + 1 : i + 3])}  # 审核还没审完
    other = {t.text for t in tokens if not t.readings.keys() <= _VERBAL} - again
    return tuple(u for u in unread if u in other or u not in again)


def _takes_object(after: Sequence[Token]) -> bool:
    follow = next((t for t in after if not t.readings.keys() <= {"filler", "fn"}
                   or t.is_fn("ask_count", "de", "ask_length", "most", "least")), None)
    return follow is not None and follow.has("entity", "unknown") and not follow.has("fn")


def stretches(query: MetricQuery) -> set[tuple[int, str]]:
    """Return the lengths of time the query covers as (how many, unit)."""
    found: set[tuple[int, str]] = set()
    for part in query.parts or (query,):
        periods = list(dict.fromkeys(
            (p.first, p.last) for p in _periods(part)
            if isinstance(p.first, date) and isinstance(p.last, date)))
        for first, last in periods:
            found |= lengths_of(first, last)
        if len(periods) > 1:
            for unit, (low, high) in _DAYS.items():
                if all(low <= (last - first).days + 1 <= high for first, last in periods):
                    found.add((len(periods), unit))
    return found


def is_echo(interval: Interval | None, covered: set[tuple[int, str]]) -> bool:
    """Return whether a length of time said in words is one the query covers."""
    return interval is not None and (interval.n, interval.unit) in covered


def _periods(term: Any) -> Iterator[Period]:
    if isinstance(term, Period):
        yield term
    elif isinstance(term, BaseModel):
        for name in type(term).model_fields:
            yield from _periods(getattr(term, name))
    elif isinstance(term, tuple):
        for item in term:
            yield from _periods(item)


def measures_said(frame: Frame) -> set[str]:
    """The metrics a frame ranks by or tests: 水量 beside 取水最大的十个站 is the same again."""
    ranked = [r for r in (frame.ranked, *(n.ranked for n in frame.nouns)) if r is not None]
    tested = [p for mods in (frame.mods, *(n.mods for n in frame.nouns)) for p in mods.preds]
    phrases = [*(r.by for r in ranked), *(p.subject for p in tested)]
    return {name for phrase in phrases if phrase is not None for name in phrase.metrics}
