"""How a frame hears what points back, and what is said not to count."""

from __future__ import annotations

from assistant.reading.phrase_types import Item
from assistant.reading.pointing import Back
from assistant.reading.rule_words import words_of


class BackHearing:
    """The part of a frame that hears words about what was told before."""

    back: list[Back]
    left_aside: list[str]
    counter: str

    def _hear_back(self, item: Item) -> None:
        self.back.append(item.value)

    def _hear_one(self, item: Item) -> None:
        self.counter = item.value

    def _hear_leftaside(self, item: Item) -> None:
        self.left_aside.append(item.value)

    def _hear_that(self, item: Item) -> None:
        """那一年, 当年: the period just picked."""
        if item.tags & {"that_period", "same_time"} and item.text[:1] in words_of("same_one"):
            self.back.append(Back(period=True, text=item.text))
