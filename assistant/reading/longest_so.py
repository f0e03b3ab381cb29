"""离线最久的站离线多少天了: the length that it was picked by, not another one measured of it."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase
from assistant.reading.resolve import Resolver

_LENGTHS = frozenset({"day", "hour", "minute"})


def longest_so(frame: Frame, resolver: Resolver) -> None:
    """Ask which one it is, told with its length, where that length is asked of the longest."""
    asked = frame.measures[0] if len(frame.measures) == 1 else None
    if asked is None or asked.scope is None or frame.nouns or not _same_length(asked, resolver):
        return
    frame.nouns = [replace(asked.scope, asked="which")]
    frame.measures = []


def _same_length(asked: MeasurePhrase, resolver: Resolver) -> bool:
    """Whether both are told with one word (离线最久, 离线多少天) and are lengths of time."""
    scope = asked.scope
    ranked = scope.ranked if scope is not None else None
    by = ranked.by if ranked is not None and ranked.n == 1 else None
    if scope is None or by is None or asked.kind != "metric":
        return False
    lengths = [resolver.model.metric(m).unit in _LENGTHS for p in (asked, by) for m in p.metrics]
    word = asked.text.rpartition(scope.text)[2]
    return bool(word) and by.text[:1] == word[:1] and all(lengths) \
        and by.kind in ("lasting", "metric")
