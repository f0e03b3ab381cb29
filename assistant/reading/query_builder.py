"""A frame of phrases → the typed query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from assistant.contracts.algebra import (
    Arith,
    At,
    Count,
    Flag,
    Growth,
    MeasurePred,
    Members,
    Number,
    PathCol,
    Periods,
    PredT,
    Rank,
    Top,
)
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import Context, Group, MetricQuery, Out
from assistant.contracts.time import Period
from assistant.reading.all_of_them import shown_of_all
from assistant.reading.asking import misplaced, unplaced
from assistant.reading.bins import named_bins
from assistant.reading.both_ends import between_two, both_ends
from assistant.reading.casting import assign_roles
from assistant.reading.columns import RowColumns
from assistant.reading.combining import Built
from assistant.reading.conditions import PredicateBuilder
from assistant.reading.factors import by_factors, said_to_move
from assistant.reading.frame import Frame
from assistant.reading.marking import marked
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import NearestPaths
from assistant.reading.outputs import Outputs
from assistant.reading.phrase_types import Cut, GroupPhrase, MeasurePhrase, Ranked
from assistant.reading.premises import premise_of
from assistant.reading.presentation import Presentation
from assistant.reading.quotients import quotient
from assistant.reading.resolve import Resolver
from assistant.reading.rest_of_kinds import rest_of_kinds
from assistant.reading.roles import Roles
from assistant.reading.row_happenings import as_happenings
from assistant.reading.senses import taken_at
from assistant.reading.still_now import as_it_stands
from assistant.reading.ties import tied
from assistant.reading.time_of import TimeOf
from assistant.reading.told_of_all import told_of_all
from assistant.reading.which_failed import failing
from assistant.reading.within_rows import within_rows


class QueryBuilder:
    """Builds the typed query of one frame."""

    def __init__(
        self, resolver: Resolver, as_of: datetime,
        coverage: Mapping[str, tuple[date, date]] | None = None,
    ) -> None:
        self._coverage = coverage or {}
        self._resolver = resolver
        self._model = resolver.model
        self._as_of = as_of

    def build(self, frame: Frame) -> Built:
        """Return the query.

        Raises:
            AmbiguousQuestion: a needed part is missing.
            NotRecorded: a condition cannot narrow what is asked.
        """
        try:
            return self._held(frame)
        except RecursionError as exc:  # 停运天数占一半的站: a part of the very rows it picks
            raise AmbiguousQuestion("没有听出条件里的数是什么占什么的比例。") from exc

    def _held(self, frame: Frame) -> Built:
        held = frame.held_to
        if isinstance(held, Frame):  # X是Y的几倍: a figure each, and their quotient
            held.times = held.times or frame.times
            one, other = self._build(frame), self._build(held)
            return replace(one, query=quotient(one.query, other.query),
                           assumptions=one.assumptions)
        return self._build(frame)

    def _build(self, frame: Frame) -> Built:
        roles = assign_roles(frame, self._resolver)
        measures = MeasureBuilder(self._resolver, roles.head)
        found = _Assembly(
            frame, roles, measures, self._resolver, self._as_of, self._coverage).run()
        if frame.within is None:
            return found
        return within_rows(found, self._build(frame.within), self._resolver)


class _Assembly:
    """The steps of one build; holds what they share."""

    def __init__(
        self, frame: Frame, roles: Roles, measures: MeasureBuilder, resolver: Resolver,
        as_of: datetime, coverage: Mapping[str, tuple[date, date]],
    ) -> None:
        self.frame = frame
        self.roles = roles
        self.measures = measures
        self.resolver = resolver
        self.model = resolver.model
        self.time = TimeOf(frame, roles, measures, resolver.model, as_of, coverage)
        self.nearest = NearestPaths(resolver)
        self.predicates = PredicateBuilder(measures, resolver)

    def run(self) -> Built:
        time = self.time.period()
        over = self._over()
        groups = self._groups()
        ends = self._ends(groups, over)
        outputs = Outputs(self.frame, self.roles, self.measures, self.resolver, groups)
        outs = ends or outputs.build(over is not None or bool(groups))
        if ends is None and over is None and self._among_years(time):
            outs.append(self._place_among_years(time))
        if ends:
            groups, over, self.roles.ranked = [], None, None
        query = MetricQuery(
            over=over, by=tuple(groups), measures=tuple(outs), columns=tuple(self._columns(over)),
            having=tuple(self._having(over, groups)),
            context=Context(time=time, where=tuple(self._context_where())),
        )
        query = rest_of_kinds(query, self.model)
        if self.roles.period_rows is not None and "earliest" in self.frame.flags:
            query = query.model_copy(update={"limit": 1})  # periods come in order
        show = Presentation(self.frame, self.roles, outputs, self.resolver)
        heard = (*(t.text for t in self.roles.columns), *(n.text for n in self.roles.links),
                 *self.frame.heard)
        query = told_of_all(as_it_stands(show.apply(query), self.frame, self.model), self.frame)
        if self.roles.all_so and isinstance(over, Members | Top):
            base = self.measures.entity_of(self.roles.rows) if self.roles.rows else ""
            query = shown_of_all(query, self.measures.predicates(self.roles.all_so, base))
        query = by_factors(query, self.frame, self.measures)
        query = marked(query, self.frame, self.roles, self.model)
        premise = said_to_move(self.frame, self.measures) or premise_of(
            self.frame.stated_sets, query, self.measures, self.resolver)
        if premise is not None and query.shape != "check":
            query = query.model_copy(update={"premise": premise})
        return Built(query, tuple(self.time.assumptions), tuple(h for h in heard if h),
                     whole=self.frame.whole)

    def _place_among_years(self, time: Period | None) -> Out:
        """One more than there are years with more."""
        measure = self.measures.build(self.roles.measures[0])
        more = MeasurePred(left=measure, cmp=">", right=At(measure=measure, time=time))
        years = Count(of=Periods(grain="year", time=self.time.all_there_is(), where=(more,)))
        return Out(expr=Arith(op="plus", of=(years, Number(value=1))), label="名次", unit="rank")

    def _among_years(self, time: Period | None) -> bool:
        """去年降水排第几: with nothing else to be placed among, a year is placed among years."""
        if "place_of" not in self.frame.flags or time is None or not self.time.coverage:
            return False
        whole = isinstance(time.first, date) and isinstance(time.last, date) \
            and (time.first.month, time.first.day) == (1, 1) and time.first.year == time.last.year \
            and (time.last.month, time.last.day) == (12, 31)
        named = any(o[1] is None for c in self.roles.scope.conds for o in c.options)
        return whole and not (named or self.roles.groups or self.roles.listed) \
            and len(self.roles.measures) == 1

    def _ends(self, groups: list[Group], over: object) -> list[Out] | None:
        by = self.roles.ranked.by if self.roles.ranked is not None else None
        phrase = by or next(iter(self.roles.measures), None)
        if phrase is None:
            return None
        measure = self.measures.build(phrase)
        alone = len(self.roles.measures) <= 1 and not (self.roles.basis or phrase.change)
        return both_ends(self.frame, measure, groups, over) or (
            between_two(self.frame, measure, groups, self.roles.listed, over) if alone else None)

    # ----------------------------------------------------------------------------------- rows
    def _over(self) -> Members | Top | Periods | None:
        noun = self.roles.rows
        if noun is not None:
            entity = self.measures.entity_of(noun)
            members = self.measures.members(noun, entity)
            self.roles.tested = [
                taken_at(tied(p, entity, self.resolver), entity, self.resolver)
                for p in self.roles.tested]
            told = as_happenings(members, self.roles, self.resolver) \
                if isinstance(members, Members) else None
            if told is not None:
                self.roles.tested = []  # said of the set, not of each happening
            return told or members
        if self.roles.period_rows is not None:
            where = tuple(self.predicates.pred(p, "") for p in self.roles.tested)
            return Periods(grain=self.roles.period_rows, where=where)
        return None

    def _groups(self) -> list[Group]:
        bases = self.roles.bases(self.measures)
        found = [self._group(phrase, bases) for phrase in self.roles.groups]
        for cond in self.roles.listed:
            entity, attribute, _ = self.resolver.nearest(cond, bases)
            group = Group(path=entity if attribute is None else f"{entity}.{attribute}")
            periods = bool(found) and all(g.grain is not None for g in found)
            if self.roles.limit_per == "0" and (attribute is not None or periods):
                found.insert(0, group)  # 各是哪个市最多: within each value
            else:
                found.append(group)
        if self.roles.bins is not None:
            found.append(self._cut(self.roles.bins))
        unique: list[Group] = []
        for group in found:
            if group not in unique:
                unique.append(group)
        return unique

    def _cut(self, cut: Cut) -> Group:
        """Bins of a number attribute, of a measure, or of how much a measure moved."""
        by = cut.by
        if not isinstance(by, MeasurePhrase):
            return Group(path=self.nearest.attribute(by, (by[0].entity,)), edges=cut.edges)
        measure = self.measures.build(replace(by, change=None))
        if by.change is not None:
            before = self.measures.previous(measure, by.change, self.measures.best_metric(by))
            measure = Growth(measure=measure, base=before)
        if cut.named:
            return Group(groups=named_bins(cut, measure))
        return Group(measure=measure, edges=cut.edges)

    def _group(self, phrase: GroupPhrase, bases: tuple[str, ...]) -> Group:
        if phrase.kinds:
            return Group(path=self.nearest.kind(phrase.entities, bases))
        if phrase.grain is not None:
            return Group(grain=phrase.grain)
        if phrase.entities:
            return Group(path=self.nearest.entity(phrase.entities, bases))
        if phrase.attrs:
            return Group(path=self.nearest.attribute(phrase.attrs, bases))
        return Group(path=self.nearest.path(phrase.paths, bases, phrase.text))

    # ------------------------------------------------------------------------------ conditions
    def _context_where(self) -> list[PredT]:
        bases = self.roles.bases(self.measures)
        found: list[PredT] = []
        for cond in self.roles.scope.conds:
            far = [b for b in bases if self.resolver.cond_distance(cond, b) is None]
            if far and cond.options[0][:2] == ("province", None) and not cond.negated:
                continue  # the data reach no further than the province: it narrows nothing
            if far:
                raise unplaced(cond, self.model.entity(far[0]).zh)
            found.append(self.resolver.condition(cond, bases))
        for choice in self.roles.scope.states:
            base = bases[0]
            state = self.resolver.state(choice, base)
            if state is None:
                word = self.model.state(choice[0].name).zh
                raise misplaced(word, self.model.entity(base).zh)
            found.append(state)
        for noun in self.roles.scope_nouns:
            found.extend(self.measures.scope_predicates(noun, bases))
        return found

    def _having(self, over: object, groups: list[Group]) -> list[PredT]:
        if over is not None or not groups:
            return []
        return [self.predicates.pred(p, "") for p in self.roles.having]

    def _columns(self, over: object) -> list[Out]:
        columns: list[Out] = []
        per = self.roles.limit_per
        if isinstance(over, Members) and per is not None and per != "0":
            columns.append(Out(expr=PathCol(path=per)))
        if isinstance(over, Members | Top) and any(m.own_place for m in self.roles.measures):
            columns.append(Out(expr=PathCol(path="city")))  # 各占所在市: which city that is
        rows = self.roles.rows
        if rows is not None and isinstance(over, Members | Top):
            entity = over.entity if isinstance(over, Members) else self.measures.entity_of(rows)
            builder = RowColumns(self.roles, self.measures, self.resolver, self.nearest)
            columns.extend(builder.build(entity))
        columns.extend(Out(expr=Flag(pred=self.predicates.pred(p, ""))) for p in self.roles.flags)
        columns.extend(failing(self.frame, self.roles, self.measures, self.predicates))
        if self.roles.marked is not None:
            columns.append(self._marked(self.roles.marked))
        return columns

    def _marked(self, ranked: Ranked) -> Out:
        """前三的标出来: whether the row is among the first ones."""
        phrase = ranked.by or next(reversed(self.roles.measures), None)
        if phrase is None:
            raise AmbiguousQuestion("没有听出按哪个数排前后，请说明指标。")
        timed = bool(self.roles.groups) and all(g.grain for g in self.roles.groups)
        place = Rank(measure=self.measures.build(phrase), of_periods=timed,
                     direction="desc" if ranked.direction == "most" else "asc")
        first = MeasurePred(left=place, cmp="<=", right=Number(value=ranked.n))
        word = "前" if ranked.direction == "most" else "后"
        return Out(expr=Flag(pred=first), label=f"{word}{ranked.n}")
