"""The period a question is taken over: said, assumed by default, or all there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from assistant.contracts.algebra import Agg, Metric, Run
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.time import Grain, Period
from assistant.reading.asking import AskBack
from assistant.reading.data_range import AHEAD
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder
from assistant.reading.periods import default_period, long_enough
from assistant.reading.roles import Roles
from knowledge_graph.semantics.model import DefaultPeriod, MetricDef, SemanticModel

_BEFORE: dict[str, DefaultPeriod] = {
    "quarter": "last_quarter", "month": "last_month", "week": "last_week", "day": "yesterday"}
_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}


class TimeOf:
    """Chooses the period of one frame; ``assumptions`` tells what was assumed."""

    def __init__(
        self, frame: Frame, roles: Roles, measures: MeasureBuilder, model: SemanticModel,
        as_of: datetime, coverage: Mapping[str, tuple[date, date]],
    ) -> None:
        self.frame = frame
        self.roles = roles
        self.measures = measures
        self.model = model
        self.as_of = as_of
        self.coverage = coverage
        self.assumptions: list[str] = []

    def period(self) -> Period | None:
        """Return the period, or None when the question is about how things stand."""
        found = self._days()
        return self.frame.at_hours(found) if found is not None else None

    def _days(self) -> Period | None:
        if "parents_dated" in self.frame.flags:  # 去年立案的问题，每个环节平均几天: up to now
            since = self.frame.times[0]
            return since.model_copy(update={"last": self.as_of.date(), "label": "到现在"})
        if self.frame.times:
            self._check_several()
            self._check_dated_count()
            said = self._ahead(self.frame.times[0])
            return self._in_whole_quarters(self._whole_year(said))
        metrics = [self.model.metric(self.measures.best_metric(m))
                   for m in self.roles.all_measures() if m.metrics and not m.since]
        metrics = metrics or self._metrics_of_states()
        if not metrics:
            return self._state_time() or self._moment()
        wanted = next((m for m in metrics if m.default_period == "required"), metrics[0])
        by = self.roles.ranked.by if self.roles.ranked is not None else None
        if by is not None and by.metrics:  # 许可使用比例最高的户，取水量也列上
            wanted = self.model.metric(self.measures.best_metric(by))
        if self.roles.period_rows is not None or self.frame.when == "year" or self._over_years():
            self.assumptions.append("没有说时间，按有数据以来算")
            return self.all_there_is()
        if wanted.default_period == "required":
            raise AmbiguousQuestion(
                f"没有说{wanted.zh}是哪一段时间的。", suggestions=("上月", "今年以来", "去年"),
            )
        default = _BEFORE.get(self._step() or "", wanted.default_period)
        period = long_enough(default_period(default, self.as_of), self.roles.tested_periods())
        if period is None:
            return self._moment()
        self.assumptions.append(f"没有说时间，按{period.label}（{period.first}至{period.last}）算")
        runs = all(isinstance(m.formula, Agg) and isinstance(m.formula.of, Run) for m in metrics)
        if runs and any(mods.states for mods in self.roles.all_mods()):
            return None  # 在线、可连着7天水量为零的站: the run is of its own days, 在线 of now
        return period

    def _step(self) -> Grain | None:
        """跟上一季比，涨了的: with no period said, the last quarter is held against it."""
        said = [*self.frame.basis, *(m.change for m in self.roles.measures if m.change), *(
            [self.roles.basis] if self.roles.basis else [])]
        steps = {s for s in (self.frame.step, *(b.step for b in said)) if s is not None}
        return next(iter(steps)) if len(steps) == 1 else None

    def _ahead(self, period: Period) -> Period:
        """今年到期的: dates set beforehand lie in all of the year, also in what is to come."""
        full = next((p for p in self.frame.full
                     if (p.first, p.label) == (period.first, period.label)), None)
        ahead = any(self.model.state(s.name).when in AHEAD for m in self.roles.all_mods()
                    for choice in m.states for s in choice[:1])
        compared = self.roles.basis or any(m.change for m in self.roles.measures)
        return full if full is not None and ahead and not compared else period

    def _in_whole_quarters(self, period: Period) -> Period:
        """今年 against 去年同期, of what is kept by quarters: the quarters that have ended."""
        compared = self.roles.basis or any(m.change for m in self.roles.measures)
        metrics = [self.model.metric(self.measures.best_metric(m))
                   for m in self.roles.measures if m.metrics]
        first, last = period.first, period.last
        if not compared or not metrics or any(m.grain != "quarter" for m in metrics) \
                or not (isinstance(first, date) and isinstance(last, date)) \
                or last < self.as_of.date():
            return period
        ended = default_period("last_quarter", self.as_of)
        if ended is None or not isinstance(ended.last, date) or ended.last <= first:
            return period
        self.assumptions.append(f"按整季度算，截至{ended.last}")
        return period.model_copy(update={"last": ended.last})

    def _over_years(self) -> bool:
        """连续两年低于常年 without a period: in all the years there are."""
        preds = [*self.roles.tested, *self.roles.having, *self.roles.flags]
        asked = [m.asked.grain for m in self.roles.measures if m.asked is not None]
        asked += [g.grain for g in self.roles.groups if g.grain]
        return "year" in asked or "all_time" in self.frame.flags or any(
            p.quantifier and p.grain == "year" for p in preds)

    def _whole_year(self, period: Period) -> Period:
        """去年年末存了多少水: of what is kept by the year, the end of a year is that year's."""
        names = [self.measures.best_metric(m) for m in self.roles.all_measures() if m.metrics]
        day, first = period.last, period.first
        if names and isinstance(day, date) and isinstance(first, date) and day.year > first.year \
                and (day.month, day.day) in ((first.month, first.day), self._today()) and all(
                    self.model.metric(n).grain == "year" for n in names) \
                and (first.month, first.day) in ((1, 1), (day.month, day.day)):
            return period.model_copy(update={  # 十年里头: the years that have ended
                "first": date(first.year, 1, 1), "last": date(day.year - 1, 12, 31)})
        if not names or period.first != day or not isinstance(day, date) \
                or (day.month, day.day) != (12, 31) \
                or any(self.model.metric(n).grain != "year" for n in names):
            return period
        return period.model_copy(update={"first": date(day.year, 1, 1)})

    def _today(self) -> tuple[int, int]:
        return self.as_of.month, self.as_of.day

    def all_there_is(self) -> Period:
        """From the first day that every fact of the question is kept to the last full one."""
        tested = [p.subject for p in self.roles.tested if p.subject is not None]
        tested += [p.subject for m in self.roles.measures if m.asked is not None
                   for p in m.mods.preds if p.subject is not None]
        bases = {b for m in tested for b in self.measures.bases_of(m)}
        bases |= set(self.roles.bases(self.measures))
        spans = [self.coverage[b] for b in bases if b in self.coverage]
        if not spans and self.roles.period_rows is None:
            raise AmbiguousQuestion("没有说是哪一段时间里的，请说明。",
                                    suggestions=("今年以来", "去年", "近半年"))
        if not spans:
            return Period(label="有数据以来")
        last = min(s[1] for s in spans)
        kept = {t.grain for b in bases if b in self.coverage and self.coverage[b][1] == last
                and (t := self.model.entity(b).time) is not None}
        ended = default_period("last_quarter", self.as_of) if "quarter" in kept else None
        if ended is not None and isinstance(ended.last, date):
            last = max(last, ended.last)  # a quarter is dated by its first day
        return Period(first=max(s[0] for s in spans), last=last, label="有数据以来", assumed=True)

    def _check_several(self) -> None:
        """2023、2024两年都超许可的户: which rows are meant in which period is not told.

        Raises:
            AmbiguousQuestion: rows in a state, and several periods; hours over midnight.
        """
        rows, roles = self.roles.rows, self.roles
        if _over_midnight(self.frame.times):
            raise AmbiguousQuestion("这段时间跨了零点，请分成前一天和后一天两段来问。")
        if len(self.frame.times) > 1 and rows is not None and rows.mods.states \
                and not (roles.measures or roles.tested or roles.basis or roles.period_rows):
            raise AmbiguousQuestion("一句里有几段时间，没有听出各管哪一部分，请分开来问。")

    def _check_dated_count(self) -> None:
        """今年的证有多少: issued, falling due or in force? Things that can be dated so are asked.

        Raises:
            AmbiguousQuestion: a count of such things in a period, with no state said.
        """
        happened = [o for c in self.roles.scope.conds for o in c.options if o[1] is not None
                    and self.model.entity(o[0]).kind == "event"]
        for phrase in self.roles.measures:
            noun = phrase.noun
            if happened:  # 今年新发了几本: what came about is said
                continue
            if phrase.kind != "count" or noun is None or noun.mods or noun.within \
                    or self._told_how():
                continue
            time = self.model.entity(noun.options[0]).time if noun.options else None
            if time is None or time.default in ("column", "at_moment"):
                continue  # a happening has a date of its own; a register is looked at as it was
            ways = [s.zh for s in self.model.states
                    if s.entity in noun.options[:1] and s.when not in ("default", "none")]
            if len(ways) >= 2:
                raise AskBack(
                    f"没有说这段时间里{noun.text}的什么情况，请选：",
                    [*((noun.text, f"{way}的{noun.text}") for way in ways),
                     (self.frame.times[0].label, "现在有效")])

    def _told_how(self) -> bool:
        """Whether a state, or a value of what happened, narrows the whole question."""
        scope = self.roles.scope
        return bool(scope.states) or any(
            self.model.entity(o[0]).kind == "event" for c in scope.conds for o in c.options[:1])

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
        lengths = all(m.kind == "duration" for m in self.roles.measures)
        compared = not lengths and (
            self.roles.basis or any(m.change for m in self.roles.measures))
        today = self.as_of.date()
        return Period(first=today, last=today, label="现在") if compared else None

    def _state_time(self) -> Period | None:
        running = [p for p in self.roles.tested_periods() if p[1] == "day"]
        if running:  # 连着三天以上没数的站: in the last thirty days
            recent = default_period("last_30_days", self.as_of)
            assert recent is not None
            self.assumptions.append(f"没有说时间，按{recent.label}（{recent.first}至{recent.last}）算")
            return recent
        during = any(s.during and s.time is None for m in self.roles.all_mods()
                     for choice in m.states
                     for s in choice[:1])
        if not during:
            return None
        period = default_period("year_to_date", self.as_of)
        assert period is not None
        self.assumptions.append(f"没有说时间，按{period.label}算")
        return period


def _over_midnight(times: Sequence[Period]) -> bool:
    """昨晚十点到今早六点 is one stretch: its two pieces are no periods to compare."""
    if len(times) != 2 or times[0].hours is None or times[1].hours is None:
        return False
    evening, morning = times[0].last, times[1].first
    return isinstance(evening, date) and isinstance(morning, date) \
        and morning == evening + timedelta(days=1) \
        and (times[0].hours.end, times[1].hours.start) == (24, 0)
