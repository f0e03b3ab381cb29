"""Give each phrase of a question its part: rows, groups, measures, conditions, order."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.periods import inside, trend_grain
from assistant.reading.phrase_types import (
    GroupPhrase,
    MeasurePhrase,
    Mods,
    PredPhrase,
    Ranked,
    SetPhrase,
)
from assistant.reading.phrases import join_conditions
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles

_REGIONS = ("province", "city", "county", "basin", "subbasin")


def assign_roles(frame: Frame, resolver: Resolver) -> Roles:
    """Return the roles of a frame's phrases."""
    return _Casting(frame, resolver).run()


class _Casting:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver
        self.roles = Roles(measures=list(frame.measures), groups=list(frame.groups))
        self.preds: list[PredPhrase] = list(frame.mods.preds)

    def run(self) -> Roles:
        frame, roles = self.frame, self.roles
        self._merge_conditions()
        self._choose_metrics()
        self._implied_metric()
        self._implied_length()
        self._spread()
        self._shared_out()
        self._bins()
        self._bare_comparisons()
        self._nouns()
        self._states_alone()
        self._measures_alone()
        self._basis()
        self._ranking()
        self._predicates()
        self._shares()
        self._scope()
        self._periods()
        self._stated_figure()
        roles.yesno = "yesno" in frame.flags and (
            roles.rows is not None or bool(roles.flags) or roles.period_rows is not None
        )
        roles.head = roles.head or roles.rows or frame.head or self._counted_noun()
        return roles

    # --------------------------------------------------------------------------------- pieces
    def _merge_conditions(self) -> None:
        """2025年那批站和2022年那批站: values of one attribute are alternatives, side by side."""
        frame = self.frame
        self._places_of_counts()
        self._nouns_with_loose_values()
        plain = [n for n in frame.nouns if not n.asked and n.ranked is None and not n.mods.preds
                 and not n.mods.states and n.within is None and n.mods.conds]
        if len(plain) >= 2 and all(set(n.options) & set(plain[0].options) for n in plain):
            merged = self._united([c for n in plain for c in n.mods.conds])
            if any(c.listed >= 2 for c in merged):
                frame.nouns = [n for n in frame.nouns if n not in plain[1:]]
                index = frame.nouns.index(plain[0])
                frame.nouns[index] = replace(plain[0], mods=Mods())
                frame.mods = frame.mods.plus(Mods(conds=tuple(merged)))
        frame.mods = replace(frame.mods, conds=tuple(self._united(list(frame.mods.conds))))
        if frame.measures:
            self._free_listed()
        self._same_scope()

    def _free_listed(self) -> None:
        """2022年批次和2025年批次的站，离线次数…: alternatives said of a noun split the measures."""
        for index, noun in enumerate(self.frame.nouns):
            listed = [c for c in noun.mods.conds if c.listed >= 2]
            if listed and not noun.asked and noun.ranked is None:
                kept = tuple(c for c in noun.mods.conds if c not in listed)
                self.frame.nouns[index] = replace(noun, mods=replace(noun.mods, conds=kept))
                self.frame.mods = self.frame.mods.plus(Mods(conds=tuple(listed)))

    def _same_scope(self) -> None:
        """桃江上的站取了多少水，有几个站: the second 站 is the same 站."""
        scopes = [m.scope for m in self.frame.measures if m.scope is not None and m.scope.mods]
        for index, measure in enumerate(self.frame.measures):
            noun = measure.noun
            if measure.kind != "count" or noun is None:
                continue
            if noun.implied and index:
                self.frame.measures[index] = self._of_the_same(measure, index)
                continue
            if noun.mods:
                continue
            same = next((s for s in scopes if set(s.options) & set(noun.options)), None)
            if same is not None:
                self.frame.measures[index] = replace(measure, noun=noun.narrowed(same.mods))

    def _of_the_same(self, measure: MeasurePhrase, index: int) -> MeasurePhrase:
        """重大故障报了几起，没修复的几起: a count without its noun is of what was counted before."""
        noun = measure.noun
        before = next((m.noun for m in reversed(self.frame.measures[:index])
                       if m.kind == "count" and m.noun is not None and not m.noun.implied), None)
        if noun is None or before is None:
            return measure
        options = tuple(o for o in before.options if self.resolver.fits(noun.mods, o))
        if not options:
            return measure
        kept = replace(before.mods, states=())
        return replace(measure, noun=replace(noun, options=options, mods=kept.plus(noun.mods)))

    def _places_of_counts(self) -> None:
        """赣州和吉安未销号问题各多少，超期的各多少: a place said of a count is the question's."""
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            noun = measure.noun
            if measure.kind != "count" or noun is None:
                continue
            moved = tuple(c for c in noun.mods.conds
                          if not c.negated and (c.options[0][1] is None or c.listed >= 2))
            if moved:
                kept = tuple(c for c in noun.mods.conds if c not in moved)
                narrowed = replace(noun, mods=replace(noun.mods, conds=kept))
                frame.measures[index] = replace(measure, noun=narrowed)
                frame.mods = frame.mods.plus(Mods(conds=moved))
        for index, measure in enumerate(frame.measures):
            part = measure.part
            if measure.kind != "share" or part is None or part.scope is None:
                continue
            scope = part.scope
            places = tuple(c for c in scope.mods.conds if c.options[0][1] is None)
            kept = tuple(c for c in scope.mods.conds if c not in places)
            narrowed = replace(scope, mods=replace(scope.mods, conds=kept))
            frame.measures[index] = replace(measure, part=replace(part, scope=narrowed))
            frame.mods = frame.mods.plus(Mods(conds=places))
        self.roles.measures = list(frame.measures)

    def _nouns_with_loose_values(self) -> None:
        """规模以上的站跟规模以下的比: the second value belongs beside the first."""
        frame = self.frame
        for index, noun in enumerate(frame.nouns):
            for cond in noun.mods.conds:
                if any(join_conditions(cond, other) for other in frame.mods.conds):
                    kept = tuple(c for c in noun.mods.conds if c is not cond)
                    frame.nouns[index] = replace(noun, mods=replace(noun.mods, conds=kept))
                    frame.mods = frame.mods.plus(Mods(conds=(cond,)))
                    return

    def _united(self, conds: list[Cond]) -> list[Cond]:
        out: list[Cond] = []
        for cond in self._without_parents(conds):
            for place, held in enumerate(out):
                joined = join_conditions(held, cond)
                if joined is not None and not held.negated and not cond.negated:
                    out[place] = joined
                    break
            else:
                out.append(cond)
        return out

    def _without_parents(self, conds: list[Cond]) -> list[Cond]:
        """九江的永修: the city only says which 永修 is meant."""
        named = [(c, o) for c in conds for o in c.options[:1] if o[1] is None and not c.negated]
        parents = {self.resolver.parent_of(o[0], str(v)) for _, o in named for v in o[2]}
        return [c for c in conds if c.negated or c.options[0][1] is not None
                or not all((c.options[0][0], str(v)) in parents for v in c.options[0][2])]

    def _spread(self) -> None:
        """各县上传率的中位数: an aggregate over the members named by the grouping."""
        frame = self.frame
        wanted = frame.agg if frame.agg in ("median", "stdev") else None
        for index, measure in enumerate(frame.measures):
            agg = measure.agg if measure.agg in ("median", "stdev", "max", "min") else wanted
            group = next((g for g in frame.groups if g.entities), None) or next(
                (self._path_group(g) for g in frame.groups if g.paths and self._path_group(g)),
                None)
            if agg is None or measure.kind != "metric" or group is None:
                continue
            frame.measures[index] = replace(
                measure, agg=agg, scope=SetPhrase(group.entities, measure.mods), mods=Mods())
            frame.groups = [g for g in frame.groups
                            if not set(g.entities or ()) & set(group.entities)
                            and not set(g.paths) & set(group.entities)]
        self.roles.measures = list(frame.measures)
        self.roles.groups = list(frame.groups)

    def _shared_out(self) -> None:
        """按每百站算、户均: said apart from the measure it divides."""
        frame = self.frame
        if not frame.per or not frame.measures:
            return
        noun = frame.per_noun or next(
            (n for n in frame.nouns if not n.asked and not n.mods.preds), None)
        frame.measures = [
            replace(m, per=frame.per, per_noun=noun) if m.per is None else m
            for m in frame.measures
        ]
        if noun in frame.nouns and frame.per_noun is None:
            frame.nouns = [n for n in frame.nouns if n is not noun]
            frame.mods = frame.mods.plus(noun.mods) if noun else frame.mods
        self.roles.measures = list(frame.measures)

    def _path_group(self, group: GroupPhrase) -> GroupPhrase | None:
        names = tuple(p for p in group.paths if "." not in p)
        return replace(group, entities=names) if names else None

    def _choose_metrics(self) -> None:
        """Of the metrics a word may mean, keep those every condition of the question fits."""
        frame = self.frame
        conds = frame.mods.conds
        nouns = tuple(o for n in frame.nouns if not n.asked for o in n.options)
        chosen = []
        for measure in frame.measures:
            if len(measure.metrics) > 1:
                mods = Mods(conds=conds)
                fitting = self.resolver.metrics_fitting(
                    mods.plus(Mods(conds=measure.mods.conds)), measure.metrics)
                related = self.resolver.metrics_fitting(mods, fitting, nouns) if nouns else ()
                measure = replace(measure, metrics=related or fitting or measure.metrics)
            chosen.append(measure)
        frame.measures = chosen
        self.roles.measures = list(chosen)

    def _implied_length(self) -> None:
        """销号的问题平均用了多少天: the metric of how long such things take."""
        frame = self.frame
        if "length" not in frame.flags or frame.agg != "avg" or frame.measures:
            return
        for noun in frame.nouns:
            for entity in noun.options:
                name = self.resolver.mean_length_of(entity)
                if name is not None:
                    measure = MeasurePhrase("metric", metrics=(name,), scope=noun)
                    frame.measures = [measure]
                    self.roles.measures = [measure]
                    frame.nouns = [n for n in frame.nouns if n is not noun]
                    return

    def _implied_metric(self) -> None:
        """农业、工业各占多少: values of a fact with no metric said; the fact's own total is meant."""
        frame = self.frame
        if frame.measures or frame.nouns or frame.mods.states or not frame.mods.conds:
            return
        for cond in frame.mods.conds:
            facts = [o[0] for o in cond.options if o[1] is not None
                     and self.resolver.model.entity(o[0]).kind == "fact"]
            for fact in facts:
                total = self.resolver.total_of(fact)
                if total is not None:
                    measure = MeasurePhrase("metric", metrics=(total,))
                    frame.measures.append(measure)
                    self.roles.measures.append(measure)
                    return

    def _bins(self) -> None:
        """九成以下、九成到九成五、九成五以上各几个县: edges cut the measure."""
        frame = self.frame
        counted = [m for m in frame.measures if m.kind == "count" and m.noun is not None
                   and m.noun.options]
        tested = [m for m in frame.measures if m.kind == "metric"]
        if len(frame.bare) < 2 or not counted or not tested:
            return
        edges = {a.value for c in frame.bare for a in (c.amount, c.upper) if a is not None}
        self.roles.bins = (tested[0], tuple(sorted(edges)))
        self.roles.measures = counted[:1]
        noun = counted[0].noun
        assert noun is not None
        self.roles.groups = [g for g in self.roles.groups
                             if not set((*g.entities, *g.paths)) & set(noun.options)]
        frame.measures = counted[:1]
        frame.bare = []

    def _main(self) -> MeasurePhrase | None:
        if self.frame.ranked is not None and self.frame.ranked.by is not None:
            return self.frame.ranked.by
        return self.frame.measures[-1] if self.frame.measures else None

    def _bare_comparisons(self) -> None:
        """低于95%的 said apart from its measure: the question's own measures are meant."""
        if "check" in self.frame.flags:
            return
        for comparison in self.frame.bare:
            subjects = [m for m in self.frame.measures if m.kind == "metric"] or (
                [m] if (m := self._main()) is not None else [])
            any_of = "any" in self.frame.flags
            for subject in subjects if (any_of or len(subjects) == 1) else subjects[-1:]:
                self.preds.append(PredPhrase(subject, comparison=comparison))

    def _nouns(self) -> None:
        for noun in self.frame.nouns:
            counts = [i.value.value for i in self.frame.numbers
                      if i.value.dimension in ("count", "bare")]
            stated = noun.number or (counts[0] if counts else None)
            if "check" in self.frame.flags and stated and not self.frame.measures:
                self.roles.measures.append(MeasurePhrase("count", noun=replace(noun, number=None)))
                self.roles.stated = float(stated)
            elif noun.asked or noun.ranked is not None or noun.within is not None:
                self._take_rows(noun)
            elif not self.frame.measures and not self._is_region(noun):
                self._take_rows(noun)
            elif self._is_region(noun) and (noun.mods.preds or self._wants_rows()):
                self._take_rows(noun)
            elif self._is_region(noun):
                self.roles.groups.append(GroupPhrase(entities=noun.options, count=noun.number))
                self.roles.scope = self.roles.scope.plus(noun.mods)
            elif noun.mods.preds or self.frame.ranked is not None and self.frame.measures == []:
                self._take_rows(noun)
            else:
                self.roles.scope_nouns.append(noun)

    def _wants_rows(self) -> bool:
        frame = self.frame
        return bool(self.preds) or frame.which or (not frame.measures and not frame.ranked)

    def _is_region(self, noun: SetPhrase) -> bool:
        return noun.options[0] in _REGIONS

    def _take_rows(self, noun: SetPhrase) -> None:
        rows = self.roles.rows
        if (rows is not None and self.frame.counted and rows.mods and noun.mods
                and noun.within is None and not noun.asked):
            self.roles.measures.append(MeasurePhrase("count", noun=noun))
            return
        if rows is None:
            self.roles.rows = noun
            return
        shared = tuple(o for o in rows.options if o in noun.options)
        if shared:
            merged = replace(rows, options=shared).narrowed(noun.mods)
            self.roles.rows = replace(merged, asked=noun.asked or rows.asked,
                                      ranked=noun.ranked or rows.ranked, within=noun.within)
        elif noun.asked or noun.ranked is not None:
            self.roles.scope_nouns.append(rows)
            self.roles.rows = noun
        else:
            self.roles.scope_nouns.append(noun)

    def _states_alone(self) -> None:
        """离线的、超许可的 with no noun: the state's own entity."""
        mods = Mods(states=self.frame.mods.states)
        if not mods.states:
            return
        rows = self.roles.rows
        if rows is not None and any(self.resolver.fits(mods, o) for o in rows.options):
            self.roles.rows = rows.narrowed(mods)
            return
        metric = any(m.kind == "metric" for m in self.frame.measures)
        options = tuple(dict.fromkeys(s.entity for choice in mods.states for s in choice))
        noun = SetPhrase(options, mods)
        if metric and not self.frame.counted:
            self.roles.scope = self.roles.scope.plus(mods)
        elif self._is_ranking_rows(rows) or self.roles.groups or self.frame.counted:
            self.roles.measures.append(MeasurePhrase("count", noun=noun))
        elif rows is None and not metric and not self.frame.measures:
            self.roles.rows = noun
        else:
            self.roles.scope = self.roles.scope.plus(mods)

    def _is_ranking_rows(self, rows: SetPhrase | None) -> bool:
        return rows is not None and (
            rows.ranked is not None or self.frame.extreme is not None or self.frame.ranked
            is not None
        )

    def _measures_alone(self) -> None:
        frame, roles = self.frame, self.roles
        rows = roles.rows
        only_counts = bool(frame.measures) and all(
            m.kind == "count" and m.noun is not None and m.noun.options for m in frame.measures)
        listing = frame.which or frame.listed
        if (only_counts and listing and rows is None and not roles.groups
                and len(frame.measures) == 1 and not frame.shared):
            roles.rows = frame.measures[0].noun
            roles.measures = []
        elif rows is not None and only_counts and self._same_noun(rows, frame.measures[0].noun):
            noun = frame.measures[0].noun
            assert noun is not None
            roles.rows = rows.narrowed(noun.mods) if rows.mods != noun.mods else rows
            roles.measures = []
        elif (frame.counted and rows is not None and not rows.asked and not frame.listed
              and not frame.measures and not self.preds and rows.ranked is None
              and not frame.which):
            roles.measures = [MeasurePhrase("count", noun=rows), *roles.measures]
            roles.head, roles.rows = rows, None
        elif rows is not None and roles.groups and not frame.measures and not rows.asked \
                and rows.ranked is None and frame.limit is None:
            roles.measures = [MeasurePhrase("count", noun=rows)]
            roles.head, roles.rows = rows, None

    def _same_noun(self, rows: SetPhrase, noun: SetPhrase | None) -> bool:
        return noun is not None and rows.ranked is None and bool(set(rows.options)
                                                                & set(noun.options))

    def _basis(self) -> None:
        frame, roles = self.frame, self.roles
        if frame.basis and len(frame.times) >= 2:  # 二季度环比一季度: the second is the basis
            roles.basis = replace(frame.basis[0], basis=frame.times[1])
            frame.times = frame.times[:1]
        elif frame.basis:
            roles.basis = frame.basis[0]
        elif frame.change is not None and roles.measures and len(frame.times) < 2 \
                and not any(m.change for m in roles.measures):
            roles.basis = frame.change
        if len(frame.times) == 2 and not self._sharing():  # 去年 … 4到9月: the narrower one
            first, second = frame.times
            if inside(second, first):
                frame.times = [second]
            elif inside(first, second):
                frame.times = [first]
        roles.compare_times = len(frame.times) > 1

    def _sharing(self) -> bool:
        return self.frame.shared or any(m.kind == "share" for m in self.roles.measures)

    def _ranking(self) -> None:
        frame, roles = self.frame, self.roles
        ranked = frame.ranked
        if roles.rows is not None and roles.rows.ranked is not None:
            ranked = roles.rows.ranked if roles.rows.ranked.by or ranked is None else replace(
                ranked, n=roles.rows.ranked.n)
            roles.rows = replace(roles.rows, ranked=None)
        if ranked is None and frame.limit is not None:
            ranked = Ranked(None, frame.limit.n, frame.limit.direction)
        elif ranked is not None and frame.limit is not None and ranked.n == 1:
            ranked = replace(ranked, n=frame.limit.n)
        if ranked is None and frame.extreme is not None:
            most = bool(frame.extreme.tags & {"most", "best"})
            quality = bool(frame.extreme.tags & {"best", "worst"})
            ranked = Ranked(None, 1, "most" if most else "least", quality)
        if ranked is None:
            return
        if frame.attrs and frame.which and roles.rows is None:
            roles.groups.append(GroupPhrase(attrs=frame.attrs.pop(), asked=True))
            if any((g.entities or g.paths) and not g.asked for g in roles.groups):
                roles.limit_per = "0"
        if len(frame.ends) > 1:
            ranked = replace(ranked, n=0)
        if ranked.by is not None and ranked.by.kind == "count" and roles.rows is None:
            roles.head = ranked.by.noun
        roles.ranked = ranked
        if roles.rows is not None and roles.groups:
            groups = [g for g in roles.groups if (g.entities or g.paths) and not g.asked]
            if groups:
                roles.limit_per = (groups[0].entities or groups[0].paths)[0]
                roles.groups = [g for g in roles.groups if g is not groups[0]]
        elif any(g.asked for g in roles.groups) and len(roles.groups) >= 2:
            outer = next(g for g in roles.groups if not g.asked)
            roles.groups = [outer, *(g for g in roles.groups if g is not outer)]
            roles.limit_per = "0"
        if frame.which and roles.rows is None and frame.when is None and not roles.groups \
                and self.frame.nouns == [] and ranked.by is None:
            roles.ranked = ranked

    def _predicates(self) -> None:
        frame, roles = self.frame, self.roles
        rows = roles.rows
        if rows is not None:
            fitting = [p for p in self.preds
                       if any(self.resolver.fits_pred(p, o) for o in rows.options)]
            if fitting:
                join = frame.mods.join if "any" not in frame.flags else "or"
                roles.rows = rows.narrowed(Mods(preds=tuple(fitting), join=join))
            roles.tested = [p for p in roles.rows.mods.preds] if roles.rows else []
            self._drop_tested(roles)
            return
        if frame.when is not None and self.preds:
            roles.period_rows = frame.when
            roles.tested = list(self.preds)
            return
        if roles.groups and self.preds:
            entity_group = next((g for g in roles.groups if g.entities), None)
            if "mark" in frame.flags or entity_group is None:
                roles.flags = self.preds
                self._show(self.preds)
            else:
                roles.having = self.preds
                self._show(self.preds)
        elif self.preds:
            roles.flags = self.preds
            self._show(self.preds)

    def _show(self, preds: list[PredPhrase]) -> None:
        for pred in preds:
            if pred.subject is not None and pred.subject not in self.roles.measures:
                self.roles.measures.append(pred.subject)

    def _drop_tested(self, roles: Roles) -> None:
        """A measure asked and also tested is shown once, as a column of its rows."""
        tested = [p.subject for p in roles.tested if p.subject is not None]
        roles.measures = [m for m in roles.measures if m not in tested]

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

    def _counted_noun(self) -> SetPhrase | None:
        for measure in self.roles.measures:
            for phrase in (measure, measure.part):
                if phrase is not None and phrase.noun is not None and phrase.noun.options:
                    return phrase.noun
        return next(iter(self.roles.scope_nouns), None)
