"""两样加起来, 三条江一起看: what the last turns asked for, put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.contracts.algebra import Scalar
from assistant.reading.asked_again import absorbed, asked_again
from assistant.reading.conversing.follow_words import match_of
from assistant.reading.conversing.told import Told
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.shares import Shares

_NUMBERS = {"俩": 2, "两": 2, "二": 2, "三": 3, "四": 4}
_Kind = tuple[str, str | None]


@dataclass(frozen=True)
class United:
    """The turns as one, and the sentence without the words that ask for it."""

    turn: Told
    rest: str


def united(text: str, before: Sequence[Told], shares: Shares) -> United | None:
    """Return the turns that differ in one place or value as one turn of all of these."""
    found = match_of(text, "united")
    if found is None:
        return None
    n = _NUMBERS.get(found["n"] or found["few"] or "", 2)
    turns = [turn for turn in before if turn.answered and len(turn.frames) == 1][-n:]
    if len(turns) < n:
        return None
    frame = _joined([turn.frames[0] for turn in turns], shares)
    if frame is None:
        return None
    tokens = tuple(token for turn in turns for token in turn.tokens)
    rest = (text[: found.start()] + text[found.end() :]).strip("，,、。；; 的")
    if match_of(text, "summed") is not None:
        frame = _summed(frame) if rest else replace(frame, summed=True)
    return United(replace(turns[-1], frames=(frame,), tokens=tokens), rest)


def _summed(frame: Frame) -> Frame:
    """两样合起来，近五年: together in whatever else is told apart."""
    def mods(given: Mods) -> Mods:
        return replace(given, conds=tuple(replace(c, listed=1) for c in given.conds))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        return replace(given, mods=mods(given.mods)) if given is not None else None

    return replace(
        frame, mods=mods(frame.mods),
        nouns=[n for given in frame.nouns if (n := noun(given)) is not None],
        measures=[replace(m, mods=mods(m.mods), noun=noun(m.noun), scope=noun(m.scope))
                  for m in frame.measures])


def _joined(frames: Sequence[Frame], shares: Shares) -> Frame | None:
    """The last frame with the one condition in which they differ holding what each had."""
    held = [{kind: c for c in _conds(frame) if not c.negated for kind in _kinds(c)}
            for frame in frames]
    shared = set(held[0]).intersection(*held[1:])
    apart = [k for k in shared if len({_values(h[k], k) for h in held}) == len(held)]
    if not apart or len({tuple(h[k].text for h in held) for k in apart}) != 1:
        return None
    said = [h[apart[0]] for h in held]
    first = said[-1]
    kinds = set.intersection(*({o[:2] for o in c.options} for c in said))
    options = tuple((o[0], o[1], tuple(dict.fromkeys(
        v for c in said for other in c.options if other[:2] == o[:2] for v in other[2])))
        for o in first.options if o[:2] in kinds)
    both = replace(first, options=options, listed=len(said),
                   text="、".join(c.text for c in said))
    return asked_again(absorbed(Frame(), frames[-1]), Frame(mods=Mods(conds=(both,))), shares)


def _kinds(cond: Cond) -> list[_Kind]:
    return [o[:2] for o in cond.options]


def _values(cond: Cond, kind: _Kind) -> tuple[Scalar, ...]:
    return next(o[2] for o in cond.options if o[:2] == kind)


def _conds(frame: Frame) -> Iterator[Cond]:
    """Yield every condition of a frame, wherever it stands."""
    yield from frame.mods.conds
    for noun in frame.nouns:
        yield from _of_noun(noun)
    for measure in frame.measures:
        yield from _of_measure(measure)


def _of_noun(noun: SetPhrase | None) -> Iterator[Cond]:
    if noun is not None:
        yield from noun.mods.conds


def _of_measure(measure: MeasurePhrase) -> Iterator[Cond]:
    yield from measure.mods.conds
    yield from _of_noun(measure.noun)
    yield from _of_noun(measure.scope)
