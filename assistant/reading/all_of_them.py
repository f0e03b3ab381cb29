"""婺源的站全在线吗, 问题办完了没有: whether all of them are so, told as how many of how many."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods
from assistant.reading.roles import Roles


def ask_of_all(frame: Frame, roles: Roles) -> None:
    """Turn a yes or no about every one of the rows into the share of them that is so."""
    rows = roles.rows
    every = "every" in frame.flags or "all_done" in frame.flags
    if rows is None or not every or "yesno" not in frame.flags or roles.measures or rows.asked \
            or rows.ranked or not rows.mods.states or rows.mods.preds or rows.within is not None:
        return
    so, before = rows.mods.states[-1:], rows.mods.states[:-1]
    whole = replace(rows, mods=replace(rows.mods, states=before))
    part = whole.narrowed(Mods(states=so))
    roles.measures = [MeasurePhrase(
        "share", part=MeasurePhrase("count", noun=part),
        whole=MeasurePhrase("count", noun=whole))]
    roles.head, roles.rows = whole, None
    frame.flags -= {"yesno", "every"}
