"""The measure columns of a query: what was asked, what it is compared with, what was tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.contracts.algebra import (
    Arith,
    At,
    Growth,
    MeasureObj,
    Metric,
    Number,
    Rank,
    Ratio,
    Share,
)
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import Group, Out
from assistant.contracts.time import Period
from assistant.reading.against import basis_of_measure
from assistant.reading.among_periods import larger_over_smaller
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import REGIONS
from assistant.reading.past_the_mark import gap_to_mark
from assistant.reading.periods import first_and_last_year, inside
from assistant.reading.phrase_types import BasisPhrase, MeasurePhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.stated import checked_first
from assistant.reading.tested_columns import tested_columns

_UNLIKE = 3  # periods whose lengths differ more than so are not compared as they stand


class Outputs:
    """Builds the measure columns of one frame."""

    def __init__(
        self, frame: Frame, roles: Roles, measures: MeasureBuilder, resolver: Resolver,
        groups: list[Group],
    ) -> None:
        self.frame, self.roles, self.measures = frame, roles, measures
        self.model = resolver.model
        self.groups = groups

    def build(self, rows: bool) -> list[Out]:
        """Return the columns; ``rows`` says that there are rows or groups to show them by."""
        outs: list[Out] = []
        for phrase in self.roles.measures:
            outs.extend(self.columns(self._plain_rate(phrase)))
        for basis in self.roles.more_bases:
            for phrase in self.roles.measures:
                outs.extend(self.columns(replace(phrase, change=basis)))
        outs.extend(tested_columns(self.roles, self.measures, self.model) if rows else [])
        outs.extend(self._differences(outs))
        outs = checked_first(outs, self.roles)
        outs.extend(self._against_stated(outs))
        if rows:
            outs.extend(self._state_measures())
        outs.extend(self._places())
        return _unique(outs)

    def _plain_rate(self, phrase: MeasurePhrase) -> MeasurePhrase:
        """地下水占比最高的市，占多少: a rate said again is itself, no part of a rate."""
        part = phrase.part
        if phrase.kind != "share" or phrase.whole is not None or part is None \
                or part.kind != "metric":
            return phrase
        rate = self.model.metric(self.measures.best_metric(part)).unit == "fraction"
        return part if rate else phrase

    def columns(self, phrase: MeasurePhrase) -> list[Out]:
        """Return the measure and, where a change is asked, what it is compared with."""
        metric = self.measures.best_metric(phrase) if phrase.metrics else None
        return self._with_change(self.measure(phrase), phrase, metric)

    def measure(self, phrase: MeasurePhrase) -> MeasureObj:
        """Return the measure a phrase means in this question: at its grain, within its groups."""
        built = self._group_share(phrase) or self._fine_enough(
            self.measures.build(self._of_its_like(phrase)))
        own = phrase.time is not None and phrase.time not in self.frame.times
        return At(measure=built, time=phrase.time) if own else built

    def _of_its_like(self, phrase: MeasurePhrase) -> MeasurePhrase:
        """逾期的问题哪三个市最多，各占全省几成: what a place has of all there is of the same."""
        rows = self.roles.rows.options[:1] if self.roles.rows is not None else ()
        shown = {*rows, *((g.path or "").split(".")[0] for g in self.groups)}
        alike = phrase.kind == "share" and phrase.lift and phrase.whole is None
        return replace(phrase, lift_same=True) if alike and shown & set(REGIONS) else phrase

    def _group_share(self, phrase: MeasurePhrase) -> MeasureObj | None:
        """按用途分各占多少: each group's part of all the groups."""
        paths = tuple(g.path for g in self.groups if g.path)
        part = phrase.part
        if part is not None and paths and any(c in self.roles.listed for c in part.mods.conds):
            # 农业、工业各占多少: split by what is listed, each is a part of all there is
            listed = tuple(c for c in part.mods.conds if c not in self.roles.listed)
            whole = phrase.whole or replace(part, mods=replace(part.mods, conds=listed))
            return Share(part=self.measures.build(part),
                         whole=At(measure=self.measures.build(whole), lift=paths[-1:]))
        plain = phrase.kind == "share" and phrase.whole is None and not phrase.lift
        if not (plain and paths) or part is None or phrase.lift_below:
            return None
        told = {o[1] for c in part.mods.conds for o in c.options}
        if part.mods and (paths[-1].split(".")[0] in REGIONS
                          or paths[-1].split(".")[-1] in told or part.kind != "metric"):
            return None  # 各市地下水占几成 is of each city's own water
        if part.noun is not None and (part.noun.mods.states or part.noun.mods.preds):
            return None
        measure = self.measures.build(part)
        return Share(part=measure, whole=At(measure=measure, lift=paths[-1:]))

    def _fine_enough(self, measure: MeasureObj) -> MeasureObj:
        """By the hour, or at hours of the day: the metric kept at that grain, if there is one."""
        hourly = any(g.grain == "hour" for g in self.groups) or self.frame.hours is not None or (
            bool(self.frame.times) and self.frame.times[0].hours is not None)
        if hourly and isinstance(measure, Metric):
            finer = self.model.metric(measure.name).finer
            if finer is not None:
                return measure.model_copy(update={"name": finer})
        return measure

    def _places(self) -> list[Out]:
        """排第几: the place of each measure among its like."""
        wanted = "place_of" in self.frame.flags and len(self.roles.measures) == 1
        if not wanted or not self._placed():
            return []
        phrase = self.roles.measures[0]
        metric = self.measures.best_metric(phrase) if phrase.metrics else None
        moved = self.measures.moved(self.measures.build(phrase), phrase.change, metric)
        first = "asc" if "from_least" in self.frame.flags else "desc"
        return [Out(expr=Rank(measure=moved, direction=first), label="名次")]

    def _placed(self) -> bool:
        """There are others of its kind: groups, rows, or the places like the one named."""
        named = any(o[1] is None for c in self.roles.scope.conds for o in c.options)
        return bool(named or self.groups or self.roles.rows is not None)

    def _against_stated(self, outs: list[Out]) -> list[Out]:
        """核一下: how far the figure in the draft is from the data."""
        if "check" not in self.frame.flags or not outs or self.roles.stated is None:
            return []
        main = outs[0].expr
        stated = Number(value=self.roles.stated)
        return [Out(expr=Arith(op="minus", of=(main, stated)), label="差值")]

    def _differences(self, outs: list[Out]) -> list[Out]:
        """用水总量和供水总量差多少、多几倍: the difference or quotient of the two asked."""
        if "difference" in self.frame.flags and len(outs) == 1:
            return gap_to_mark(self.roles, self.measures, outs)
        if len(outs) != 2 or not self.frame.flags & {"difference", "ratio"}:  # noqa: PLR2004
            return []
        first, second = outs[0].expr, outs[1].expr
        if "ratio" in self.frame.flags:
            return [Out(expr=Ratio(top=first, bottom=second))]
        return [Out(expr=Arith(op="minus", of=(first, second)), label="差值")]

    def _state_measures(self) -> list[Out]:
        """A state that rests on a measure (超许可) shows that measure beside its rows."""
        if self.roles.rows is None:
            return []
        found = []
        for choice in self.roles.rows.mods.states:
            measure = self.model.state(choice[0].name).measure
            if measure is not None:
                found.append(Out(expr=measure))
        return found

    def _held_to(self, measure: MeasureObj, metric: str | None) -> list[Out]:
        """今年是去年同期的几倍: now, before, and how many times as much."""
        assert isinstance(self.frame.held_to, BasisPhrase)
        before = self.measures.previous(measure, self.frame.held_to, metric)
        return [Out(expr=measure), Out(expr=before), Out(expr=Ratio(top=measure, bottom=before))]

    def _with_change(self, measure: MeasureObj, phrase: MeasurePhrase, metric: str | None
                     ) -> list[Out]:
        if isinstance(self.frame.held_to, BasisPhrase):
            return self._held_to(measure, metric)
        points = metric is not None and self.model.metric(metric).unit == "fraction"
        points = points or phrase.kind == "share"
        twice = len(set(phrase.terms)) == 1 and phrase.op == "minus"
        if len(self.frame.times) == 2 and twice:  # noqa: PLR2004  # 上周取水量减上上周取水量
            each = self.measures.build(phrase.terms[0])
            sides = [At(measure=each, time=t) for t in self.frame.times]
            return [*(Out(expr=side) for side in sides),
                    Out(expr=Arith(op="minus", of=(sides[0], sides[1])), label="差值")]
        if isinstance(measure, Share) and self._part_of_time():
            return self._share_of_time(measure)
        if len(self.frame.times) > 1 and self.roles.compare_times:
            return self._at_times(measure, points)
        basis = basis_of_measure(phrase, self.frame, self.roles)
        yearly = metric or (self.measures.best_metric(phrase.part) if phrase.part is not None
                            and phrase.part.metrics else None)
        if basis is not None and (ends := self._ends_of(basis, yearly)) is not None:
            first, last = (At(measure=measure, time=t) for t in ends)
            return self._moved(last, first, basis, points)
        if basis is None:
            if isinstance(measure, Share):
                measure = self._share_of_groups(measure)
                return [Out(expr=measure), *self._share_columns(measure)]
            return [Out(expr=measure)]
        if basis.longterm:
            return self._moved(measure, self.measures.longterm(metric), basis, points)
        if basis.parent:
            whole = At(measure=measure, lift=REGIONS)
            return [Out(expr=measure), Out(expr=whole, label="全省"),
                    Out(expr=Arith(op="minus", of=(measure, whole)), label="差值")]
        previous = self.measures.previous(measure, basis, metric)
        return self._moved(measure, previous, basis, points)

    def _moved(self, now: MeasureObj, before: MeasureObj, basis: BasisPhrase, points: bool
               ) -> list[Out]:
        if basis.sign == "down":  # 降了多少 is answered with how much it fell
            return [Out(expr=now), Out(expr=before), *self._fall(now, before, points)]
        return [Out(expr=c) for c in self.measures.change_columns(now, before, points)]

    def _ends_of(self, basis: BasisPhrase, metric: str | None) -> tuple[Period, Period] | None:
        """2020到2024年降了百分之几: from the first year to the last, unless a basis was said."""
        since = basis.basis if isinstance(basis.basis, Period) and self.frame.summed else None
        said = basis.basis is not None and since is None or basis.parent or basis.longterm
        if said or len(self.frame.times) != 1 or metric is None \
                or self.model.metric(metric).grain != "year" or any(g.grain for g in self.groups):
            return None
        ends = first_and_last_year(self.frame.times[0])
        return (since, ends[1]) if since is not None and ends is not None else ends

    def _fall(self, now: MeasureObj, before: MeasureObj, points: bool) -> list[Out]:
        # the signed change stays beside it: 少了吗 may turn out to be a rise
        fell = [Out(expr=Arith(op="minus", of=(before, now)), label="减少量")]
        if not points:
            growth = Growth(measure=now, base=before)
            fell.append(Out(expr=Arith(op="times", of=(growth, Number(value=-1))), label="降幅",
                            unit="fraction"))
            fell.append(Out(expr=growth))
        return fell

    def _share_of_groups(self, measure: Share) -> Share:
        """各类各占多少: with nothing else to be a part of, each group is a part of them all."""
        paths = tuple(g.path.split(".")[0] if "." not in g.path else g.path
                      for g in self.groups if g.path)
        if measure.part != measure.whole or not paths:
            return measure
        return Share(part=measure.part, whole=At(measure=measure.whole, lift=paths[-1:]))

    def _share_columns(self, measure: MeasureObj) -> list[Out]:
        part, whole = getattr(measure, "part", None), getattr(measure, "whole", None)
        return [Out(expr=m) for m in (part, whole) if m is not None]

    def _part_of_time(self) -> bool:
        """4到9月占全年: one period lies inside the other (2019年和2024年 are set side by side)."""
        times = self.frame.times
        return len(times) > 1 and (inside(times[1], times[0]) or inside(times[0], times[1]))

    def _share_of_time(self, measure: Share) -> list[Out]:
        """4到9月占全年: the part's period lies inside the whole's."""
        first, second = self.frame.times[:2]
        inner, outer = (second, first) if inside(second, first) else (first, second)
        part = At(measure=measure.part, time=inner)
        # 4到9月占全年 is of the same thing: only the period is wider
        whole = At(measure=measure.part, time=outer)
        return [Out(expr=Share(part=part, whole=whole)), Out(expr=part), Out(expr=whole)]

    def _at_times(self, measure: MeasureObj, points: bool) -> list[Out]:
        times = self.frame.times
        self._check_comparable(times)
        outs = [Out(expr=At(measure=measure, time=t)) for t in times]
        if len(times) == 2:
            first, second = outs[0].expr, outs[1].expr
            gap = Out(expr=Arith(op="minus", of=(second, first)), label="差值")
            outs.append(Out(expr=larger_over_smaller(measure, times), label="倍数")
                        if "ratio" in self.frame.flags else gap)
        return outs

    def _check_comparable(self, times: list[Period]) -> None:
        """Two periods of one measure are set side by side only when they are of a kind.

        Raises:
            AmbiguousQuestion: they belong to different conditions, or are of unlike length.
        """
        states = sum(len(m.noun.mods.states) for m in self.roles.measures if m.noun is not None)
        days = [(p.last - p.first).days + 1 for p in times
                if isinstance(p.first, date) and isinstance(p.last, date)]
        if states + len(self.roles.scope.states) > 1 or (
                days and max(days) > _UNLIKE * min(days)):
            named = "、".join(p.label or str(p.first) for p in times)
            raise AmbiguousQuestion(
                f"一句里有几段时间（{named}），没有听出各管哪一部分，请分开来问。")


def _unique(outs: list[Out]) -> list[Out]:
    seen: list[Out] = []
    for out in outs:
        if out.expr not in [s.expr for s in seen]:
            seen.append(out)
    return seen
