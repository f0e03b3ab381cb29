"""What a later clause may refer to: the row, the rows or the period picked, a place named.

One account for all the words that point back: each frame of the talk offers what it picked, the
nearest of a fitting kind is meant, and a word that fits nothing is unread, so that it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.pointing import Back
from assistant.reading.shares import Shares

Kind = Literal["rows", "period", "place"]


@dataclass(frozen=True, slots=True)
class Referent:
    """Something told of before.

    Attributes:
        frame: where it was told of.
        kind: rows that were picked, a period that was picked, a place that was named.
        entities: what the rows are; none where only 谁 or 哪家 was said.
        number: how many of them there are.
    """

    frame: Frame
    kind: Kind
    entities: tuple[str, ...] = ()
    number: int = 1


def referents(frames: Sequence[Frame]) -> Iterator[Referent]:
    """Yield what the frames offer, the nearest first."""
    for frame in reversed(frames):
        number = _picked(frame)
        if number and frame.when is not None:
            yield Referent(frame, "period", number=number)
        elif number:
            yield Referent(frame, "rows", _rows(frame), number)
        yield from _named(frame)


def referred(back: Back, frames: Sequence[Frame]) -> Referent | None:
    """Return what a pointing word means."""
    return next((r for r in referents(frames) if _fits(back, r)), None)


def _fits(back: Back, referent: Referent) -> bool:
    if back.period or referent.kind == "period":
        return back.period and referent.kind == "period"
    same = not back.entities or not referent.entities \
        or bool(set(back.entities) & set(referent.entities))
    if referent.kind == "place":
        return same and bool(back.entities) and back.number == referent.number
    return same and back.number == referent.number


def _picked(frame: Frame) -> int:
    """Return how many rows the frame picks by a rank; none when it picks none."""
    ranked = frame.ranked or next((n.ranked for n in frame.nouns if n.ranked), None)
    asked = frame.which or frame.when or any(n.asked == "which" or n.ranked for n in frame.nouns) \
        or any(g.asked for g in frame.groups) or frame.attrs
    if not asked or not (ranked or frame.extreme or frame.limit):
        return 0
    if frame.limit is not None:
        return frame.limit.n
    said = next((n.number for n in frame.nouns if n.number), None)
    return said or (ranked.n if ranked is not None else 1)


def _rows(frame: Frame) -> tuple[str, ...]:
    nouns = [n for n in frame.nouns if n.asked == "which" or n.ranked]
    if nouns:
        return nouns[-1].options
    return next(((*g.entities, *g.paths) for g in frame.groups if g.asked), ())


def _named(frame: Frame) -> Iterator[Referent]:
    """瑞昌市…，该市…: the place that was named."""
    given: list[Mods] = [frame.mods, *(n.mods for n in frame.nouns)]
    for measure in frame.measures:
        nouns: tuple[SetPhrase | None, ...] = (measure.noun, measure.scope)
        given += [measure.mods, *(n.mods for n in nouns if n is not None)]
    for mods in given:
        for cond in mods.conds:
            entity, attribute, values = cond.options[0]
            if attribute is None and not cond.negated and entity in REGIONS:
                yield Referent(frame, "place", (entity,), len(values))


def head_of(frame: Frame) -> SetPhrase | None:
    """Return the set a frame is about: the noun said last, or the one its last count counts."""
    for measure in reversed(frame.measures):
        for phrase in (measure, measure.part):
            if phrase is not None and phrase.kind == "count" and phrase.noun is not None \
                    and phrase.noun.options:
                return phrase.noun.within or phrase.noun
        if measure.scope is not None and measure.scope.mods:
            return measure.scope
    nouns = [n for n in frame.nouns if not n.asked or n.mods]
    return nouns[-1] if nouns else frame.head


def main_of(frame: Frame) -> MeasurePhrase | None:
    """Return the measure a frame is about: what it ranks by, or the last that is no share."""
    if frame.ranked is not None and frame.ranked.by is not None:
        return frame.ranked.by
    if not frame.measures:
        ranks = [n.ranked.by for n in frame.nouns if n.ranked is not None and n.ranked.by]
        if ranks:
            return ranks[-1]
    plain = [m for m in frame.measures if m.kind != "share"]
    if plain:
        # 涉及几个站，哪个站最多: by how many of the things counted each has
        return replace(plain[-1], distinct="", as_counted=False)
    return next(reversed(frame.measures), None)


def just_counted(earlier: Frame, shares: Shares) -> SetPhrase | None:
    """过期的证，8月还在取水的几本，合计取了多少: of those counted, which the topic narrows too."""
    last = earlier.measures[-1] if earlier.measures else None
    noun = last.noun if last is not None and last.kind == "count" else None
    if noun is None or "of_which" in earlier.flags:
        return None
    said = Mods(tuple(c for c in earlier.mods.conds if c.options[0][1] is not None),
                earlier.mods.states, earlier.mods.preds)
    if noun.within is not None:
        noun = replace(noun, mods=noun.within.mods.plus(noun.mods), within=None)
    elif not said:
        return None
    more = any(shares.resolver.fits(said, o) for o in noun.options)
    return noun.narrowed(said) if said and more else noun
