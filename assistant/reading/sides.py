"""Two sets held side by side: what is measured is taken of each, and neither is left out."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods
from assistant.reading.resolve import Resolver


def take_sides(frame: Frame) -> None:
    """Measure each of the sets named, and compare two measures instead of ranking nothing."""
    if frame.sides:
        _measure_each(frame)
    if len(frame.measures) == 2 and _one_thing_twice(frame.measures) and not (  # noqa: PLR2004
            frame.nouns or frame.groups or frame.limit or frame.ranked):
        asked = frame.which and frame.extreme is not None
        if asked and frame.extreme is not None:  # 哪个高: both are told, and the difference
            frame.heard.append(frame.extreme.text)
            frame.which, frame.extreme = False, None
            frame.ends.clear()
            frame.flags.add("difference")


def place_rows(frame: Frame, resolver: Resolver) -> None:
    """坐标越界的取水口在哪些县, 峡江的站归哪几家运维单位管: the things, by what was asked."""
    if len(frame.nouns) != 2 or frame.measures or frame.ranked or frame.extreme \
            or frame.limit or frame.bare:  # noqa: PLR2004
        return
    things, asked = frame.nouns
    own = set(things.options) & set(asked.options)
    if asked.asked != "which" or asked.mods or things.asked or own or things.ranked \
            or not (things.mods or frame.mods):
        return
    reached = tuple(o for o in asked.options
                    if any(resolver.graph.distance(t, o) for t in things.options))
    if not reached or any(resolver.below(t, asked.options[0]) is False for t in things.options):
        return
    frame.nouns, frame.which = [], False
    frame.measures = [MeasurePhrase("count", noun=things, text=things.text)]
    frame.groups.append(GroupPhrase(entities=reached, each=True, text=asked.text))


def _measure_each(frame: Frame) -> None:
    sides, frame.sides = frame.sides, []
    plain = [m for m in frame.measures if m.kind == "metric" and m.scope is None]
    if plain:
        frame.measures = [replace(m, scope=side) for m in plain for side in sides]
    elif not frame.measures:
        frame.measures = [MeasurePhrase("count", noun=side, text=side.text) for side in sides]
        frame.counted = False
    else:
        said = "、".join(side.text for side in sides)
        raise AmbiguousQuestion(f"没有听出{said}各要看什么，请分开来问。")


def _one_thing_twice(measures: list[MeasurePhrase]) -> bool:
    one, other = (replace(m, scope=None, noun=None, mods=Mods(), text="") for m in measures)
    return one == other and measures[0] != measures[1]
