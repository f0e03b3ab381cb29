"""Give each phrase of a question its part: rows, groups, measures, conditions, order."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.after_rows import taken_since
from assistant.reading.against import basis_of_tests, take_basis
from assistant.reading.all_of_them import ask_of_all, hold_of_all
from assistant.reading.apart import (
    count_apart,
    count_by_what_happened,
    count_happenings,
    count_open,
    count_values,
)
from assistant.reading.bins import cut_bins
from assistant.reading.changes import either_trend
from assistant.reading.dated import date_states
from assistant.reading.dated_parents import date_parents
from assistant.reading.every_period import each_period, grain_of, test_each_period
from assistant.reading.frame import Frame
from assistant.reading.implied import fill_in
from assistant.reading.implied_rows import fit_rows, imply_rows
from assistant.reading.longest_so import longest_so
from assistant.reading.loose import as_measure
from assistant.reading.most_such import most_such
from assistant.reading.other_part import two_parts_apart
from assistant.reading.over_years import test_over_years
from assistant.reading.owners import belongs_to
from assistant.reading.passing import pass_periods
from assistant.reading.phrase_types import (
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.picked import larger_of_two, picking_changes
from assistant.reading.placing import measured_of, place_conditions, tests_of_counted
from assistant.reading.ranking import asked_grain, both_ranked, rank, rate_said_again
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rows_of_kind import (
    count_beside,
    counted_noun,
    counts_in,
    rows_are_groups,
    rows_of_kind,
)
from assistant.reading.same_records import of_the_same_records, with_their_records
from assistant.reading.scopes import tidy_scopes
from assistant.reading.sense_there import choose_senses
from assistant.reading.settle import settle
from assistant.reading.shown_by import each_counted, shown_by
from assistant.reading.sides import place_rows, take_sides
from assistant.reading.single_hours import hour_by_hour
from assistant.reading.sums_of_places import sum_in_places
from assistant.reading.whose_state import whose_state

_REGIONS = ("province", "city", "county", "basin", "subbasin")


def assign_roles(frame: Frame, resolver: Resolver) -> Roles:
    """Return the roles of a frame's phrases."""
    longest_so(frame, resolver)
    count_open(frame, resolver)
    whose_state(frame)
    taken_since(frame, resolver)
    pass_periods(frame, resolver)
    two_parts_apart(frame)
    take_sides(frame)
    larger_of_two(frame)
    place_rows(frame, resolver)
    date_states(frame, resolver.model)
    test_each_period(frame)
    test_over_years(frame, resolver)
    count_apart(frame, resolver)
    of_the_same_records(frame)
    for prepare in (sum_in_places, tidy_scopes, most_such, choose_senses, cut_bins, fill_in,
                    date_parents):
        prepare(frame, resolver)
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
        frame.when = asked_grain(frame)
        shown_by(frame, roles)
        self.preds.extend(picking_changes(frame, roles))
        self._bare_comparisons()
        self.preds = either_trend(self.preds, frame.flags)
        self._nouns()
        rows_are_groups(roles)
        self.preds = tests_of_counted(frame, roles, self.preds, self.resolver)
        self._states_alone()
        self.preds = basis_of_tests(frame, roles, self.preds)
        self._measures_alone()
        count_by_what_happened(roles, self.resolver)
        count_beside(frame, roles)
        take_basis(frame, roles)
        rate_said_again(frame, roles, self.resolver)
        rows_of_kind(frame, roles, self.resolver)
        imply_rows(frame, roles, self.resolver)
        fit_rows(frame, roles, self.resolver)
        rank(frame, roles)
        self._columns()
        place_conditions(frame, roles, self.preds, self.resolver)
        hour_by_hour(frame, roles, self.resolver)
        settle(frame, roles, self.resolver)
        count_happenings(roles, frame, self.resolver)
        hold_of_all(frame, roles)
        ask_of_all(frame, roles)
        roles.yesno = "yesno" in frame.flags and (
            roles.rows is not None or bool(roles.flags) or roles.period_rows is not None
        )
        roles.head = roles.head or roles.rows or frame.head or counted_noun(roles)
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
            whole_group = bool(self.frame.metric_groups) or comparison.target and self.frame.which
            each = "any" in self.frame.flags or len(subjects) == 1 or whole_group
            for subject in subjects if each else subjects[-1:]:
                pred = PredPhrase(subject, comparison=comparison, every=comparison.every)
                self.preds.append(each_period(pred, grain_of(self.frame.times)))

    def _nouns(self) -> None:
        for noun in self.frame.nouns:
            counts = [i.value.value for i in self.frame.numbers
                      if i.value.dimension in ("count", "bare")]
            stated = noun.number or (counts[0] if counts else None)
            if "check" in self.frame.flags and stated and not self.frame.measures:
                self.roles.measures.append(MeasurePhrase("count", noun=replace(noun, number=None)))
                self.roles.stated = float(stated)
            elif measured_of(self.frame, self.roles, noun, self.resolver):
                continue
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
                                      owner=noun.owner or rows.owner,
                                      ranked=both_ranked(rows.ranked, noun.ranked),
                                      within=noun.within)
        elif belongs_to(self.resolver, rows, noun):
            self.frame.columns.append(Item("noun", replace(noun, asked=""), 0, 0, 0.0, noun.text))
            self.roles.rows = replace(rows, asked=rows.asked or "which")
        elif noun.asked or noun.ranked is not None:
            if counts_in(self.frame, noun):  # 无证取水口在哪些县最多: ranked by how many are there
                self.roles.measures.append(MeasurePhrase("count", noun=rows, text=rows.text))
            else:
                self.roles.scope_nouns.append(rows)
            self.roles.rows = noun
        else:
            self.roles.scope_nouns.append(noun)

    def _states_alone(self) -> None:
        """离线的、超许可的 with no noun: the state's own entity."""
        mods = Mods(states=self.frame.mods.states)
        if not mods.states:
            taken = count_values(self.frame, self.roles, self.resolver)
            self.preds = [p for p in self.preds if p not in taken]
            return
        rows = self.roles.rows
        if rows is not None and any(self.resolver.fits(mods, o) for o in rows.options):
            self.roles.rows = rows.narrowed(with_their_records(self.frame, mods, rows))
            return
        counts = [m for m in self.roles.measures if m.kind == "count" and m.noun is not None]
        if len(counts) == 1 and counts == self.roles.measures and rows is None:
            noun = counts[0].noun
            assert noun is not None
            fitting = tuple(o for o in noun.options if self.resolver.fits(mods, o))
            if fitting and not noun.implied:
                noun = replace(noun, options=fitting)
                narrowed = noun.narrowed(with_their_records(self.frame, mods, noun))
                self.roles.measures = [replace(counts[0], noun=narrowed)]
                return
        metric = any(m.kind == "metric" for m in self.frame.measures)
        options = tuple(dict.fromkeys(s.entity for choice in mods.states for s in choice))
        named = {o[0] for c in self.frame.mods.conds for o in c.options if o[1] is not None}
        options = tuple(o for o in options if o in named) or options  # 在用的电磁表: meters
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
        elif ((frame.counted or self._how_many()) and rows is not None
              and not rows.asked and not frame.listed and not frame.which
              and not frame.measures and not self.preds and rows.ranked is None):
            roles.measures = [MeasurePhrase("count", noun=rows), *roles.measures]
            roles.head, roles.rows = rows, None
        elif rows is not None and frame.basis and not frame.measures and not rows.asked \
                and rows.ranked is None and not frame.listed and not self.preds:
            roles.measures = [MeasurePhrase("count", noun=rows)]  # 故障今年是不是比去年少
            roles.head, roles.rows = rows, None
            frame.flags.discard("yesno")
        elif rows is not None and (roles.groups or "split" in frame.flags) \
                and not frame.measures and (not rows.asked or each_counted(frame, rows)) \
                and rows.ranked is None and frame.limit is None:
            roles.measures = [MeasurePhrase("count", noun=rows)]
            roles.head, roles.rows = rows, None

    def _how_many(self) -> bool:
        """在线的站是多少个: of a set with no measure said, its number is asked."""
        rows = self.roles.rows
        return rows is not None and all(p.period is not None for p in rows.mods.preds) \
            and "value" in self.frame.flags and "each" not in self.frame.flags

    def _same_noun(self, rows: SetPhrase, noun: SetPhrase | None) -> bool:
        return noun is not None and rows.ranked is None and bool(set(rows.options)
                                                                & set(noun.options))

    def _columns(self) -> None:
        """What to show of each row; without rows, measures named so are simply asked."""
        frame, roles = self.frame, self.roles
        terms = [*frame.columns, *(Item("attr", a, 0, 0, 0.0, "") for a in frame.attrs)]
        if roles.rows is None:
            named = [as_measure(t, self.resolver) for t in terms]
            roles.measures.extend(m for m in named if m is not None)
            return
        roles.columns = terms

