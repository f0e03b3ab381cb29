"""How a frame hears times: periods, what they are compared with, the grains they go by."""

from __future__ import annotations

from assistant.contracts.time import Grain, HourWindow, Period
from assistant.reading.hearing import in_the_year_said
from assistant.reading.phrase_types import BasisPhrase, GroupPhrase, Item
from assistant.reading.rule_words import sense_in, words_of


class TimeHearing:
    """The part of a frame that hears times."""

    times: list[Period]
    full: list[Period]
    vague_times: list[tuple[str, tuple[str, ...]]]
    hours: HourWindow | None
    basis: list[BasisPhrase]
    groups: list[GroupPhrase]
    when: Grain | None
    flags: set[str]

    def _hear_time(self, item: Item) -> None:
        period = in_the_year_said(item.value.period, self.times)
        if item.value.role == "now":
            self.flags.add("now")
            return
        same = bool(self.times) and item.text in words_of("same_period")  # 2025年6月当月
        if same or any((p.first, p.last) == (period.first, period.last) for p in self.times):
            return
        if period.first is None and period.last is None and period.hours is not None:
            self.hours = period.hours
            return
        self.times.append(period)
        if item.value.full_last is not None:
            self.full.append(period.model_copy(update={"last": item.value.full_last}))

    def _hear_vague_time(self, item: Item) -> None:
        self.vague_times.append((item.text, item.value.choices))

    def _hear_shift(self, item: Item) -> None:
        value = item.value
        sign = "both"
        self.basis.append(BasisPhrase(value.basis or value.shift, sign))  # type: ignore[arg-type]

    def _hear_basis(self, item: Item) -> None:
        self.basis.append(item.value)

    def _hear_grain(self, item: Item) -> None:
        self.groups.append(GroupPhrase(grain=item.value.grain, text=item.text))

    def _hear_longterm(self, _: Item) -> None:
        self.basis.append(BasisPhrase(longterm=True, sign="both"))

    def _hear_when(self, item: Item) -> None:
        self.when = sense_in("grain", item.text) or "month"
