"""How a frame hears what is done with its measures: aggregates, divisions, what is left out."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.flags import agg_of
from assistant.reading.phrase_types import Divisor, Item, MeasurePhrase, SetPhrase


class MeasureHearing:
    """The part of a frame that hears measures, aggregates and divisions."""

    aggs: list[str]
    measures: list[MeasurePhrase]
    nouns: list[SetPhrase]
    flags: set[str]
    left_out: list[Item]
    steady: list[Item]
    divisors: list[Divisor]
    without: list[tuple[str, ...]]
    summed: bool
    per: str
    per_noun: SetPhrase | None

    def _hear_measure(self, item: Item) -> None:
        phrase: MeasurePhrase = item.value
        if phrase.kind == "share" and phrase.part is None and self.nouns:
            noun = self.nouns[-1]
            if noun.ranked is not None and noun.ranked.by is not None and "its" in self.flags:
                self.measures.append(noun.ranked.by)  # 取水最多的十户及其占比: each of them
                phrase = replace(phrase, part=noun.ranked.by, lift_same=phrase.lift)
            elif noun.ranked is not None and noun.ranked.by is not None:
                # 取水最多的十户占全市百分之几: what those ten take together
                part = replace(noun.ranked.by, scope=self.nouns.pop())
                phrase = replace(phrase, part=part)
        self.measures.append(phrase)

    _hear_measurebase = _hear_measure

    def _hear_leftout(self, item: Item) -> None:
        self.left_out.append(item)

    def _hear_steady(self, item: Item) -> None:
        self.steady.append(item)

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
