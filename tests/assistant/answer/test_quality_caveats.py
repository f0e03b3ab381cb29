from __future__ import annotations

from answer_scenes import MODEL, column, evidence

from assistant.answer.quality import quality_caveats, silent_stations
from assistant.contracts.query import MetricQuery

AUGUST = {"time": "2026-08-01..2026-08-31",
          "where": [{"op": "attr", "path": "city", "value": "360400"}]}  # fmt: skip


def test_metered_figures_say_how_many_stations_were_silent():
    asked: list[MetricQuery] = []

    def run(query: MetricQuery):
        asked.append(query)
        return evidence([column("m0", "缺测站点数", "count")], [[3]])

    query = MetricQuery.model_validate({"measures": ["volume_taken"], "context": AUGUST})
    assert "3个站点缺测" in quality_caveats(query, MODEL, run)[0]
    assert asked[0].context == query.context
    silent = asked[0].measures[0].expr.of
    assert silent.entity == "station" and silent.where[0].op == "lacks"
    assert silent.where[0].of.where[0].path == "records_received"


def test_none_silent_is_not_worth_a_word():
    query = MetricQuery.model_validate({"measures": ["volume_taken"], "context": AUGUST})
    assert quality_caveats(query, MODEL, lambda _: evidence([], [[0]])) == ()


def test_other_measures_and_conditions_are_left_alone():
    other = {"measures": ["completeness"], "context": AUGUST}
    assert silent_stations(MetricQuery.model_validate(other), MODEL) is None
    odd = {"time": "2026-08-01..2026-08-31",
           "where": [{"op": "attr", "path": "quality", "value": "异常"}]}  # fmt: skip
    query = MetricQuery.model_validate({"measures": ["volume_taken"], "context": odd})
    assert silent_stations(query, MODEL) is None
