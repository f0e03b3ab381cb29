"""How a frame hears times: periods, what they are compared with, the grains they go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.contracts.time import Grain, HourWindow, Period
from assistant.reading.hearing import in_the_year_said
from assistant.reading.period_asks import PeriodsAsked
from assistant.reading.phrase_types import BasisPhrase, GroupPhrase, Item, MeasurePhrase
from assistant.reading.rule_words import sense_in, words_of


def _on_days(period: Period, part: Period) -> Period:
    return period.model_copy(update={"weekdays": part.weekdays, "label": part.label})


def _basis_on(basis: BasisPhrase, period: Period) -> BasisPhrase:
    """周末比工作日: the other days of the same period."""
    part = basis.basis
    if not isinstance(part, Period) or not part.weekdays or part.first is not None:
        return basis
    return replace(basis, basis=_on_days(period, part))


class TimeHearing:
    """The part of a frame that hears times."""

    times: list[Period]
    full: list[Period]
    vague_times: list[tuple[str, tuple[str, ...]]]
    hours: HourWindow | None
    week_parts: list[Period]
    basis: list[BasisPhrase]
    groups: list[GroupPhrase]
    when: Grain | None
    flags: set[str]
    heard: list[str]
    unread: list[str]
    measures: list[MeasurePhrase]
    periods: PeriodsAsked | None
    periods_text: str

    def _hear_time(self, item: Item) -> None:
        period = in_the_year_said(item.value.period, self.times)
        if item.value.role == "now":
            self.flags.add("now")
            return
        same = bool(self.times) and item.text in words_of("same_period")  # 2025年6月当月
        if same or any((p.first, p.last) == (period.first, period.last) for p in self.times):
            return
        if period.first is None and period.last is None and period.weekdays:
            self.week_parts.append(period)
            return
        if period.first is None and period.last is None and period.hours is not None:
            self.hours = period.hours
            self.times[:] = [self.at_hours(said) for said in self.times]
            return
        self.times.append(self.at_hours(period))
        if item.de:
            self.flags.add("time_of")
        if item.value.full_last is not None:
            self.full.append(period.model_copy(update={"last": item.value.full_last}))

    def at_hours(self, period: Period) -> Period:
        """上周每天凌晨两点到四点: hours said apart from the days recur on each of them."""
        if self.hours is None or period.hours is not None:
            return period
        return period.model_copy(update={"hours": self.hours})

    def _hear_wholeyear(self, item: Item) -> None:
        self.flags.add("whole_year")
        self.heard.append(item.text)

    def take_week_parts(self, before: Sequence[Period]) -> None:
        """去年周六周日, 周一到周五呢: the days of the week that count in the period said."""
        times = self.times or list(before)
        if not self.week_parts or not times:
            self.unread += [p.label for p in self.week_parts]
            return
        self.times = [_on_days(times[0], part) for part in self.week_parts]
        self.week_parts = []
        self.basis = [_basis_on(b, self.times[0]) for b in self.basis]
        self.measures = [replace(m, change=_basis_on(m.change, self.times[0]))
                         if m.change is not None else m for m in self.measures]

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

    def _hear_periodsasked(self, item: Item) -> None:
        self.periods, self.periods_text = item.value, item.text
