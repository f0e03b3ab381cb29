"""Give each phrase of a question its part: rows, groups, measures, conditions, order."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.dated import date_states
from assistant.reading.frame import Frame
from assistant.reading.implied import fill_in
from assistant.reading.periods import inside
from assistant.reading.phrase_types import (
    GroupPhrase,
    MeasurePhrase,
    Mods,
    PredPhrase,
    Ranked,
    SetPhrase,
)
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.scopes import tidy_scopes
from assistant.reading.settle import settle

_REGIONS = ("province", "city", "county", "basin", "subbasin")


def assign_roles(frame: Frame, resolver: Resolver) -> Roles:
    """Return the roles of a frame's phrases."""
    date_states(frame, resolver.model)
    tidy_scopes(frame, resolver)
    fill_in(frame, resolver)
    return _Casting(frame, resolver).run()


class _Casting:
    """Casts the nouns, measures and conditions of one frame."""

    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver
        self.roles = Roles(
            measures=list(frame.measures), groups=list(frame.groups), bins=frame.bins)
        self.preds: list[PredPhrase] = list(frame.mods.preds)

    def run(self) -> Roles:
        frame, roles = self.frame, self.roles
        self._bare_comparisons()
        self._nouns()
        self._states_alone()
        self._measures_alone()
        self._basis()
        self._ranking()
        self._predicates()
        settle(frame, roles, self.resolver)
        roles.yesno = "yesno" in frame.flags and (
            roles.rows is not None or bool(roles.flags) or roles.period_rows is not None
        )
        roles.head = roles.head or roles.rows or frame.head or self._counted_noun()
        return roles


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
        counts = [m for m in self.roles.measures if m.kind == "count" and m.noun is not None]
        if len(counts) == 1 and counts == self.roles.measures and rows is None:
            noun = counts[0].noun
            assert noun is not None
            fitting = tuple(o for o in noun.options if self.resolver.fits(mods, o))
            if fitting and not noun.implied:
                narrowed = replace(noun, options=fitting).narrowed(mods)
                self.roles.measures = [replace(counts[0], noun=narrowed)]
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
        ranked = self._ranked()
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
        self._rank_within()

    def _ranked(self) -> Ranked | None:
        """Which end is wanted, of what, and how many: said of a noun, a measure or alone."""
        frame, roles = self.frame, self.roles
        ranked = frame.ranked
        if roles.rows is not None and roles.rows.ranked is not None:
            own = roles.rows.ranked
            ranked = own if own.by or ranked is None else replace(ranked, n=own.n)
            roles.rows = replace(roles.rows, ranked=None)
        if frame.limit is not None:
            if ranked is None:
                return Ranked(None, frame.limit.n, frame.limit.direction)
            return replace(ranked, n=frame.limit.n) if ranked.n == 1 else ranked
        if ranked is None and frame.extreme is not None:
            most = bool(frame.extreme.tags & {"most", "best"})
            quality = bool(frame.extreme.tags & {"best", "worst"})
            ranked = Ranked(None, 1, "most" if most else "least", quality)
        return ranked

    def _rank_within(self) -> None:
        """每个市前三的县、每个市最多的行业: the first ones of each group."""
        roles = self.roles
        outer = [g for g in roles.groups if (g.entities or g.paths) and not g.asked]
        if roles.rows is not None and outer:
            roles.limit_per = (outer[0].entities or outer[0].paths)[0]
            roles.groups = [g for g in roles.groups if g is not outer[0]]
        elif any(g.asked for g in roles.groups) and len(roles.groups) > 1:
            first = next(g for g in roles.groups if not g.asked)
            roles.groups = [first, *(g for g in roles.groups if g is not first)]
            roles.limit_per = "0"

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
        elif len(self.preds) > 1 and frame.counted:
            raise AmbiguousQuestion("听到几个条件要分别计数，没有听出数的是什么，请说明对象。")
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

    def _counted_noun(self) -> SetPhrase | None:
        for measure in self.roles.measures:
            for phrase in (measure, measure.part):
                if phrase is not None and phrase.noun is not None and phrase.noun.options:
                    return phrase.noun
        return next(iter(self.roles.scope_nouns), None)
