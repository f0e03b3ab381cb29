"""What a measure is shared out by: 人均, 一人一天, 每亩, 每平方公里, 每万元GDP."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Known,
    MeasureObj,
    Members,
    Metric,
    Per,
    Ratio,
)
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.reading.frame import Frame
from assistant.reading.nodes import AttrUse, Cond
from assistant.reading.phrase_types import Divisor, MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver
from knowledge_graph.semantics.model import MetricDef, SemanticModel

_BY = {"person": "population", "mu": "irrigated_area"}


@dataclass(frozen=True)
class _Governed:
    """A governed quotient and the condition its top stands for."""

    name: str
    top: str
    pred: AttrPred | None
    bottom: str | None


def shared_among(phrase: MeasurePhrase) -> SetPhrase | None:
    """Return the set a figure is shared among: of those it is of, none but all it is of."""
    among, scope, counted = phrase.per_noun, phrase.scope, phrase.noun
    if phrase.kind == "count":
        whole = among is None and phrase.per == "hundred" and counted is not None
        return replace(counted, mods=Mods(counted.mods.conds)) if whole and counted else among
    if among is None or scope is not None and not among.mods \
            and set(among.options) & set(scope.options):
        return scope  # 2022年建的站每百站离线几次: a hundred of those
    return among


def of_those(mods: Mods, entity: str, resolver: Resolver) -> Mods:
    """国控站平均每站…: what narrows the figure and tells which of the things it is of."""
    return Mods(conds=tuple(
        c for c in mods.conds if resolver.cond_distance(c, entity) is not None
        and not any(resolver.below(o[0], entity) for o in c.options[:1])))


def divide(frame: Frame, resolver: Resolver) -> None:
    """Give every measure that is shared out the governed quotient, or its divisor.

    Raises:
        AmbiguousQuestion: nothing is said to be shared out, or nothing is known to share it by.
    """
    _Dividing(frame, resolver).run()


class _Dividing:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver
        self.model = resolver.model

    def run(self) -> None:
        frame = self.frame
        loose = list(frame.divisors)
        out: list[MeasurePhrase] = []
        by = frame.ranked.by if frame.ranked is not None else None
        if by is not None and loose and self._already(by, loose):
            loose = []  # 人均…最少, 人均几方
        for measure in frame.measures or [MeasurePhrase("metric")] * bool(loose):
            own = [measure.divisor] if measure.divisor is not None else loose
            if not own or measure.kind != "metric" or self._already(measure, own):
                out.append(measure)
                continue
            out.extend(self._divided(one, divisor) for divisor in own
                       for one in self._one_by_one(measure))
        frame.measures = out
        frame.divisors = []
        if by is not None and by.divisor is not None and frame.ranked is not None \
                and by.kind == "metric" and not self._already(by, [by.divisor]):
            frame.ranked = replace(frame.ranked, by=self._divided(by, by.divisor))
        frame.mods = self._tested(frame.mods)
        frame.nouns = [replace(n, mods=self._tested(n.mods)) for n in frame.nouns]

    def _tested(self, mods: Mods) -> Mods:
        """人均生活用水量低于全省平均的市: what is tested is shared out too."""
        preds = []
        for pred in mods.preds:
            subject = pred.subject
            if subject is not None and subject.divisor is not None and subject.kind == "metric" \
                    and not self._already(subject, [subject.divisor]):
                pred = replace(pred, subject=self._divided(subject, subject.divisor))
            preds.append(pred)
        return replace(mods, preds=tuple(preds)) if mods.preds else mods

    def _one_by_one(self, measure: MeasurePhrase) -> list[MeasurePhrase]:
        """城镇居民和农村居民每人每天: each of the values has a quotient of its own."""
        listed = next((c for c in measure.mods.conds if c.listed > 1 and c.options[0][1]), None)
        if listed is None or self.frame.groups:
            return [measure]
        kept = tuple(c for c in measure.mods.conds if c is not listed)
        values = [tuple((e, a, (v,)) for e, a, held in listed.options for v in held[i : i + 1])
                  for i in range(len(listed.options[0][2]))]
        return [replace(measure, mods=replace(measure.mods, conds=(
            *kept, replace(listed, options=options, listed=1)))) for options in values]

    def _already(self, measure: MeasurePhrase, own: list[Divisor]) -> bool:
        units = {self.model.metric(n).unit for n in measure.metrics}
        return bool(units) and all(u.endswith("/" + d.unit) for u in units for d in own)

    def _divided(self, measure: MeasurePhrase, divisor: Divisor) -> MeasurePhrase:
        conds = (*measure.mods.conds, *self.frame.mods.conds)
        for found in self._governed(divisor):
            cond = next((c for c in conds if found.pred is not None and _same(c, found.pred)), None)
            if not self._means(found, measure, divisor, cond):
                continue
            rest = tuple(c for c in conds if c is not cond)
            if not self.resolver.metrics_fitting(Mods(conds=rest), (found.name,)):
                continue
            if cond is not None:
                self.frame.mods = replace(self.frame.mods, conds=tuple(
                    c for c in self.frame.mods.conds if c is not cond))
            kept = tuple(c for c in measure.mods.conds if c is not cond)
            return replace(measure, metrics=(found.name,), divisor=None,
                           mods=replace(measure.mods, conds=kept))
        if divisor.unit == "person" and any(c.options[0][1] for c in conds):
            return self._divided(measure, replace(divisor, unit="person/day"))
        return self._ungoverned(measure, divisor)

    def _means(self, found: _Governed, measure: MeasurePhrase, divisor: Divisor,
               cond: Cond | None) -> bool:
        """Whether the quotient's top is what is measured here."""
        if divisor.metrics and found.bottom not in divisor.metrics:
            return False
        named = bool(divisor.metrics) or divisor.unit == "mu"
        if found.pred is None:
            return found.top in measure.metrics or named
        return cond is not None or named or found.top in measure.metrics

    def _governed(self, divisor: Divisor) -> list[_Governed]:
        found = []
        for metric in self.model.metrics:
            if not metric.unit.endswith("/" + divisor.unit) or divisor.attrs and \
                    not divisor.metrics:
                continue
            quotient = self._quotient(metric)
            if quotient is not None:
                found.append(quotient)
        return sorted(found, key=lambda q: q.pred is None)

    def _quotient(self, metric: MetricDef) -> _Governed | None:
        formula = metric.formula
        if isinstance(formula, Per):
            top, bottom = formula.measure, formula.by
        elif isinstance(formula, Ratio):
            top, bottom = formula.top, formula.bottom
        else:
            return None
        below = bottom.name if isinstance(bottom, Metric) else None
        if not isinstance(top, Metric):
            return _Governed(metric.name, "", None, below)
        summed = self.model.metric(top.name).formula
        pred = None
        if isinstance(summed, Agg) and isinstance(summed.over, Members) \
                and len(summed.over.where) == 1 and isinstance(summed.over.where[0], AttrPred):
            pred = summed.over.where[0]
        return _Governed(metric.name, top.name, pred, below)

    def _ungoverned(self, measure: MeasurePhrase, divisor: Divisor) -> MeasurePhrase:
        by = divisor.metrics or ((_BY[divisor.unit],) if divisor.unit in _BY else ())
        known = [name for name in by if any(m.name == name for m in self.model.metrics)]
        if measure.metrics and (known or divisor.attrs):
            return replace(measure, divisor=replace(divisor, metrics=tuple(known)))
        raise AmbiguousQuestion(
            "没有听出按什么平均，或者平均的是什么，请说明，例如“人均用水量”“亩均用水量”。")


def _same(cond: Cond, pred: AttrPred) -> bool:
    return not cond.negated and any(
        attribute is not None and attribute == pred.path.split(".")[-1]
        and values == (pred.value,) for _, attribute, values in cond.options)


def summed_attribute(use: AttrUse, over: Members) -> tuple[Agg, Members]:
    """Return the attribute summed over the facts that have it, and those facts."""
    path = f"{use.entity}.{use.attribute}"
    having = over.model_copy(update={
        "where": (*over.where, AttrPred(path=path, cmp=">", value=0))})
    return Agg(fn="sum", of=path, over=having), having


def shared_by(model: SemanticModel, measure: MeasureObj, divisor: Divisor) -> MeasureObj:
    """Share a measure out by people, land or money that no governed metric does."""
    scale = 10000.0 if divisor.unit == "wan_yuan" else 1.0
    if divisor.metrics:
        return Per(measure=measure, by=Metric(name=divisor.metrics[0]), scale=scale)
    formula = model.metric(measure.name).formula if isinstance(measure, Metric) else None
    if not isinstance(measure, Metric) or not isinstance(formula, Agg) \
            or not isinstance(formula.over, Members):
        raise NotRecorded("该指标不能按这个数来平均。")
    over = formula.over.model_copy(update={"where": (*formula.over.where, *measure.where)})
    if not divisor.attrs:
        raise AmbiguousQuestion("没有听出按什么数来平均，请说明。")
    if isinstance(formula.of, str):  # what has not been filed is no water used for its output
        over = over.model_copy(update={"where": (*over.where, Known(path=formula.of))})
    total, having = summed_attribute(divisor.attrs[0], over)
    return Per(measure=formula.model_copy(update={"over": having}), by=total, scale=scale)
