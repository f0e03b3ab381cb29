"""Last roles: shares, what still narrows, periods of the rows, the figure to be checked."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.periods import trend_grain
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles


def settle(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Give the phrases that are left their roles."""
    _Settling(frame, roles, resolver).run()


class _Settling:
    def __init__(self, frame: Frame, roles: Roles, resolver: Resolver) -> None:
        self.frame = frame
        self.roles = roles
        self.resolver = resolver

    def run(self) -> None:
        self._shares()
        self._scope()
        self._periods()
        self._stated_figure()

    def _shares(self) -> None:
        frame, roles = self.frame, self.roles
        if "whole_place" in frame.flags and roles.measures and not frame.shared:
            frame.shared = True
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
        roles.measures.append(MeasurePhrase(
            "share", part=part, lift=frame.whole and not below, lift_below=below))

    def _scope(self) -> None:
        """Conditions nobody took narrow the rows, the measures, or the whole question."""
        roles = self.roles
        for measure in roles.measures:
            for cond in measure.mods.conds:
                if cond.listed >= 2 and measure.kind == "metric" and self._splits(cond):
                    roles.listed.append(cond)
        rest: list[Cond] = []
        for cond in self.frame.mods.conds:
            if (cond.listed >= 2 or self._chosen_among(cond)) and self._splits(cond):
                roles.listed.append(cond)
            rows = roles.rows
            is_place = cond.options[0][1] is None
            if rows is not None and not is_place:
                fitting = tuple(o for o in rows.options
                                if self.resolver.cond_distance(cond, o) is not None)
                if fitting:
                    roles.rows = replace(rows, options=fitting).narrowed(Mods(conds=(cond,)))
                    continue
                narrowed = self._push_into_measures(cond)
                if narrowed:
                    continue
            rest.append(cond)
        roles.scope = roles.scope.plus(Mods(conds=tuple(rest)))

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
        elif ("trend" in frame.flags or self._recent_run()) \
                and not any(g.grain for g in roles.groups) \
                and roles.measures and roles.rows is None:
            period = frame.times[0] if frame.times else None
            roles.groups.append(GroupPhrase(grain=trend_grain(period, "day")))

    def _recent_run(self) -> bool:
        """近八个季度的上报率: a rate over several periods is a course, not one figure."""
        period = self.frame.times[0] if self.frame.times else None
        rates = [m for m in self.roles.measures if m.metrics and
                 self.resolver.model.metric(m.metrics[0]).unit == "fraction"]
        return (period is not None and period.label.startswith(("近", "最近", "过去", "这"))
                and any(mark in period.label for mark in ("个月", "季度", "年"))
                and bool(rates) and len(rates) == len(self.roles.measures)
                and not self.roles.groups and not self.roles.flags and "一" not in period.label)

    def _stated_figure(self) -> None:
        """The figure that is to be checked, in base units (95 said of a rate is 95 %)."""
        frame, roles = self.frame, self.roles
        if "check" not in frame.flags or roles.stated is not None:
            return
        amounts = [c.amount for c in frame.bare if c.amount is not None]
        values = [(a.value, a.dimension) for a in amounts]
        values += [(i.value.value, i.value.dimension) for i in frame.numbers]
        if not values:
            return
        value, dimension = values[0]
        metric = next((m.metrics[0] for m in roles.measures if m.metrics), None)
        unit = self.resolver.model.metric(metric).unit if metric else ""
        if dimension in ("bare", "count") and unit == "fraction" and value > 1.5:
            value /= 100
        roles.stated = float(value)
