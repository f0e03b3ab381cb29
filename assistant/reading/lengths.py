"""Lengths of time asked of things: which length is meant, of which things, and its aggregates."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Agg, Duration, Members
from assistant.contracts.time import IntervalUnit
from assistant.reading.frame import Frame
from assistant.reading.happenings import find_has
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import MeasurePhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import sense_in

_DATES = ("date", "datetime")


def fill_lengths(frame: Frame, resolver: Resolver) -> None:
    """Name the length a question asks, narrow it by its noun, and repeat it for each aggregate."""
    _Lengths(frame, resolver).run()


class _Lengths:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver
        self.model = resolver.model

    def run(self) -> None:
        frame = self.frame
        self._of_each_step()
        if not any(self._is_length(m) for m in frame.measures):
            implied = self._of_a_date() or self._of_a_thing()
            if implied is None:
                return
            frame.measures.append(implied)
        self._narrow()
        self._aggregates()

    # --------------------------------------------------------------------------------- which
    def _is_length(self, measure: MeasurePhrase) -> bool:
        return measure.kind == "duration" or bool(measure.metrics) and all(
            isinstance(f := self.model.metric(name).formula, Agg) and isinstance(f.of, Duration)
            for name in measure.metrics)

    def _of_a_date(self) -> MeasurePhrase | None:
        """响应时间的中位数: the time from the thing's own start to that date."""
        frame = self.frame
        if not (frame.aggs or "length" in frame.flags):
            return None
        for options in frame.attrs:
            ends = tuple(u for u in options if self._date_of(u) and self._start(u.entity))
            if ends:
                frame.attrs.remove(options)
                return MeasurePhrase("duration", points=((), ends))
        return None

    def _date_of(self, use: AttrUse) -> bool:
        return any(a.name == use.attribute and a.type in _DATES
                   for a in self.model.entity(use.entity).attributes)

    def _start(self, entity: str) -> str | None:
        time = self.model.entity(entity).time
        return time.start if time is not None else None

    def _of_a_thing(self) -> MeasurePhrase | None:
        """销号的问题平均用了多少天、离线每次平均几小时: how long such things last."""
        frame = self.frame
        if "length" not in frame.flags or not frame.aggs or frame.measures:
            return None
        step = self._of_parts()
        if step is not None:
            return step
        for entity in dict.fromkeys(e for n in frame.nouns for e in n.options):
            name = self.resolver.mean_length_of(entity)
            if name is not None:
                return MeasurePhrase("metric", metrics=(name,))
        for cond in frame.mods.conds:
            for entity in dict.fromkeys(o[0] for o in cond.options if o[1] is not None):
                name = self.resolver.mean_length_of(entity)
                if name is not None:  # 县级审核平均要几天
                    return MeasurePhrase("metric", metrics=(name,))
        for choice in frame.mods.states:
            for name in self._happening_lengths(choice):
                return MeasurePhrase("metric", metrics=(name,))
        return None

    def _of_parts(self) -> MeasurePhrase | None:
        """每个环节平均花几天: of the parts told apart."""
        for group in self.frame.groups:
            for entity in (*(p.split(".")[0] for p in group.paths if "." in p),
                           *(a.entity for a in group.attrs)):
                step = self._mean_of_part(entity)
                if step is not None:
                    return MeasurePhrase("metric", metrics=(step,))
        return None

    def _of_each_step(self) -> None:
        """从发现到销号，每一步平均几天: the whole way only says of which steps."""
        frame = self.frame
        step = self._of_parts() if "length" in frame.flags else None
        if step is not None and frame.measures and all(
                m.kind == "duration" for m in frame.measures):
            frame.measures = [step]

    def _mean_of_part(self, entity: str) -> str | None:
        """Return the metric that averages a length written on each of an entity's rows."""
        if self.model.entity(entity).kind != "event":
            return None
        return next((
            m.name for m in self.model.metrics if m.unit == "day" and isinstance(m.formula, Agg)
            and m.formula.fn == "avg" and not isinstance(m.formula.of, Duration)
            and isinstance(m.formula.over, Members) and m.formula.over.entity == entity), None)

    def _happening_lengths(self, choice: StateChoice) -> list[str]:
        return [m.name for m in self.model.metrics
                if isinstance(m.formula, Agg) and isinstance(m.formula.of, Duration)
                and isinstance(m.formula.over, Members) and self._is_of(choice, m.formula.over)]

    def _is_of(self, choice: StateChoice, over: Members) -> bool:
        """Whether a state is that of having had just the happenings a length is taken of."""
        definition = self.model.state(choice[0].name)
        has = find_has(definition.during or definition.pred)
        if has is None or not isinstance(has.of, Members) or has.of.entity != over.entity:
            return False
        kinds = [p for p in has.of.where if p.op == "attr" and isinstance(p.value, str)]
        return bool(kinds) and all(p in over.where for p in kinds)

    # ------------------------------------------------------------------------------- of which
    def _base(self, measure: MeasurePhrase) -> str | None:
        if measure.kind == "duration":
            ends = measure.points[1]
            return ends[0].entity if ends else None
        over = getattr(self.model.metric(measure.metrics[0]).formula, "over", None)
        return over.entity if isinstance(over, Members) else None

    def _narrow(self) -> None:
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            base = self._base(measure) if self._is_length(measure) else None
            if base is None or measure.scope is not None:
                continue
            over = getattr(self.model.metric(measure.metrics[0]).formula, "over", None) \
                if measure.metrics else None
            if isinstance(over, Members):
                kept = tuple(c for c in frame.mods.states if not self._is_of(c, over))
                frame.mods = replace(frame.mods, states=kept)
            noun = next((n for n in frame.nouns if not n.asked and n.ranked is None
                         and base in n.options), None)
            if noun is not None:
                frame.nouns = [n for n in frame.nouns if n is not noun]
                mods = noun.mods.plus(replace(frame.mods, conds=(), preds=()))
                frame.mods = replace(frame.mods, states=())
                frame.measures[index] = replace(
                    measure, scope=replace(noun, options=(base,), mods=mods))

    def _unit(self, measure: MeasurePhrase) -> IntervalUnit | None:
        """几分钟、多少小时: the unit the asker wants."""
        said = (measure.text, *self.frame.length_words)
        return next((unit for text in said if (unit := sense_in("length", text))), None)

    def _aggregates(self) -> None:
        """中位数和最长的各几天: the same length, each way."""
        frame = self.frame
        ways = list(frame.aggs)
        alone = not (frame.groups or frame.which or frame.limit or frame.ranked or frame.nouns)
        if frame.extreme is not None and alone:
            ways.append("max" if frame.extreme.tags & {"most", "worst"} else "min")
            frame.extreme = None
            frame.ends.clear()
        frame.aggs = []
        out: list[MeasurePhrase] = []
        for measure in frame.measures:
            if not self._is_length(measure):
                out.append(measure)
                continue
            own = [measure.agg] if measure.agg else []
            found: list[str | None] = [*dict.fromkeys([*own, *ways])]
            unit = self._unit(measure)
            out.extend(replace(measure, agg=way, unit=unit) for way in found or [None])
        frame.measures = out
