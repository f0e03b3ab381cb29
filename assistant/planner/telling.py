"""The seam between planner and model: a question said again in the words of the data."""

from __future__ import annotations

from typing import Protocol

from assistant.planner.codes import Coded
from assistant.reading.explained import Explained


class Tells(Protocol):
    """Has a model say what a question asks, as restatements do, in the question's codes."""

    def __call__(self, heard: Explained, asked: Coded, n: int) -> str:
        """Return the restatement in codes; empty where the model sees none.

        Args:
            heard: the parser's own reading of the question.
            asked: the question in codes.
            n: which draw: 0 is the likeliest one, any other a warmer one.

        Raises:
            SourceUnavailable: the model does not answer.
        """


WARM = 0.6  # temperature of the draws after the first


def warmth(n: int) -> float:
    """Return the temperature of a draw."""
    return WARM if n else 0.0
