"""One figure held against another: 农业用水是工业用水的几倍, 今年的是去年的几分之一.

What stands before 是 and what stands after it are two questions of one figure each; the second
takes from the first whatever it leaves unsaid. Their quotient is what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Node
from assistant.reading.phrase_types import Item, MeasurePhrase

_TELLING = frozenset({"measure", "mods", "noun", "base", "time", "shift", "basis", "per"})
_ASKED = ("times", "fraction_of", "share_ask")


def is_held_against(clause: Sequence[Node], index: int) -> bool:
    """Whether the node is the 是 of X是Y的几倍; 占…的几成 is a share."""
    if not clause[index].is_fn("equals"):
        return False
    asked = next((n for n in clause[index + 1:] if n.is_fn(*_ASKED)), None)
    beside = index + 1 < len(clause) and clause[index + 1] is asked
    return asked is not None and not beside and not any(n.is_fn("share") for n in clause)


def sides_of(items: Sequence[Item]) -> tuple[list[Item], list[Item]] | None:
    """Return what was heard before and after 是; None where nothing is held against another.

    The ends of one measure (最大那天是最小那天的几倍) are both told by that measure alone.
    """
    link = next((i for i in items if i.kind == "equals"), None)
    if link is None:
        return None
    left = [i for i in items if i is not link and i.start <= link.start]
    right = [i for i in items if i.start >= link.end]
    ends = any(i.kind in ("extreme", "ordered", "agg") or i.kind == "noun" and i.value.ranked
               for i in right)
    told = any(i.kind in _TELLING for i in right)
    return None if ends or not told else (left, right)


def only_placed(clause: Frame) -> Frame:
    """Return the clause with what its nouns say as modifiers: 省控站 is what 国控站 is held to."""
    for noun in clause.nouns:
        clause.mods = clause.mods.plus(noun.mods)
    clause.nouns = []
    clause.flags -= {"value"}
    return clause


def counted(frame: Frame) -> None:
    """离线的国控站是省控站的几倍: of things alone, how many there are."""
    if not frame.measures and frame.nouns and frame.ranked is None:
        noun = frame.nouns.pop()
        frame.measures = [MeasurePhrase("count", noun=replace(noun, asked=""))]
    if not frame.measures:
        frame.counted = True
    frame.shared = False
    frame.flags -= {"value"}
