"""States and quantifiers of a period: 去年销号的 came about in it, 月月都 goes by its months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.contracts.algebra import Agg, Run, StatePred
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.time import Grain, Interval, Period
from assistant.reading.frame import Frame
from assistant.reading.nodes import Amount, AttrUse, Comparison
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.rule_words import sense_in
from knowledge_graph.semantics.model import SemanticModel

_YEAR = 366
_SHORT = 15  # days running that the last thirty days may hold


def date_states(frame: Frame, model: SemanticModel) -> None:
    """Let states that can come about do so in the period named, if it is longer than a day."""
    _found_then_so_now(frame, model)
    _Dating(frame, model).run()


def _longer_than_a_year(period: Period) -> bool:
    first, last = period.first, period.last
    return isinstance(first, date) and isinstance(last, date) and (last - first).days > _YEAR


class _Dating:
    def __init__(self, frame: Frame, model: SemanticModel) -> None:
        self.frame = frame
        self.model = model
        long = bool(frame.times) and not any(p.first == p.last for p in frame.times)
        # 七月以来报的单子，修好的…; 今年的问题销了几成: of those of the period, by now
        raised = "raised" in frame.flags or frame.shared or any(
            m.kind == "share" and m.whole is None for m in frame.measures)
        label = frame.times[0].label if frame.times else ""
        self.grain: Grain | None = sense_in("grain", label)
        self.dated = {s.name for s in model.states if long and s.during is not None
                      and not (raised and model.entity(s.entity).kind == "event")
                      and not self._of_a_period(s.entity)}
        if self.grain == "year" and frame.times and not _longer_than_a_year(frame.times[0]):
            self.grain = "month"  # 今年一直在涨, 近半年…: of its months

    def _of_a_period(self, entity: str) -> bool:
        """上季度改过数的表: forms of that quarter, whenever they were changed."""
        time = self.model.entity(entity).time
        return time is not None and self.grain == "quarter" == time.grain

    def run(self) -> None:
        frame = self.frame
        frame.mods = self.mods(frame.mods)
        frame.nouns = [self.noun(n) for n in frame.nouns]
        frame.measures = [self.measure(m) for m in frame.measures]

    def mods(self, given: Mods) -> Mods:
        states = tuple(
            tuple(replace(u, during=True) if u.name in self.dated and (not u.negated or u.ever)
                  and u.lasting is None and not u.now else u for u in choice)
            for choice in given.states
        )
        return replace(given, states=states, preds=tuple(self.pred(p) for p in given.preds))

    def pred(self, given: PredPhrase) -> PredPhrase:
        """近10天一次都没低于: the periods tested are those the time was counted in."""
        given = replace(given, any_of=tuple(self.mods(m) for m in given.any_of),
                        subject=self.measure(given.subject) if given.subject else None)
        run = self._run_of(given)
        if run is not None:
            return run
        short = given.quantifier == "running" and given.grain == "day" and given.k <= _SHORT
        if given.quantifier and given.grain and given.states and not self.frame.times and not short:
            raise AmbiguousQuestion("没有说是哪一段时间里的，请说明，例如“近30天”“今年以来”。",
                                    suggestions=("近30天", "本月", "今年以来"))
        if not given.quantifier or given.grain is not None or given.states:
            return self._kept_so(given)
        metrics = given.subject.metrics if given.subject is not None else ()
        finest = self.model.metric(metrics[0]).grain if metrics else "day"
        wanted = self.grain or "month"
        order = ["hour", "day", "week", "month", "quarter", "year"]
        if finest in order and order.index(wanted) < order.index(finest):
            wanted = finest
        return replace(given, grain=wanted)

    def _run_of(self, given: PredPhrase) -> PredPhrase | None:
        """连着三天以上没数的站, with no period said: by the governed length of such a run."""
        names = {u.name for u in given.states if not u.negated}
        if given.quantifier != "running" or given.grain != "day" or self.frame.times:
            return None
        found = next((m.name for m in self.model.metrics if isinstance(m.formula, Agg)
                      and isinstance(run := m.formula.of, Run) and run.grain == "day"
                      and isinstance(run.pred, StatePred) and run.pred.name in names), None)
        if found is None:
            return None
        days = Amount(float(given.k), dimension="duration", text=f"{given.k}天",
                      interval=Interval(n=given.k, unit="day"))
        subject = MeasurePhrase("metric", metrics=(found,), text=given.text)
        return PredPhrase(subject, comparison=Comparison(">=", days), text=given.text)

    def _kept_so(self, given: PredPhrase) -> PredPhrase:
        """连着三个季度用水量没变: of the metrics a word may mean, those kept by such periods."""
        subject = given.subject
        fine = tuple(m for m in subject.metrics if self.model.metric(m).grain == given.grain) \
            if subject is not None and given.quantifier and given.grain else ()
        if subject is None or not fine:
            return given
        return replace(given, subject=replace(subject, metrics=fine))

    def noun(self, given: SetPhrase) -> SetPhrase:
        if given.within is None:
            return replace(given, mods=self.mods(given.mods))
        within = self.noun(given.within)
        own = self.mods(given.mods)
        if self._dated_itself(within):  # 去年立案的有几件，几件销号了: of those, by now
            own = replace(own, states=tuple(
                tuple(replace(u, during=False) for u in choice if not u.during) or choice
                for choice in given.mods.states))
        return replace(given, mods=own, within=within)

    def _dated_itself(self, whole: SetPhrase) -> bool:
        """The period says when the things themselves came about, not what became of them."""
        time = self.model.entity(whole.options[0]).time if whole.options else None
        return time is not None and time.default != "none" and len(whole.options) == 1 \
            and self.model.entity(whole.options[0]).kind == "event"

    def measure(self, given: MeasurePhrase) -> MeasurePhrase:
        return replace(
            given, mods=self.mods(given.mods),
            noun=self.noun(given.noun) if given.noun is not None else None,
            scope=self.noun(given.scope) if given.scope is not None else None,
            part=self.measure(given.part) if given.part is not None else None,
            whole=self.measure(given.whole) if given.whole is not None else None,
        )


def _found_then_so_now(frame: Frame, model: SemanticModel) -> None:
    """五月立案的问题到现在销了多少: the period dates the happenings, the state is that of now."""
    if not {"now", "raised"} <= frame.flags or len(frame.times) != 1:
        return
    period = frame.times[0]
    nouns = [*frame.nouns, *(m.noun for m in frame.measures if m.noun is not None)]
    events = [e for e in dict.fromkeys(o for n in nouns for o in n.options)
              if model.entity(e).kind == "event"]
    said = bool(frame.mods.states) or any(n.mods.states for n in nouns)
    time = model.entity(events[0]).time if len(events) == 1 else None
    if not said or time is None or time.column is None or any(
            not set(events) & set(n.options) for n in nouns):
        return
    found = Mods(preds=(PredPhrase(attr=(AttrUse(events[0], time.column),), period=period),))
    topics = [n for n in frame.nouns if n.mods or n.asked or not frame.measures]
    frame.nouns = [n.narrowed(found) for n in topics]
    frame.measures = [replace(m, noun=m.noun.narrowed(found)) if m.noun is not None else m
                      for m in frame.measures]
    frame.times = []
