"""单个小时抽水过五百方的户: a figure of one hour is tested hour by hour, not over all of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles


def hour_by_hour(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """List each thing with each hour that passes, or count the things that have such an hour."""
    rows = roles.rows
    if rows is not None:
        pred = _of_an_hour(rows, frame, resolver)
        if pred is not None and rows.ranked is None and not rows.mods.states:
            _list(pred, rows, frame, roles)
        return
    roles.measures = [_counted(m, frame, resolver) for m in roles.measures]


def _of_an_hour(noun: SetPhrase, frame: Frame, resolver: Resolver) -> PredPhrase | None:
    """Return the one test of the noun, if it is of an hour's figure."""
    pred = noun.mods.preds[0] if len(noun.mods.preds) == 1 else None
    subject = pred.subject if pred is not None else None
    if pred is None or subject is None or subject.kind != "metric" or pred.quantifier \
            or pred.comparison is None or subject.change or subject.agg or subject.per:
        return None
    metric = resolver.model.metric(subject.metrics[0])
    finer = metric.name if metric.grain == "hour" else metric.finer
    if finer is None or metric.grain != "hour" and "single_hour" not in frame.flags:
        return None
    return replace(pred, subject=replace(subject, metrics=(finer,)))


def _list(pred: PredPhrase, rows: SetPhrase, frame: Frame, roles: Roles) -> None:
    subject = pred.subject
    assert subject is not None
    roles.rows = None
    roles.groups = [GroupPhrase(entities=rows.options), GroupPhrase(grain="hour"), *roles.groups]
    roles.having, roles.tested = [pred], []
    roles.measures = [MeasurePhrase("metric", metrics=subject.metrics, mods=subject.mods)]
    frame.mods = frame.mods.plus(Mods(conds=rows.mods.conds))


def _counted(measure: MeasurePhrase, frame: Frame, resolver: Resolver) -> MeasurePhrase:
    """前天单个小时取水过千方的有几户: those with some hour that passes."""
    noun = measure.noun
    pred = _of_an_hour(noun, frame, resolver) if measure.kind == "count" and noun else None
    if noun is None or pred is None:
        return measure
    some = replace(pred, quantifier="some", grain="hour")
    return replace(measure, noun=replace(noun, mods=replace(noun.mods, preds=(some,))))
