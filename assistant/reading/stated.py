"""A figure that is stated to be checked: its value, and which column of the answer it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.contracts.algebra import Arith, Growth
from assistant.contracts.query import Out
from assistant.reading.amounts import measured_in
from assistant.reading.frame import Frame
from assistant.reading.hearing import weighty
from assistant.reading.phrase_types import Item
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rule_words import has_any

_RELATIVE = ("fraction", "multiple", "percent_point")


def asks_to_check(frame: Frame) -> None:
    """去年比前年多了3%吗: a figure asked about with 吗 is one to be checked."""
    exists = "whether" in frame.flags  # 有没有超过, unlike 是3%吗, states no figure
    if exists or "yesno" not in frame.flags or frame.bare or len(frame.measures) != 1 \
            or frame.which or frame.listed or frame.counted or frame.groups:
        return
    figures = [i for i in frame.numbers if _is_figure(i) and i.value.dimension != "duration"]
    if len(figures) == 1 and frame.measures[0].kind != "count":
        frame.flags.add("check")


def total_to_check(clause: Frame, last: Frame) -> Frame | None:
    """各类各多少家，加起来对不对得上6026: the total of what was told by group."""
    only = not (clause.measures or clause.nouns or clause.mods or clause.groups or clause.bare)
    if not only or "check" not in clause.flags or not clause.summed or not clause.numbers \
            or not last.groups or last.ranked or last.extreme:
        return None
    return replace(last, groups=[], flags={"check"}, numbers=list(clause.numbers), counted=False,
                   nouns=list(last.nouns), measures=list(last.measures), stated_sets=[],
                   unread=list(clause.unread))


def placed_among(frame: Frame) -> None:
    """鹰潭的增幅全省最高, 核实下: one that was named is placed among its like."""
    ranked = frame.ranked
    places = [c for c in frame.mods.conds if any(o[1] is None for o in c.options[:1])]
    asked = frame.groups or frame.nouns or frame.when or frame.limit or frame.which
    if not frame.flags & {"check", "yesno"} or len(places) != 1 or places[0].listed > 1 \
            or len(places[0].options[0][2]) > 1 or asked or places[0].negated:
        return
    if ranked is None or ranked.n != 1 or ranked.by is None or ranked.quality:
        return
    frame.measures = [ranked.by]
    frame.flags |= {"place_of"} | ({"from_least"} if ranked.direction == "least" else set())
    frame.ranked, frame.ends = None, set()


def each_figure(frames: Sequence[Frame]) -> list[Frame]:
    """用水总量33.1亿, 同比降0.4%: each of the figures is checked by itself.

    A figure for which the question holds no change or period of its own is not understood.
    """
    out: list[Frame] = []
    for frame in frames:
        figures = [i for i in frame.numbers if _is_figure(i)]
        if "check" not in frame.flags or len(figures) < 2 or frame.bare:  # noqa: PLR2004
            out.append(frame)
        elif len(frame.measures) == len(figures) and not frame.basis:
            out.extend(_alone(frame, i, measures=[m])
                       for i, m in zip(figures, frame.measures, strict=True))
        elif len(frame.measures) == 1 and len(figures) == len(frame.times):
            out.extend(_alone(frame, i, times=[t])
                       for i, t in zip(figures, frame.times, strict=True))
        else:
            out.extend(_by_changes(frame, figures))
    return out


def _by_changes(frame: Frame, figures: Sequence[Item]) -> list[Frame]:
    """The first figure may be the value itself; each of the others belongs to the next change."""
    changes = [*(m.change for m in frame.measures if m.change), *frame.basis]
    changes += [frame.change] if frame.change and not changes else []
    level = figures[0].value.dimension not in _RELATIVE
    held = [None, *changes] if level else changes
    if len(frame.measures) != 1 or len(held) < len(figures):
        frame.unread += [i.text for i in figures[1:]]
        return [frame]
    return [_alone(frame, item, measures=[replace(frame.measures[0], change=change)],
                   basis=[], change=None)
            for item, change in zip(figures, held, strict=False)]


def _alone(frame: Frame, item: Item, **changes: Any) -> Frame:
    return replace(frame, numbers=[item], flags=set(frame.flags), **changes)


def _is_figure(item: Item) -> bool:
    return weighty(item) or has_any(item.text[-1:], "large_scales")


def stated_figure(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Find the figure that is to be checked, in base units (95 said of a rate is 95 %)."""
    if "check" not in frame.flags or roles.stated is not None:
        return
    amounts = [c.amount for c in frame.bare if c.amount is not None]
    values = [(a.value, a.dimension, a.unit) for a in amounts]
    values += [(i.value.value, i.value.dimension, i.value.unit) for i in frame.numbers]
    if not values:
        return
    value, dimension, said_in = values[0]
    metric = next((m.metrics[0] for m in roles.measures if m.metrics), None)
    unit = resolver.model.metric(metric).unit if metric else ""
    value *= measured_in(said_in, unit)
    if dimension in ("bare", "count") and unit == "fraction" and value > 1.5:
        value /= 100
    if dimension == "percent_point":
        value /= 100
    roles.stated = float(value)
    roles.stated_in = dimension


def checked_first(outs: list[Out], roles: Roles) -> list[Out]:
    """比上年减少1.2%: of a measure and its change, what the figure is about comes first."""
    changed = roles.basis is not None or any(m.change for m in roles.measures)
    if roles.stated is None or not changed or len(roles.measures) != 1:
        return outs
    relative = roles.stated_in in _RELATIVE and any(_is_rate(o.expr) for o in outs)
    found = next((o for o in outs if _is_rate(o.expr) == relative
                  and (relative or _is_difference(o.expr))), None)
    return outs if found is None else [found, *(o for o in outs if o is not found)]


def _is_rate(expr: object) -> bool:
    return isinstance(expr, Growth) or isinstance(expr, Arith) and any(
        isinstance(term, Growth) for term in expr.of)


def _is_difference(expr: object) -> bool:
    return isinstance(expr, Arith) and expr.op == "minus"
