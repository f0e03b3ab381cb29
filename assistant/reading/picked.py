"""Changes that pick the periods asked for: 哪几年用水总量比上年少."""

from __future__ import annotations

from assistant.reading.changes import change_predicate
from assistant.reading.every_period import each_period, grain_of
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.roles import Roles


def larger_of_two(frame: Frame) -> None:
    """农村的和城镇的哪个高: of two measures, both and how far they are apart."""
    two = len(frame.measures) == 2 and all(  # noqa: PLR2004
        m.kind == "metric" and not m.change for m in frame.measures)
    asked = any(g.asked for g in frame.groups)
    rows = frame.nouns or asked or frame.ranked or frame.limit or frame.attrs or frame.when
    named = any(c.listed > 1 for c in frame.mods.conds)
    if two and frame.which and frame.extreme is not None and not rows and not named:
        frame.heard.append(frame.extreme.text)
        frame.extreme, frame.which = None, False
        frame.ends = set()
        frame.flags.add("difference")


def picking_changes(frame: Frame, roles: Roles) -> list[PredPhrase]:
    """Take the changes said of the periods asked for out of the measures; return the tests."""
    ends = frame.ranked or frame.extreme or frame.limit or frame.order
    if frame.when is None or ends:
        return []
    moved = [m for m in frame.measures if m.change is not None and not m.change.how
             and m.change.sign in ("up", "down")]
    frame.measures = [m for m in frame.measures if m not in moved]
    roles.measures = [m for m in roles.measures if m not in moved]
    grain = grain_of(frame.times)
    return [each_period(change_predicate(m, m.text), grain) for m in moved]
