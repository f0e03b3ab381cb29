"""What a clause that only set the topic gives up to the clause that asks."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame


def topic_noun(clause: Frame, earlier: Frame) -> None:
    """A topic whose parts are counted or shared out is no noun of its own any more."""
    used = any(
        m.kind == "share" or (m.noun is not None and m.noun.within is not None)
        for m in clause.measures)
    if used and earlier.nouns:
        earlier.nouns = earlier.nouns[:-1]


def topic_basis(clause: Frame, earlier: Frame) -> None:
    """和2020年相比，…一共降了多少: the change is against what was said first."""
    if not earlier.basis:
        return
    given = earlier.basis[0]
    changed = [
        replace(m, change=replace(m.change, basis=given.basis, longterm=given.longterm,
                                  parent=given.parent))
        if m.change is not None and m.change.basis is None else m
        for m in clause.measures
    ]
    if changed != clause.measures:
        clause.measures, earlier.basis = changed, earlier.basis[1:]
