"""Which function compiles which term."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assistant.contracts import algebra as a
from assistant.contracts.time import Param
from knowledge_graph.semantics.model import SemanticModel
from tools.query import (
    attributes,
    columns,
    contexts,
    measures,
    predicates,
    quantified,
    states,
    windows,
)
from tools.query.engine import Engine, Handler
from tools.query.sets import member

MEASURES: Mapping[type, Handler] = {
    a.Metric: measures.metric,
    a.Number: measures.number,
    Param: measures.param,
    a.Target: measures.target,
    a.Attr: measures.attr,
    a.Count: measures.aggregate,
    a.Agg: measures.aggregate,
    a.Ratio: measures.ratio,
    a.Share: measures.share,
    a.Per: measures.per,
    a.DaysIn: measures.days_in,
    a.Arith: measures.arithmetic,
    a.Growth: measures.growth,
    a.Abs: measures.absolute,
    a.Duration: measures.duration,
    a.Project: measures.project,
    a.Prev: contexts.prev,
    a.At: contexts.at,
    a.Ancestor: contexts.ancestor,
    a.Rank: windows.rank,
    a.Running: windows.running,
    a.Run: windows.run,
    a.Extreme: windows.extreme,
    # Columns that are no measures are compiled by the same rule: a term at a row.
    a.AtExtreme: windows.at_extreme,
    a.PathCol: columns.path_column,
    a.Flag: columns.flag,
    a.Failing: columns.failing,
    a.Collect: columns.collect,
}

PREDICATES: Mapping[type, Handler] = {
    a.AttrPred: attributes.attribute_test,
    a.Known: attributes.known,
    a.StatePred: states.state,
    a.Has: predicates.has,
    a.Lacks: predicates.lacks,
    a.MeasurePred: predicates.measure_test,
    a.InSet: predicates.in_set,
    a.Not: predicates.complement,
    a.And: predicates.conjunction,
    a.Or: predicates.disjunction,
    a.Quantified: quantified.quantified,
    a.Trend: quantified.trend,
}


def new_engine(model: SemanticModel, as_of: datetime) -> Engine:
    """Return an engine with every term's compiler."""
    return Engine(model, as_of, MEASURES, PREDICATES, member)
