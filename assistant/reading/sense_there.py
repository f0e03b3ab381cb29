"""A noun of several kinds of things means the kind that the rest of its question lies nearest to.

用水量报得最多的五家单位: those that report it; 取水量最大的五家单位: those that draw it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver

_FAR = 9
Kinds = tuple[str, ...]  # of one word: any of them may be meant


def choose_senses(frame: Frame, resolver: Resolver) -> None:
    """Leave nouns that nothing narrows the sense that fits what is said around them best."""
    said = list(_said(frame, resolver))

    def chosen(noun: SetPhrase | None) -> SetPhrase | None:
        if noun is None or len(noun.options) < 2 or noun.mods or noun.within:  # noqa: PLR2004
            return noun
        own = noun.ranked.by if noun.ranked is not None else None
        near = [*said, *([_bases(own, resolver)] if own is not None and own.metrics else [])]
        costs = {o: sum(_away(k, o, resolver) for k in near) for o in noun.options}
        best = min(costs.values())
        left = tuple(o for o in noun.options if costs[o] == best)
        return replace(noun, options=left) if near and best < _FAR else noun

    frame.nouns = [n for noun in frame.nouns if (n := chosen(noun)) is not None]
    frame.measures = [replace(m, noun=chosen(m.noun)) if m.kind == "count" else m
                      for m in frame.measures]


def _said(frame: Frame, resolver: Resolver) -> Iterator[Kinds]:
    """Yield what the question speaks of beside such nouns, places apart."""
    for noun in frame.nouns:
        if len(noun.options) == 1 and noun.options[0] not in REGIONS:
            yield noun.options
    for cond in frame.mods.conds:
        kinds = tuple(o[0] for o in cond.options if o[1] is not None)
        if kinds and cond.options[0][1] is not None:
            yield kinds
    for choice in frame.mods.states:
        yield tuple(use.entity for use in choice)
    for measure in frame.measures:
        if measure.kind == "metric" and measure.metrics:
            yield _bases(measure, resolver)


def _bases(measure: MeasurePhrase, resolver: Resolver) -> Kinds:
    return tuple(b for name in measure.metrics for b in resolver.graph.metric_bases(name))


def _away(kinds: Kinds, option: str, resolver: Resolver) -> int:
    ways = [resolver.graph.distance(kind, option) for kind in kinds]
    return min((w for w in ways if w is not None), default=_FAR)
