"""Places ranked by how many things in a state they have: 僵尸证最多的三个县."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.rules.counts import counted_mods


def register(book: RuleBook) -> None:
    """Add the rule to the book."""
    book.rule("mods", "noun")(most_such)


def most_such(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """僵尸证最多的三个县: places ranked by how many such things they have."""
    noun: SetPhrase = right.value
    mods: Mods = left.value
    ranked = noun.ranked
    if ranked is None or ranked.by is not None or ranked.quality or noun.mods \
            or noun.options[0] not in REGIONS or left.de:
        return None
    joined = counted_mods(context, replace(left, value=mods), replace(right, text=""))
    plain = len(mods.states) + len(mods.conds) == 1 and not mods.preds
    if joined is None or not plain or any(o[1] is None for c in mods.conds for o in c.options):
        return None
    by: MeasurePhrase = joined.value  # type: ignore[assignment]
    if by.noun is not None:
        by = replace(by, noun=replace(by.noun, implied=False))
    return Joined("noun", replace(noun, ranked=replace(ranked, by=by)), 1.35)
