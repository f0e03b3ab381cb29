"""11个市的用水总量加起来: how many there are names them all, it does not ask for each."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.rule_words import pattern_of

_COUNTED = pattern_of("counted")


def sum_counted_groups(frame: Frame) -> None:
    """Drop groups that only say how many things are summed."""
    if not frame.summed or "each" in frame.flags or frame.ranked is not None:
        return
    frame.groups = [g for g in frame.groups if not _COUNTED.match(g.text)]
