"""Columns for what was only tested: beside the rows it selects, with what it was held against."""

from __future__ import annotations

from assistant.contracts.algebra import Arith, At, Growth
from assistant.contracts.query import Out
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import BasisPhrase
from assistant.reading.roles import Roles
from knowledge_graph.semantics.model import SemanticModel


def tested_columns(roles: Roles, measures: MeasureBuilder, model: SemanticModel) -> list[Out]:
    """Return the measures only tested in conditions, to be shown beside the rows they select."""
    shown = []
    for pred in roles.tested:
        if pred.subject is None or pred.quantifier:
            continue
        measure = measures.build_at(pred.subject)
        metric = measures.best_metric(pred.subject) if pred.subject.metrics else None
        shown.append(Out(expr=measure))
        if pred.against is not None and pred.against.kind == "change":
            previous = measures.previous(
                measure, BasisPhrase(pred.against.basis), metric)
            points = metric is not None and model.metric(metric).unit == "fraction"
            columns = measures.change_columns(measure, previous, points)
            shown.extend(Out(expr=c) for c in columns[1:])
        elif pred.against is not None and pred.against.kind == "longterm":
            mean = measures.longterm(metric)
            below = pred.against.sign == "down"
            shown.append(Out(expr=mean))
            shown.append(Out(expr=Arith(op="minus", of=(mean, measure) if below
                                        else (measure, mean)),
                             label="低于多年平均" if below else "高于多年平均"))
            shown.append(Out(expr=Growth(measure=measure, base=mean), label="距平"))
        elif pred.against is not None and pred.against.kind == "parent":
            whole = At(measure=measure, lift=REGIONS)
            shown.append(Out(expr=whole, label="全省"))
            below = pred.against.sign == "down"
            ends = (whole, measure) if below else (measure, whole)
            shown.append(Out(expr=Arith(op="minus", of=ends),
                             label="低于全省" if below else "高于全省"))
    return shown
