"""What a later question of one sentence takes over from the one before."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Mods


def inherit(frame: Frame, earlier: Frame) -> None:
    """Take over what an earlier question of the same sentence said and this one leaves out."""
    if not frame.times:
        frame.times = list(earlier.times)
    places = tuple(c for c in earlier.mods.conds if c.options[0][1] is None)
    if not any(c.options[0][1] is None for c in frame.mods.conds):
        frame.mods = frame.mods.plus(Mods(conds=places))
    if not frame.measures and not frame.nouns:
        if frame.mods.states or frame.mods.preds or frame.bare or frame.which or frame.listed:
            frame.nouns = [replace(n, asked=n.asked) for n in earlier.nouns]
            if not frame.nouns:
                frame.nouns = [m.noun for m in earlier.measures if m.noun is not None][:1]
            if frame.bare or frame.extreme is not None:
                frame.measures = [m for m in earlier.measures if m.kind == "metric"]
        else:
            frame.measures = list(earlier.measures)
            frame.groups = frame.groups or list(earlier.groups)
    if not frame.nouns and any(m.kind == "count" and (m.noun is None or not m.noun.options)
                              for m in frame.measures):
        counted = [m.noun for m in earlier.measures if m.noun is not None and m.noun.options]
        frame.head = next(iter([*earlier.nouns, *counted]), None)
