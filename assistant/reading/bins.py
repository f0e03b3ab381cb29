"""Bins: how many rows a measure puts between edges (九成以下、九成到九成五、九成五以上各几个县)."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Metric
from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.frame import Frame
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import BasisPhrase, MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver

_FEWEST = 2


def cut_bins(frame: Frame, resolver: Resolver) -> None:
    """Turn thresholds said side by side, with a count, into edges of a cut measure."""
    edges = _edges(frame)
    if len(frame.bare) < _FEWEST or not edges or not _counts(frame):
        return
    cut = next((m for m in frame.measures if m.kind == "metric"), None)
    attr = _numeric(frame, resolver) if cut is None else None
    noun = _counted(frame, cut)
    if cut is not None:
        _last_bin_by_name(frame, cut, resolver)
    if noun is None or (cut is None and attr is None):
        return
    if frame.mods.states:  # 一方没取、不到一千方、…: a bin of its own, or a condition?
        said = resolver.model.state(frame.mods.states[0][0].name).zh
        raise AmbiguousQuestion(f"没有听出“{said}”是单独一档还是条件，请分开来问。")
    if cut is not None and cut.change is None and _moves(frame):
        cut = replace(cut, change=frame.basis.pop(0) if frame.basis else BasisPhrase())
    if cut is not None:
        frame.bins = (replace(cut, scope=None), edges)
    elif attr is not None:
        frame.bins = (attr, edges)
    frame.groups = [g for g in frame.groups
                    if not set((*g.entities, *g.paths)) & set(noun.options)
                    and not (attr is not None and g.attrs)]
    frame.measures = [MeasurePhrase("count", noun=replace(noun, asked="", number=None))]
    frame.nouns = [n for n in frame.nouns if n is not noun]
    frame.counted = False
    frame.bare, frame.bare_texts = [], []
    frame.numbers = [n for n in frame.numbers if n.value.counter != "档"]


def _last_bin_by_name(frame: Frame, cut: MeasurePhrase, resolver: Resolver) -> None:
    """八成到十成、超许可: a state that rests on the cut measure only names its last bin."""
    words = {w for s in resolver.model.states if isinstance(s.measure, Metric)
             and s.measure.name in cut.metrics for w in (s.zh, *s.synonyms)}
    frame.heard.extend(c.text for c in frame.mods.conds if c.text in words)
    kept = tuple(c for c in frame.mods.conds if c.text not in words)
    states = tuple(ch for ch in frame.mods.states
                   if not {resolver.model.state(u.name).zh for u in ch} & words)
    frame.mods = replace(frame.mods, conds=kept, states=states)


def _edges(frame: Frame) -> tuple[float, ...]:
    amounts = [a for c in frame.bare for a in (c.amount, c.upper) if a is not None]
    if any(c.amount is None for c in frame.bare):
        return ()
    return tuple(sorted({a.value for a in amounts}))


def _moves(frame: Frame) -> bool:
    """多一成以上、少一成以上: edges on both sides of no change."""
    values = [c.amount.value for c in frame.bare if c.amount is not None]
    return min(values) < 0 < max(values)


def _counts(frame: Frame) -> bool:
    return frame.counted or any(m.kind == "count" for m in frame.measures)


def _counted(frame: Frame, cut: MeasurePhrase | None) -> SetPhrase | None:
    """What is counted in each bin: said, or what the measure is taken of, or grouped by."""
    said = [m.noun for m in frame.measures if m.kind == "count" and m.noun is not None
            and m.noun.options]
    if said:
        return said[0]
    if cut is not None and cut.scope is not None:
        return cut.scope
    if frame.nouns:
        return frame.nouns[0]
    group = next((g for g in frame.groups if g.entities or g.paths), None)
    if group is None or any("." in p for p in group.paths):
        return None
    return SetPhrase(group.entities or group.paths)


def _numeric(frame: Frame, resolver: Resolver) -> tuple[AttrUse, ...] | None:
    """有效证按年许可水量分档: a number attribute cut into bins."""
    options = [g.attrs for g in frame.groups if g.attrs] + list(frame.attrs)
    for uses in options:
        kept = tuple(u for u in uses for a in resolver.model.entity(u.entity).attributes
                     if a.name == u.attribute and a.type == "number")
        if kept:
            return kept
    return None
