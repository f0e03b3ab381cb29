"""What was heard of a spoken question, and what became of it."""

from __future__ import annotations

from assistant.contracts.answer import WordReading
from assistant.contracts.time import Term


class Transcript(Term):
    """A spoken question as text, for the speaker to look at before it is asked.

    Attributes:
        text: with the words of the domain put right.
        heard: as it was transcribed.
        changes: each stretch that was put right, and what it became.
    """

    text: str
    heard: str
    changes: tuple[WordReading, ...] = ()
