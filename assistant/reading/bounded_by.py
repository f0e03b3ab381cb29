"""What a bare bound is of, told after it: 万亩以上的灌区有几家（按设计灌溉面积）."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Mods, PredPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of

_BY = tuple(words_of("by_the_measure"))
_UNTYPED = ("count", "bare", "ordinal")


def bound_by(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Take 按X as what a single bound said before is held against, when nothing else is."""
    said = last if last is not None and last.bare else clause
    amount = said.bare[0].amount if len(said.bare) == 1 else None
    if amount is None or amount.dimension in _UNTYPED \
            or any(m.kind == "metric" for m in (*said.measures, *clause.measures)):
        return
    comparison, by = said.bare[0], clause.order_by
    if by is not None and not clause.order and by.kind == "metric":
        clause.order_by = None
        _take(said, PredPhrase(by, comparison=comparison, text=by.text))
        return
    for group in clause.groups:
        uses = tuple(u for u in group.attrs if not group.asked
                     and resolver.attr_type(u.entity, u.attribute) == "number")
        if uses and group.text.startswith(_BY):
            clause.groups = [g for g in clause.groups if g is not group]
            _take(said, PredPhrase(attr=uses, comparison=comparison, text=group.text))
            return


def _take(frame: Frame, pred: PredPhrase) -> None:
    frame.bare, frame.bare_texts = [], []
    tested = Mods(preds=(pred,))
    counts = [m for m in frame.measures if m.kind == "count" and m.noun is not None]
    if len(counts) == 1 and counts[0].noun is not None:
        noun = counts[0].noun.narrowed(tested)
        frame.measures = [replace(m, noun=noun) if m is counts[0] else m for m in frame.measures]
    elif len(frame.nouns) == 1:
        frame.nouns = [frame.nouns[0].narrowed(tested)]
    else:
        frame.mods = frame.mods.plus(tested)
