"""The same measures of another part: 国控站上传率、完整率各多少，跟非国控站比差多少."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods


def of_the_other_part(clause: Frame, last: Frame | None) -> None:
    """Take each measure asked before of the other part as well, and how far they are apart."""
    if last is None or len(clause.other_parts) != 1 or clause.measures or clause.mods \
            or clause.nouns or clause.basis or clause.times or clause.ranked or not last.measures:
        return
    other = clause.other_parts[0].value
    found: list[MeasurePhrase] = []
    for said in last.measures:
        measure = _of_the_same(said, last.measures[0])
        turned = _turned(measure, other)
        if turned is None:
            return
        found.extend(_apart(measure, turned))
    last.measures, clause.other_parts = found, []
    clause.flags -= {"difference", "up", "down"}
    clause.change = None


def _apart(one: MeasurePhrase, other: MeasurePhrase) -> tuple[MeasurePhrase, ...]:
    gap = MeasurePhrase("arith", op="minus", terms=(one, other), text=one.text)
    return (one, other, gap)


def two_parts_apart(frame: Frame) -> None:
    """2022年建的站和2025年建的站，三率各多少，差多少: each rate of both, and how far apart."""
    plain = len(frame.measures) > 1 and all(
        m.kind == "metric" and not (m.change or m.scope or m.agg) for m in frame.measures)
    if not plain or "difference" not in frame.flags or frame.groups or frame.which \
            or frame.extreme or len(frame.times) > 1:
        return
    said = _listed(frame)
    sides = each_value(said) if said is not None else []
    if said is None or len(sides) != 2:  # noqa: PLR2004
        return
    noun = frame.nouns[0] if frame.nouns else None
    one, other = ((replace(noun, mods=Mods((c,))) if noun is not None else None, Mods((c,)))
                  for c in sides)
    frame.measures = [m for told in frame.measures for m in _apart(
        *(replace(told, scope=scope, mods=Mods() if scope is not None else mods)
          for scope, mods in (one, other)))]
    frame.nouns, frame.mods = [], _without(frame.mods, said)
    frame.flags.discard("difference")


def _listed(frame: Frame) -> Cond | None:
    """Return the two values that are named of the things measured, and nothing else of them."""
    noun = frame.nouns[0] if frame.nouns else None
    if len(frame.nouns) > 1 or noun is not None and (noun.asked or noun.ranked or noun.within):
        return None
    mods = [m.mods for m in frame.measures] + ([noun.mods] if noun is not None else [])
    conds = {c for m in mods for c in m.conds} | {c for c in frame.mods.conds if c.options[0][1]}
    other = any(m.states or m.preds for m in (*mods, frame.mods))
    return next(iter(conds)) if len(conds) == 1 and not other else None


def _without(mods: Mods, cond: Cond) -> Mods:
    return replace(mods, conds=tuple(c for c in mods.conds if c != cond))


def each_value(cond: Cond) -> list[Cond]:
    """Return a condition for each of the values that are listed; none for a list of places."""
    if cond.listed < 2 or cond.negated or cond.options[0][1] is None:  # noqa: PLR2004
        return []
    texts = cond.text.split("、")
    return [replace(cond, listed=1, text=text, options=tuple(
        (e, a, (held[i],)) for e, a, held in cond.options if len(held) == len(texts)))
        for i, text in enumerate(texts)]


def _of_the_same(measure: MeasurePhrase, first: MeasurePhrase) -> MeasurePhrase:
    """国控站上传率、完整率: what the first is of, the later ones are of."""
    if measure.kind != "metric" or measure.scope is not None or measure.mods:
        return measure
    return replace(measure, scope=first.scope, mods=first.mods)


def _turned(measure: MeasurePhrase, other: Mods) -> MeasurePhrase | None:
    """Return the measure of the other part, where it was said of a part of the same kind."""
    plain = measure.kind == "metric" and measure.change is None and not measure.agg
    if plain and measure.scope is not None and measure.scope.mods and not measure.mods:
        return replace(measure, scope=replace(measure.scope, mods=other))
    if plain and measure.mods and measure.scope is None and not measure.mods.preds:
        return replace(measure, mods=other)
    return None
