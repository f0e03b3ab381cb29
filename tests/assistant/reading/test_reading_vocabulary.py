"""Every metric and every state of the model can be asked about by its Chinese name."""

from __future__ import annotations

import pytest
from typed_text import text

from assistant.contracts.algebra import Agg, Members
from assistant.reading.reader import Reader
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import MetricDef, State

MODEL = load_model(profile="jiangxi")


def narrowed_by(metric: MetricDef) -> set[str]:
    """The values that make a metric a part of another: 地表水供水量 = 供水总量 of 地表水."""
    over = metric.formula.over if isinstance(metric.formula, Agg) else None
    preds = over.where if isinstance(over, Members) else ()
    return {str(pred.value) for pred in preds if pred.op == "attr"}


@pytest.mark.parametrize("metric", MODEL.metrics, ids=lambda metric: metric.zh)
def test_a_metric_by_its_name(reader: Reader, metric: MetricDef):
    for period in ("去年", "上月"):  # some are held for this year only
        plan = reader.read(f"{period}的{metric.zh}是多少")
        if plan.status == "ready":
            break
    assert plan.status == "ready"
    first = plan.query.measures[0].expr
    said = text(first)
    assert said == metric.name or (
        narrowed_by(metric) and all(value in said for value in narrowed_by(metric))
    )


@pytest.mark.parametrize("state", MODEL.states, ids=lambda state: state.zh)
def test_a_state_by_its_name(reader: Reader, state: State):
    noun = MODEL.entity(state.entity).nouns[0]
    plan = reader.read(f"{state.zh}的{noun}有几个")
    if any(param.ask for param in state.params):
        assert plan.status == "clarify"
        return
    called = {s.name: (s.zh, *s.synonyms, *s.negations) for s in MODEL.states
              if s.entity == state.entity}  # fmt: skip
    same = {name for name, words in called.items() if state.zh in words}
    if plan.message.startswith("没有说是哪一期"):  # of which quarter or year?
        assert state.entity == "survey_report"
        return
    assert plan.status == "ready"
    assert any(name in text(plan.query.measures) for name in same)
