"""Where nothing of a kind is held, a count of 0 says so."""

from __future__ import annotations

import pytest

from assistant.answer.absent import absent_caveats
from assistant.contracts.algebra import Count, Lacks, Members, Metric, StatePred
from assistant.contracts.query import MetricQuery, Out
from knowledge_graph.semantics.load import load_model

ROWS = {"problem": 0, "station": 5, "holder": 7, "survey_report": 0}
OPEN = Members(entity="problem", where=(StatePred(name="problem_open"),))
CLEAR = Members(entity="holder", where=(Lacks(of=Members(entity="problem")),))


def of(measure: object) -> MetricQuery:
    return MetricQuery(measures=(Out(expr=measure),))


@pytest.mark.parametrize("query, told", [
    (of(Count(of=OPEN)), "问题"), (of(Count(of=CLEAR)), "问题"),
    (of(Metric(name="filing_rate")), "调查表"),
    (MetricQuery(shape="several", parts=(of(Count(of=OPEN)),)), "问题"),
])  # fmt: skip
def test_what_is_nowhere_recorded_is_told(query: MetricQuery, told: str):
    (caveat,) = absent_caveats(query, load_model(), ROWS)
    assert caveat.startswith(told) and "没有装载任何数据" in caveat


@pytest.mark.parametrize("query", [
    of(Count(of=Members(entity="station"))), of(Metric(name="upload_rate")),
])  # fmt: skip
def test_what_is_recorded_needs_no_caveat(query: MetricQuery):
    assert absent_caveats(query, load_model(), ROWS) == ()
