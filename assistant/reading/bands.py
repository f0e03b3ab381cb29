"""Bands of a measure that things lie in: where each ends, and those said before the things.

九成以下、九成到九成五的县各几个 was heard as one condition after another on the county, which no
county meets; bands that exclude each other are counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from assistant.reading.amounts import as_measured
from assistant.reading.frame import Frame
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import Mods, PredPhrase

_FEWEST = 2
_WORDS = {">": ("超过", ""), ">=": ("", "以上"), "<": ("不到", ""), "<=": ("", "以下")}


def ends_of(band: Comparison) -> tuple[float, float] | None:
    """Return where a band begins and ends."""
    if band.amount is None:
        return None
    if band.upper is not None:
        return band.amount.value, band.upper.value
    if band.cmp in ("<", "<="):
        return -inf, band.amount.value
    return (band.amount.value, inf) if band.cmp in (">", ">=") else None


def said_as(band: Comparison) -> str:
    """超过30亿方, 九成到九成五: the words for a band."""
    assert band.amount is not None
    if band.upper is not None:
        return f"{band.amount.text}到{band.upper.text}"
    before, after = _WORDS.get(band.cmp, ("", ""))
    return f"{before}{band.amount.text}{after}"


def all_shares(bands: Sequence[Comparison]) -> list[Comparison]:
    """九成以下、九五往上: beside shares 九五 is 95 % too."""
    if not any(b.amount is not None and b.amount.dimension == "fraction" for b in bands):
        return list(bands)
    return [replace(b, amount=_share(b.amount), upper=_share(b.upper)) for b in bands]


def in_unit_of(bands: Sequence[Comparison], unit: str) -> list[Comparison]:
    """一天以内、一到三天: of what is measured in hours, 24 and 72."""
    return [replace(b, amount=b.amount and as_measured(b.amount, unit),
                    upper=b.upper and as_measured(b.upper, unit)) for b in bands]


def _share(amount: Amount | None) -> Amount | None:
    if amount is None or amount.dimension != "bare" or amount.value <= 1:
        return amount
    return replace(amount, value=amount.value / 100, unit="fraction", dimension="fraction")


def _sorted(bands: Sequence[Comparison]) -> list[tuple[float, float]]:
    return sorted(band for c in bands if (band := ends_of(c)) is not None)


def tile(bands: Sequence[Comparison]) -> bool:
    """Each band begins where the one below it ends.

    九成以下、九成二到九成五 leaves out what lies between, which the cut would show as if asked for.
    """
    return all(one[1] == other[0] for one, other in pairwise(_sorted(bands)))


def open_ended(bands: Sequence[Comparison]) -> bool:
    """Whether the first band has no lower end but zero, and the last no upper one.

    一万到十万、十万到一百万 asks for nothing above, which the cut would show as if asked for.
    """
    ends = _sorted(bands)
    return not ends or ends[0][0] in (-inf, 0.0) and ends[-1][1] == inf


def said_of_the_counted(frame: Frame) -> None:
    """Take bands that exclude each other off the things counted, where each is counted."""
    counts = [m for m in frame.measures if m.kind == "count" and m.noun is not None]
    if "each" not in frame.flags or len(counts) != 1 or counts != frame.measures or frame.nouns:
        return
    noun = counts[0].noun
    assert noun is not None
    preds = [*frame.mods.preds, *noun.mods.preds]
    subjects = {p.subject for p in preds}
    bands = [p.comparison for p in preds if p.comparison is not None and _plain(p)]
    subject = subjects.pop() if len(subjects) == 1 else None
    if subject is None or len(bands) != len(preds) or not _apart([*bands, *frame.bare]):
        return
    named = len(frame.called) == len(bands) + len(frame.bare)
    texts = frame.called[:len(bands)] if named else [said_as(c) for c in bands]
    frame.measures = [subject, replace(counts[0], noun=replace(
        noun, mods=replace(noun.mods, preds=())))]
    frame.bare, frame.bare_texts = [*bands, *frame.bare], [*texts, *frame.bare_texts]
    frame.mods = Mods(frame.mods.conds, frame.mods.states, join=frame.mods.join)


def _plain(pred: PredPhrase) -> bool:
    return pred.against is None and not (pred.quantifier or pred.negated or pred.any_of)


def _apart(bands: Sequence[Comparison]) -> bool:
    ends = _sorted(bands)
    return len(ends) == len(bands) >= _FEWEST and all(
        one[1] <= other[0] for one, other in pairwise(ends))
