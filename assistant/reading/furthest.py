"""Which of them moved furthest, of a change told before: 增加得最多的是哪个市，多了多少方."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Ranked


def moved_furthest(clause: Frame, main: MeasurePhrase) -> bool:
    """Rank by how much it moved the way that was said, not by the rate; True if so asked."""
    end, change = clause.extreme, main.change
    if end is None or change is None or clause.basis or end.value not in ("up", "down") \
            or end.text[-1:] not in "多少":
        return False
    way: Literal["up", "down"] = "up" if end.value == "up" else "down"
    by = replace(main, change=replace(change, sign=way, how="diff"))
    clause.ranked = Ranked(by)
    clause.extreme, clause.measures, clause.change = None, [], None
    clause.flags -= {"up", "down", "growth", "both_ways"}
    return True
