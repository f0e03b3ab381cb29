"""How many there are of what is asked about, taken for granted: 建筑业那63家, 到期的那120张."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.reading.phrase_types import Item, Mods, SetPhrase

_FEWEST = 2
_SIZED = ("number", "mods", "noun", "base", "measure")


@dataclass(frozen=True, slots=True)
class StatedSet:
    """A set of which a number was said; without a noun, the counter tells what it counts.

    ``rough``: 两千一百多家 is no figure to be held against the data.
    """

    n: int
    counter: str
    mods: Mods
    noun: SetPhrase | None = None
    rough: bool = False


def stated_sets(items: Sequence[Item]) -> list[StatedSet]:
    """Return the sets a clause says the size of."""
    found = [StatedSet(i.value.number, "", i.value.mods, i.value) for i in items
             if i.kind in ("noun", "base") and isinstance(i.value, SetPhrase) and i.value.number
             and not (i.value.asked or i.value.ranked)]
    placed = [i for i in items if i.kind in _SIZED]  # words that join nothing have no place
    for one, other in pairwise(sorted(placed, key=lambda i: i.start)):
        number, beside = (one, other) if one.kind == "number" else (other, one)
        if number.kind != "number" or one.end != other.start or not _counts(number):
            continue
        said = _set_of(beside)
        if said is not None:
            found.append(StatedSet(int(number.value.value), number.value.counter or "",
                                   *said, rough=bool(number.value.approx)))
    return [s for s in found if s.n >= _FEWEST and s.mods and not _listed(s)]


def _counts(number: Item) -> bool:
    item = number.value
    return item.dimension == "count" and bool(item.counter) and item.value == int(item.value)


def _set_of(item: Item) -> tuple[Mods, SetPhrase | None] | None:
    """Return the conditions and the noun a number stands beside."""
    if item.kind == "mods":
        return item.value, None
    if item.kind == "measure":  # 那30个国控站上传率
        scope = item.value.scope
        return (scope.mods, replace(scope, number=None)) if scope is not None \
            else (item.value.mods, None)
    if item.kind in ("noun", "base") and not (item.value.asked or item.value.ranked):
        return item.value.mods, replace(item.value, number=None)
    return None


def _listed(said: StatedSet) -> bool:
    """信丰、全南、龙南三地: as many as were named."""
    return any(c.listed == said.n for c in said.mods.conds)
