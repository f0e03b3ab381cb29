"""An amount each thing has, taken over them all: 名录单位的年产值合计, 取水口的平均越界距离."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver

_FNS = ("avg", "median", "max", "min", "stdev")


def sum_attributes(frame: Frame, resolver: Resolver) -> None:
    """Make the amount a measure where it is summed or averaged and nothing else is measured."""
    fn = next((a for a in frame.aggs if a in _FNS), "sum" if frame.summed else "")
    ranked = any(n.ranked is not None or n.asked for n in frame.nouns) or frame.ranked is not None
    if not fn or frame.measures or frame.columns or len(frame.attrs) != 1 or ranked \
            or frame.which or frame.listed or frame.extreme is not None:
        return
    amounts = [u for u in frame.attrs[0] if _is_amount(u, resolver)]
    noun = next((n for n in frame.nouns if any(u.entity in n.options for u in amounts)), None)
    use = next((u for u in amounts if noun is None or u.entity in noun.options), None)
    if use is None or (noun is None and frame.nouns):
        return
    scope = SetPhrase((use.entity,)) if noun is None else noun
    frame.measures.append(MeasurePhrase("attr", attr=(use,), agg=fn, scope=scope))
    frame.nouns = [n for n in frame.nouns if n is not noun]
    frame.attrs, frame.aggs = [], [a for a in frame.aggs if a != fn]


def _is_amount(use: AttrUse, resolver: Resolver) -> bool:
    """A number of a thing; the figures of facts are summed by governed metrics."""
    return resolver.attr_type(use.entity, use.attribute) == "number" \
        and resolver.model.entity(use.entity).kind == "thing"
