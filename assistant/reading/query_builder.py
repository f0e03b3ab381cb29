"""A frame of phrases → the typed query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.contracts.algebra import (
    Flag,
    Members,
    Metric,
    PathCol,
    Periods,
    PredT,
    Top,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.query import Context, Group, MetricQuery, Out
from assistant.contracts.time import Period
from assistant.reading.both_ends import both_ends
from assistant.reading.casting import assign_roles
from assistant.reading.conditions import PredicateBuilder
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import FAR, NearestPaths
from assistant.reading.outputs import Outputs
from assistant.reading.periods import default_period
from assistant.reading.phrase_types import GroupPhrase
from assistant.reading.presentation import Presentation
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from knowledge_graph.semantics.model import MetricDef


@dataclass(frozen=True)
class Built:
    """A query with what was assumed on the way."""

    query: MetricQuery
    assumptions: tuple[str, ...] = ()


def combine(parts: list[Built]) -> Built:
    """Join the questions of one sentence: columns of one row where the rows agree, else several."""
    assumptions = tuple(dict.fromkeys(a for part in parts for a in part.assumptions))
    queries: list[MetricQuery] = []
    for part in parts:
        last = queries[-1] if queries else None
        if last is not None and _same_rows(last, part.query):
            extra = [m for m in part.query.measures if m not in last.measures]
            queries[-1] = last.model_copy(update={"measures": (*last.measures, *extra)})
        else:
            queries.append(part.query)
    if len(queries) == 1:
        return Built(queries[0], assumptions)
    return Built(MetricQuery(shape="several", parts=tuple(queries)), assumptions)


def _same_rows(one: MetricQuery, other: MetricQuery) -> bool:
    return (
        one.over is None and other.over is None and one.by == other.by
        and one.context == other.context and not (one.having or other.having)
        and not (one.limit or other.limit) and bool(other.measures)
        and one.shape not in ("check", "yesno") and other.shape not in ("check", "yesno")
    )


class QueryBuilder:
    """Builds the typed query of one frame."""

    def __init__(self, resolver: Resolver, as_of: datetime) -> None:
        self._resolver = resolver
        self._model = resolver.model
        self._as_of = as_of

    def build(self, frame: Frame) -> Built:
        """Return the query.

        Raises:
            AmbiguousQuestion: a needed part is missing.
            NotRecorded: a condition cannot narrow what is asked.
        """
        roles = assign_roles(frame, self._resolver)
        measures = MeasureBuilder(self._resolver, roles.head)
        return _Assembly(frame, roles, measures, self._resolver, self._as_of).run()


class _Assembly:
    """The steps of one build; holds what they share."""

    def __init__(
        self, frame: Frame, roles: Roles, measures: MeasureBuilder, resolver: Resolver,
        as_of: datetime,
    ) -> None:
        self.frame = frame
        self.roles = roles
        self.measures = measures
        self.resolver = resolver
        self.model = resolver.model
        self.as_of = as_of
        self.nearest = NearestPaths(resolver)
        self.predicates = PredicateBuilder(measures, resolver)
        self.assumptions: list[str] = []

    def run(self) -> Built:
        time = self._time()
        over = self._over()
        groups = self._groups()
        ends = self._ends(groups)
        outputs = Outputs(self.frame, self.roles, self.measures, self.resolver, groups)
        outs = ends or outputs.build(over is not None or bool(groups))
        if ends:
            groups, self.roles.ranked = [], None
        query = MetricQuery(
            over=over, by=tuple(groups), measures=tuple(outs), columns=tuple(self._columns(over)),
            having=tuple(self._having(over, groups)),
            context=Context(time=time, where=tuple(self._context_where())),
        )
        if self.roles.period_rows is not None and "earliest" in self.frame.flags:
            query = query.model_copy(update={"limit": 1})  # periods come in order
        show = Presentation(self.frame, self.roles, self.measures, self.resolver)
        return Built(show.apply(query), tuple(self.assumptions))

    def _ends(self, groups: list[Group]) -> list[Out] | None:
        by = self.roles.ranked.by if self.roles.ranked is not None else None
        phrase = by or next(iter(self.roles.measures), None)
        if phrase is None:
            return None
        return both_ends(self.frame, self.measures.build(phrase), groups)

    # ----------------------------------------------------------------------------------- time
    def _time(self) -> Period | None:
        if self.frame.times:
            self._check_dated_count()
            return self.frame.times[0]
        metrics = [self.model.metric(self.measures.best_metric(m))
                   for m in self.roles.all_measures() if m.metrics]
        metrics = metrics or self._metrics_of_states()
        if not metrics:
            return self._state_time() or self._moment()
        wanted = next((m for m in metrics if m.default_period == "required"), metrics[0])
        if self.roles.period_rows is not None:  # 哪一年头一回: all there is
            self.assumptions.append("没有说时间，按有数据以来算")
            return Period(label="有数据以来")
        if wanted.default_period == "required":
            raise AmbiguousQuestion(
                f"没有说{wanted.zh}是哪一段时间的。", suggestions=("上月", "今年以来", "去年"),
            )
        period = default_period(wanted.default_period, self.as_of)
        if period is not None:
            self.assumptions.append(f"没有说时间，按{period.label}（{period.first}至{period.last}）算")
        return period

    def _check_dated_count(self) -> None:
        """今年的证有多少: issued, falling due or in force? Things that can be dated so are asked.

        Raises:
            AmbiguousQuestion: a count of such things in a period, with no state said.
        """
        for phrase in self.roles.measures:
            noun = phrase.noun
            if phrase.kind != "count" or noun is None or noun.mods or self.roles.scope.states:
                continue
            time = self.model.entity(noun.options[0]).time if noun.options else None
            if time is None or time.default in ("column", "at_moment"):
                continue  # a happening has a date of its own; a register is looked at as it was
            ways = [s.zh for s in self.model.states
                    if s.entity in noun.options[:1] and s.when is not None]
            if len(ways) >= 2:
                raise AmbiguousQuestion(
                    f"没有说这段时间里{noun.text}的什么情况，请说清楚：{'、'.join(ways)}，"
                    "还是现有多少。", suggestions=tuple(ways[:4]))

    def _metrics_of_states(self) -> list[MetricDef]:
        """超许可 is looked at over the period its own measure is."""
        found = []
        for mods in self.roles.all_mods():
            for choice in mods.states:
                measure = self.model.state(choice[0].name).measure
                if isinstance(measure, Metric):
                    found.append(self.model.metric(measure.name))
        return found

    def _moment(self) -> Period | None:
        """A count compared with another time is one of today."""
        compared = self.roles.basis or any(m.change for m in self.roles.measures)
        today = self.as_of.date()
        return Period(first=today, last=today, label="现在") if compared else None

    def _state_time(self) -> Period | None:
        during = any(s.during for m in self.roles.all_mods() for choice in m.states
                     for s in choice[:1])
        if not during:
            return None
        period = default_period("year_to_date", self.as_of)
        assert period is not None
        self.assumptions.append(f"没有说时间，按{period.label}算")
        return period

    # ----------------------------------------------------------------------------------- rows
    def _over(self) -> Members | Top | Periods | None:
        noun = self.roles.rows
        if noun is not None:
            return self.measures.members(noun, self.measures.entity_of(noun))
        if self.roles.period_rows is not None:
            where = tuple(self.predicates.pred(p, "") for p in self.frame.mods.preds)
            return Periods(grain=self.roles.period_rows, where=where)
        return None

    def _groups(self) -> list[Group]:
        bases = self.roles.bases(self.measures)
        found = [self._group(phrase, bases) for phrase in self.roles.groups]
        for cond in self.roles.listed:
            entity, attribute, _ = self.resolver.nearest(cond, bases)
            found.append(Group(path=entity if attribute is None else f"{entity}.{attribute}"))
        if self.roles.bins is not None:
            cut, edges = self.roles.bins
            found.append(Group(measure=self.measures.build(cut), edges=edges))
        unique: list[Group] = []
        for group in found:
            if group not in unique:
                unique.append(group)
        return unique

    def _group(self, phrase: GroupPhrase, bases: tuple[str, ...]) -> Group:
        if phrase.kinds:
            return Group(path=self.nearest.kind(phrase.entities, bases))
        if phrase.grain is not None:
            return Group(grain=phrase.grain)
        if phrase.entities:
            return Group(path=self.nearest.entity(phrase.entities, bases))
        if phrase.attrs:
            return Group(path=self.nearest.attribute(phrase.attrs, bases))
        return Group(path=self.nearest.path(phrase.paths, bases))

    # ------------------------------------------------------------------------------ conditions
    def _context_where(self) -> list[PredT]:
        bases = self.roles.bases(self.measures)
        found: list[PredT] = []
        for cond in self.roles.scope.conds:
            for base in bases:
                if self.resolver.cond_distance(cond, base) is None:
                    zh = self.model.entity(base).zh
                    raise NotRecorded(f"“{cond.text}”不能用来限定{zh}，数据中没有这种划分。")
            found.append(self.resolver.condition(cond, bases))
        for choice in self.roles.scope.states:
            base = bases[0]
            state = self.resolver.state(choice, base)
            if state is None:
                word = self.model.state(choice[0].name).zh
                raise NotRecorded(f"“{word}”不能用来限定{self.model.entity(base).zh}。")
            found.append(state)
        for noun in self.roles.scope_nouns:
            found.extend(self.measures.scope_predicates(noun, bases))
        return found

    def _having(self, over: object, groups: list[Group]) -> list[PredT]:
        if over is not None or not groups:
            return []
        return [self.predicates.pred(p, "") for p in self.roles.having]

    def _columns(self, over: object) -> list[Out]:
        columns = self._listed_columns(over.entity) if isinstance(over, Members) else []
        per = self.roles.limit_per
        if isinstance(over, Members) and per is not None and per != "0":
            columns.insert(0, Out(expr=PathCol(path=per)))
        columns.extend(Out(expr=Flag(pred=self.predicates.pred(p, ""))) for p in self.roles.flags)
        return columns

    def _listed_columns(self, entity: str) -> list[Out]:
        """What the asker wants to see of each row (列站名、县、运维单位)."""
        columns: list[Out] = []
        for noun in self.frame.columns:
            name = self.nearest.entity(noun.options, (entity,))
            if self.nearest.cost(name, (entity,)) < FAR:
                columns.append(Out(expr=PathCol(path=name)))
        for options in self.frame.attrs:
            path = self.nearest.attribute(options, (entity,))
            if self.nearest.cost(path.split(".")[0], (entity,)) >= FAR:
                zh = self.model.entity(entity).zh
                raise NotRecorded(f"{zh}没有登记所要列的“{path.split('.')[1]}”。")
            columns.append(Out(expr=PathCol(path=path)))
        return columns
