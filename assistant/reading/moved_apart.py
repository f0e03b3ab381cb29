"""涨的市和降的市各几个: what moved up, down or not at all, counted apart."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import BasisPhrase, Cut, MeasurePhrase, PredPhrase, SetPhrase

_NO_CHANGE = Amount(0.0, unit="fraction", dimension="fraction", text="0")
_WAYS = {"up": ("增加", ">"), "down": ("减少", "<"), "same": ("持平", "=")}


def count_by_way(frame: Frame) -> bool:
    """Put the things counted into those that rose, fell and stayed, where two ways are said."""
    counts = [m for m in frame.measures if m.kind == "count" and m.noun is not None]
    if len(counts) != 1 or "each" not in frame.flags or frame.bare:
        return False
    noun = counts[0].noun
    assert noun is not None
    found = _said_first(frame, noun)
    if found is None:
        return False
    subject, said = found
    first, names = said.sign, {way: name for way, (name, _) in _WAYS.items()}
    ways = [first, *(w for w in _WAYS if w in frame.flags and w != first)]
    if len(ways) < 2:  # noqa: PLR2004
        return False
    if said.longterm:  # against the usual, not against a time before
        names = {"up": "偏多", "down": "偏少", "same": "持平"}
    named = tuple((names[w], Comparison(_WAYS[w][1], _NO_CHANGE)) for w in ways)  # type: ignore[arg-type]
    by = replace(subject, scope=None, change=replace(said, sign=""))
    frame.bins = Cut(by, (0.0,), named)
    frame.measures = [replace(counts[0], noun=replace(
        noun, asked="", number=None, mods=replace(noun.mods, preds=())))]
    frame.nouns = [n for n in frame.nouns if not set(n.options) & set(noun.options)]
    frame.groups = [g for g in frame.groups
                    if not set((*g.entities, *g.paths)) & set(noun.options)]
    frame.mods = replace(frame.mods, preds=())
    frame.flags -= set(_WAYS)
    frame.counted, frame.change = False, None
    return True


def _said_first(frame: Frame, noun: SetPhrase) -> tuple[MeasurePhrase, BasisPhrase] | None:
    """Return what moved, and the way that was said first with what it is compared with."""
    moved = [m for m in frame.measures if m.kind == "metric" and m.change is not None]
    if len(moved) == 1 and moved[0].change is not None and moved[0].change.sign in _WAYS:
        return moved[0], moved[0].change
    same = [noun, *(n for n in frame.nouns if set(n.options) & set(noun.options))]
    preds = (*frame.mods.preds, *(p for n in same for p in n.mods.preds))
    return _change_of(preds[0]) if len(preds) == 1 else None


def _change_of(pred: PredPhrase) -> tuple[MeasurePhrase, BasisPhrase] | None:
    against = pred.against
    if pred.subject is None or against is None or against.kind not in ("change", "longterm") \
            or pred.comparison is not None or pred.quantifier or against.sign == "same":
        return None
    longterm = against.kind == "longterm"
    return pred.subject, BasisPhrase(against.basis, against.sign, longterm=longterm)
