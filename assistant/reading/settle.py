"""Last roles: shares, what still narrows, periods of the rows, the figure to be checked."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Grain
from assistant.reading.every_period import grain_of
from assistant.reading.frame import Frame
from assistant.reading.measured_there import measured_there
from assistant.reading.nodes import Cond
from assistant.reading.periods import trend_grain
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rule_words import has_any, words_of
from assistant.reading.stated import stated_figure

_OF_THE_CITY = words_of("of_the_city")


def settle(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Give the phrases that are left their roles."""
    _Settling(frame, roles, resolver).run()


class _Settling:
    def __init__(self, frame: Frame, roles: Roles, resolver: Resolver) -> None:
        self.frame = frame
        self.roles = roles
        self.resolver = resolver

    def run(self) -> None:
        measured_there(self.frame, self.roles, self.resolver)
        self._shares()
        self._scope()
        self._periods()
        stated_figure(self.frame, self.roles, self.resolver)

    def _shares(self) -> None:
        frame, roles = self.frame, self.roles
        if "whole_place" in frame.flags and roles.measures and not frame.shared:
            frame.shared = True
        roles.measures = [self._of_own_city(m) for m in roles.measures]
        self._slices()
        if not frame.shared or any(m.kind == "share" for m in roles.measures):
            return
        if roles.basis is not None or any(m.change for m in roles.measures):
            return
        if not roles.measures and roles.rows is not None:
            part = MeasurePhrase("count", noun=roles.rows)
            roles.head, roles.rows = roles.rows, None
        elif roles.measures:
            part = roles.measures.pop()
        else:
            return
        below = "whole_place" in frame.flags
        roles.measures.append(self._of_own_city(MeasurePhrase(
            "share", part=part, lift=frame.whole and not below, lift_below=below)))

    def _slices(self) -> None:
        """四块用水画个饼: each with its share of them all."""
        roles = self.roles
        apart = any(
            c.listed > 1 and c.options[0][1] for c in self.frame.mods.conds) or any(
            g.grain is None for g in roles.groups)
        if "pie" in self.frame.flags and apart and not self.frame.shared \
                and len(roles.measures) == 1 and self._adds_up(roles.measures[0]):
            roles.measures.append(MeasurePhrase("share", part=roles.measures[0]))

    def _adds_up(self, measure: MeasurePhrase) -> bool:
        plain = not (measure.change or measure.agg or measure.per or measure.divisor)
        return plain and measure.kind == "metric" and all(
            self.resolver.model.metric(m).additive for m in measure.metrics[:1])

    def _of_own_city(self, measure: MeasurePhrase) -> MeasurePhrase:
        """高安的…占全市: of the city that the county named lies in."""
        if measure.kind == "share" and measure.lift_below and not measure.own_place \
                and self.roles.limit_per == "city" and self.roles.rows is not None:
            return replace(measure, own_place=True, lift_below=False)  # 每个市最大的…占全市
        county = self._county()
        if measure.kind != "share" or not measure.lift_below or measure.whole is not None \
                or measure.own_place or county is None:
            return measure
        city = any(w in measure.text for w in _OF_THE_CITY)
        place = self._city_of(county) if city else county
        if place is None:
            return measure
        whole = MeasurePhrase("count", noun=SetPhrase((), Mods(conds=(place,))))
        return replace(measure, whole=whole, lift_below=False)

    def _county(self) -> Cond | None:
        """Return the one county that was named."""
        named = [c for c in self.frame.mods.conds if c.options[0][:2] == ("county", None)
                 and len(c.options[0][2]) == 1 and not c.negated]
        return named[0] if len(named) == 1 else None

    def _city_of(self, county: Cond) -> Cond | None:
        parent = self.resolver.parent_of("county", str(county.options[0][2][0]))
        if parent is None:
            return None
        return replace(county, options=((parent[0], None, (parent[1],)),))

    def _scope(self) -> None:
        """Conditions nobody took narrow the rows, the measures, or the whole question."""
        roles = self.roles
        self._split_measures()
        rest: list[Cond] = []
        for cond in self.frame.mods.conds:
            if (cond.listed >= 2 or self._chosen_among(cond)) and self._splits(cond):
                roles.listed.append(cond)
            rows = roles.rows
            is_place = cond.options[0][1] is None
            if rows is not None and not is_place:
                fitting = tuple(o for o in rows.options
                                if self.resolver.cond_distance(cond, o) is not None)
                if fitting and self._of_what_is_tested(cond, fitting):
                    continue
                if fitting:
                    roles.rows = replace(rows, options=fitting).narrowed(Mods(conds=(cond,)))
                    continue
                if self._push_into_measures(cond):
                    continue
            rest.append(cond)
        roles.scope = roles.scope.plus(Mods(conds=tuple(rest)))

    def _of_what_is_tested(self, cond: Cond, rows: tuple[str, ...]) -> bool:
        """季报，哪些市退回率大于1%: the rate of those forms, not cities that have such forms."""
        roles = self.roles
        subjects = [p.subject for p in roles.tested if p.subject is not None]
        below = all(self.resolver.below(self.resolver.nearest(cond, (o,))[0], o) for o in rows)
        mods = Mods(conds=(cond,))
        if not below or not subjects or roles.rows is None or not all(
                s.kind == "metric" and self.resolver.metrics_fitting(mods, s.metrics)
                for s in subjects):
            return False
        roles.tested = [
            replace(p, subject=replace(p.subject, mods=p.subject.mods.plus(mods)))
            if p.subject is not None else p for p in roles.tested]
        roles.rows = replace(roles.rows, mods=replace(roles.rows.mods, preds=tuple(roles.tested)))
        return True

    def _split_measures(self) -> None:
        """国控站和省控站的完整率: the values told apart are what the whole question is split by."""
        roles = self.roles
        for index, measure in enumerate(roles.measures):
            part = measure.part if measure.kind == "share" and measure.part else measure
            for cond in part.mods.conds:
                if cond.listed < 2 or part.kind != "metric" or not self._splits(cond):
                    continue
                if part is measure and self._all_narrowed_by(cond):
                    kept = tuple(c for c in part.mods.conds if c is not cond)
                    roles.measures[index] = replace(part, mods=replace(part.mods, conds=kept))
                    self.frame.mods = self.frame.mods.plus(Mods(conds=(cond,)))
                else:
                    roles.listed.append(cond)

    def _all_narrowed_by(self, cond: Cond) -> bool:
        mods = Mods(conds=(cond,))
        return all(m.kind == "metric" and self.resolver.metrics_fitting(mods, m.metrics)
                   for m in self.roles.measures)

    def _chosen_among(self, cond: Cond) -> bool:
        """五河里哪条最高: a named group of several is compared one by one."""
        frame = self.frame
        several = len(cond.options[0][2]) >= 2 and cond.options[0][1] is None
        ranked = frame.ranked is not None or frame.extreme is not None or frame.which
        return several and ranked and not frame.groups and not any(
            n.asked == "which" for n in frame.nouns)

    def _splits(self, cond: Cond) -> bool:
        frame = self.frame
        return not (frame.summed or cond.negated or self.roles.rows is not None
                    or "whole_place" in frame.flags)

    def _push_into_measures(self, cond: Cond) -> bool:
        mods = Mods(conds=(cond,))
        changed = []
        for measure in self.roles.measures:
            if measure.kind != "metric" or not self.resolver.metrics_fitting(
                    mods, measure.metrics):
                return False
            changed.append(replace(measure, mods=measure.mods.plus(mods)))
        if not changed:
            return False
        self.roles.measures = changed
        return True

    def _periods(self) -> None:
        frame, roles = self.frame, self.roles
        if frame.when is not None and roles.period_rows is None:
            roles.groups.append(GroupPhrase(grain=frame.when))
            if len(roles.groups) == len(roles.listed) == 1 and roles.ranked is not None:
                roles.limit_per = "0"  # 南昌和九江取水最多的分别是哪个月: a month for each
        elif ("trend" in frame.flags or self._charted() or self._one_by_one() or self._years()
                or self._recent_run()) \
                and not any(g.grain for g in roles.groups) \
                and roles.measures and roles.rows is None:
            period = frame.times[0] if frame.times else None
            roles.groups.append(GroupPhrase(grain=trend_grain(period, self._kept_by())))

    def _kept_by(self) -> Grain:
        """Return the finest grain all the measures are kept at: a year's figure has no months."""
        order = ["hour", "day", "month", "quarter", "year"]
        kept = [self.resolver.model.metric(m.metrics[0]).grain
                for m in self.roles.measures if m.metrics]
        return max(("day", *(g for g in kept if g in order)), key=order.index)

    def _years(self) -> bool:
        """近五年用水总量和水资源总量: of what is kept by the year, each year's figure."""
        frame, roles = self.frame, self.roles
        told = frame.summed or frame.aggs or frame.per or frame.shared or roles.basis \
            or roles.flags or roles.yesno or "check" in frame.flags
        plain = all(m.kind == "metric" and not (m.change or m.agg or m.per or m.divisor)
                    and self.resolver.model.metric(m.metrics[0]).grain == "year"
                    for m in roles.measures)
        return bool(roles.measures) and plain and not told and not roles.groups \
            and not roles.listed and roles.ranked is None and grain_of(frame.times) == "year"

    def _one_by_one(self) -> bool:
        """去年四个季度分别多少: one for each of the periods said."""
        said = self.frame.times[0].label if self.frame.times else ""
        apart = self.frame.flags & {"each", "apart"} and not self.roles.listed
        return bool(apart) and "个" in said \
            and grain_of(self.frame.times) is not None and not self.roles.groups

    def _charted(self) -> bool:
        """近十年用水总量的柱状图: with nothing else to draw it by, by the periods it holds."""
        return "chart" in self.frame.flags and grain_of(self.frame.times) is not None \
            and not (self.roles.groups or self.roles.listed)

    def _recent_run(self) -> bool:
        """近八个季度的上报率: a rate over several periods is a course, not one figure."""
        period = self.frame.times[0] if self.frame.times else None
        rates = [m for m in self.roles.measures if m.metrics and
                 self.resolver.model.metric(m.metrics[0]).unit == "fraction"]
        return (period is not None and period.label.startswith(tuple(words_of("recent")))
                and has_any(period.label, "long_periods")
                and bool(rates) and len(rates) == len(self.roles.measures)
                and not self.roles.groups and not self.roles.flags
                and not has_any(period.label, "one"))
