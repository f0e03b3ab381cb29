"""What no rule placed: a test beside a count it does not fit, an attribute among measures."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Item, MeasurePhrase, PredPhrase
from assistant.reading.resolve import Resolver


def stray_test(frame: Frame, preds: Sequence[PredPhrase]) -> PredPhrase | None:
    """Return a test said of a noun that is counted, which cannot be tested so."""
    own = [m for m in frame.measures if m.kind == "count" and m.noun is not None
           and m.noun.options and not m.noun.implied]
    if not own or len(own) < len(frame.measures):
        return None
    return next((p for p in frame.mods.preds if p in preds), None)


def as_measure(term: Item, resolver: Resolver) -> MeasurePhrase | None:
    """Return a measure named among columns; an attribute of a fact stands for the sum of it."""
    if term.kind != "attr":
        return term.value if term.kind == "measure" else None
    sums = tuple(m for use in term.value if (m := resolver.sum_of(use)) is not None)
    return MeasurePhrase("metric", metrics=sums, text=term.text) if sums else None
