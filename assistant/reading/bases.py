"""What a measure is compared with: another time, its long-term mean, a number, its target."""

from __future__ import annotations

from assistant.contracts.algebra import (
    Arith,
    At,
    Growth,
    MeasureObj,
    Metric,
    Number,
    Prev,
    Target,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.time import Interval, Period
from assistant.reading.amounts import as_measured
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import BasisPhrase
from knowledge_graph.semantics.model import SemanticModel

_MOST_OF_A_SHARE = 1.5  # a bare number above it, said of a rate, is of a hundred


class Bases:
    """Right sides of comparisons, and the columns a change is told in."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model

    def name_of(self, metric: str) -> str:
        """Return the metric's name as it is read."""
        return self._model.metric(metric).zh

    def unit_of(self, metric: str) -> str:
        """Return the metric's base unit."""
        return self._model.metric(metric).unit

    def previous(self, measure: MeasureObj, basis: BasisPhrase | None, metric: str | None
                 ) -> MeasureObj:
        """Return the measure on the comparison period."""
        wanted = basis.basis if basis is not None else None
        opening = self._opening(wanted, metric, measure)
        if opening is not None:
            return opening
        if basis is not None and basis.longterm:
            return self.longterm(metric)
        if isinstance(wanted, Period):
            dated = isinstance(measure, At) and measure.time is not None \
                and not (measure.where or measure.lift)
            inner = measure.measure if dated and isinstance(measure, At) else measure
            return At(measure=inner, time=wanted)
        if isinstance(wanted, Interval):
            return Prev(measure=measure, shift=wanted)
        if wanted in ("yoy", "mom"):
            return Prev(measure=measure, basis=wanted)
        default = self._model.metric(metric).basis if metric else "yoy"
        return Prev(measure=measure, basis=default)

    def _opening(self, wanted: object, metric: str | None, measure: MeasureObj
                 ) -> Metric | None:
        """年末蓄水量比年初: the governed figure at the start of the same year."""
        if metric is None or not isinstance(wanted, Period) or not opens_a_year(wanted):
            return None
        zh = self._model.metric(metric).zh
        name = zh.replace("年末", "年初")
        where = measure.where if isinstance(measure, Metric) else ()
        return next((Metric(name=m.name, where=where) for m in self._model.metrics
                     if m.zh == name and name != zh), None)

    def longterm(self, metric: str | None) -> MeasureObj:
        """Return the metric's long-term mean, itself a governed metric named 多年平均….

        Raises:
            NotRecorded: the data hold no long-term mean of it.
        """
        if metric is not None:
            name = "多年平均" + self._model.metric(metric).zh.removeprefix("年")
            for known in self._model.metrics:
                if known.zh == name:
                    return Metric(name=known.name)
        raise NotRecorded("数据中没有该指标的多年平均值，不能与多年平均比较。")

    def moved(self, now: MeasureObj, change: BasisPhrase | None, metric: str | None
              ) -> MeasureObj:
        """降得最多的十户: how far it moved the way that was said, if it did."""
        if change is None:
            return now
        before = self.previous(now, change, metric)
        if change.how != "growth":
            ends = (before, now) if change.sign == "down" else (now, before)
            return Arith(op="minus", of=ends)
        growth = Growth(measure=now, base=before)
        return growth if change.sign != "down" else Arith(
            op="times", of=(growth, Number(value=-1)))

    def change_columns(self, measure: MeasureObj, previous: MeasureObj, points: bool
                       ) -> list[MeasureObj]:
        """Return [now, before, difference, growth]; rates have no growth, only points."""
        columns: list[MeasureObj] = [
            measure, previous, Arith(op="minus", of=(measure, previous)),
        ]
        if not points:
            columns.append(Growth(measure=measure, base=previous))
        return columns

    def right_side(self, comparison: Comparison, metric: str | None) -> MeasureObj:
        """Return the number (or the metric's target) a measure is compared with."""
        if comparison.amount is None:
            if metric is None or self._model.metric(metric).target is None:
                raise AmbiguousQuestion("该指标没有登记目标值，请给出要比较的数。")
            return Target(metric=metric)
        unit = self._model.metric(metric).unit if metric else ""
        amount = as_measured(comparison.amount, unit)
        bare = amount.dimension in ("bare", "count")  # a bare 95 said of a rate means 95 %
        share = bare and unit == "fraction" and amount.value > _MOST_OF_A_SHARE
        return Number(value=amount.value / 100 if share else amount.value, unit=amount.unit)


def opens_a_year(period: Period) -> bool:
    """Whether it is 年初: the start of the year that is spoken of, not a later period."""
    return period.label.endswith("年初")
