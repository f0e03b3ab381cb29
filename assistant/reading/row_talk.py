"""Let a clause of columns say what to show of the set the question is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Item, SetPhrase

_OF_ROWS = frozenset({
    "attr", "noun", "place", "owner", "at_end", "reason", "each", "dated", "own_date", "lasting",
    "since",
})


def show_of_rows(frame: Frame, columns: Sequence[Item]) -> bool:
    """Take the columns in and return True, when the frame is about a set that can be listed."""
    if not any(c.kind in _OF_ROWS for c in columns) or not _listed(frame):
        return False
    frame.columns.extend(columns)
    frame.listed = True
    return True


def _listed(frame: Frame) -> bool:
    """Make the set a frame counts or only names one that is listed; False when there is none."""
    if frame.groups or frame.bins or frame.when or frame.basis or frame.sides or frame.change:
        return False
    if frame.ranked is not None or any(n.ranked for n in frame.nouns):
        return bool(frame.nouns)
    counts = [m for m in frame.measures if m.kind == "count" and m.noun is not None
              and m.noun.options]
    if frame.measures and (len(counts) != 1 or counts != frame.measures or frame.shared):
        return False
    if counts and counts[0].noun is not None:
        frame.nouns = [*frame.nouns, replace(counts[0].noun, asked="list", implied=False)]
        frame.measures = []
        return True
    noun = frame.nouns[-1] if frame.nouns else None
    if noun is None:
        return bool(frame.mods.states or frame.mods.preds)
    if not (noun.mods or noun.asked in ("which", "list") or frame.mods):
        return False
    frame.counted = False
    frame.nouns[-1] = _as_list(noun)
    return True


def _as_list(noun: SetPhrase) -> SetPhrase:
    return replace(noun, asked=noun.asked if noun.asked in ("which", "list") else "list")
