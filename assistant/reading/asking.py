"""Errors that ask back, raised while a query is built."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.contracts.errors import AmbiguousQuestion, NotRecorded, UserFixable
from assistant.reading.nodes import Cond

Swap = tuple[str, str]
_SURE = 0.8  # a name that was guessed from its sound is not said to lack data
_PLACES = frozenset({"province", "city", "county", "basin", "subbasin", "water_source"})


class AskBack(AmbiguousQuestion):
    """A missing or doubtful part, with what to put in its place.

    Attributes:
        swaps: (old, new) texts: each makes a question that can be asked; old is text of the
            question or the name of a state said in it, "" puts ``new`` before the question.
    """

    def __init__(self, message: str, swaps: Sequence[Swap]) -> None:
        super().__init__(message)
        self.swaps = tuple(swaps)


class NotBrokenDown(NotRecorded):
    """The data are not kept by this place: said as no data. Other errors of building ask back."""


def unplaced(cond: Cond, what: str) -> UserFixable:
    """Return the error for a condition that cannot narrow ``what``.

    A place the data are not broken down to is honestly not held. Anything else was put on the
    wrong thing while reading: that is asked back, and nothing is said about the data.
    """
    named = {entity for entity, attribute, _ in cond.options if attribute is None}
    if cond.sure >= _SURE and named & _PLACES:
        return NotBrokenDown(f"{what}没有分到“{cond.text}”的数据。")
    return misplaced(cond.text, what)


def misplaced(word: str, what: str) -> AmbiguousQuestion:
    """Return the error for a word that was heard but fits nothing it was said of."""
    return AmbiguousQuestion(
        f"没有听出“{word}”在这里限定的是什么（和“{what}”对不上），请换个说法。")
