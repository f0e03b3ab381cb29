"""How a frame hears what is done with its measures: aggregates, divisions, what is left out."""

from __future__ import annotations

from assistant.reading.flags import agg_of
from assistant.reading.phrase_types import Divisor, Item, MeasurePhrase, SetPhrase


class MeasureHearing:
    """The part of a frame that hears aggregates and divisions."""

    aggs: list[str]
    measures: list[MeasurePhrase]
    divisors: list[Divisor]
    without: list[tuple[str, ...]]
    summed: bool
    per: str
    per_noun: SetPhrase | None

    def _hear_divisor(self, item: Item) -> None:
        self.divisors.append(item.value)

    def _hear_amid(self, item: Item) -> None:
        self.measures.append(item.value)  # 用水总量里, with no part of it after all

    def _hear_without(self, item: Item) -> None:
        self.without.append(item.value)

    def _hear_agg(self, item: Item) -> None:
        if "summed" in item.tags:
            self.summed = True
        else:
            self.aggs.append(agg_of(item.tags))

    def _hear_perof(self, item: Item) -> None:
        per, noun = item.value
        self._hear_per(per)
        self.per_noun = noun

    def _hear_per(self, item: Item) -> None:
        self.per = next(t for t in item.tags if t.startswith("per_")).removeprefix("per_")
