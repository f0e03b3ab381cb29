"""Nothing found is not nothing there: zero, no data, and what has not come yet are kept apart."""

from __future__ import annotations

import pytest

YEAR = "2026-01-01..2026-09-16"
# Station s4 sent nothing in July 2026, s6 never, s7 from September on; s3 sends 20 of 24 in August.
SUMMER = "2026-06-01..2026-08-31"


def stations(ask, pred: object, time: str) -> set[object]:
    rows = ask.rows({
        "over": {"op": "members", "entity": "station", "where": [pred]},
        "columns": [{"expr": "station_id"}], "context": {"time": time},
    })  # fmt: skip
    return {row[-1] for row in rows}


def months(quantifier: str, cmp: str, mark: float, k: int = 1) -> dict[str, object]:
    pred = {"op": "measure", "left": "upload_rate", "cmp": cmp, "right": mark}
    return {"op": "quantified", "quantifier": quantifier, "k": k, "over": "month", "pred": pred}


def test_a_count_of_nothing_is_zero_and_a_sum_of_nothing_is_unknown(ask):
    none = {"op": "members", "entity": "problem",
            "where": [{"op": "attr", "path": "found_date", "cmp": ">", "value": "2030-01-01"}]}
    assert ask.value({"op": "count", "of": none}, time=YEAR) == 0
    assert ask.value("volume", time="2020-01-01..2020-12-31") is None
    assert ask.value("upload_rate", time="2020-01-01..2020-12-31") is None


def test_a_ratio_to_zero_is_unknown(ask):
    """The only permit of holder h5 allows 0 m3."""
    rows = ask.rows({"over": "holder", "measures": ["permitted", "permit_use_ratio"]})
    assert {name: (permitted, ratio) for name, permitted, ratio in rows}["户五"] == (0, None)


def test_members_without_data_stay_with_an_unknown_measure(ask):
    rows = ask.rows({"over": "station", "measures": ["volume", {
        "op": "count", "of": {"op": "members", "entity": "anomaly", "when": "start"}}],
        "context": {"time": "2026-07-01..2026-07-31"}})  # fmt: skip
    found = {row[0]: row[1:] for row in rows}
    assert len(found) == 7
    assert found["四站"] == (None, 0)
    assert found["一站"][1] == 1


@pytest.mark.parametrize("cmp", ["<", ">=", "=", "!="])
def test_no_comparison_holds_of_what_is_unknown(ask, cmp):
    pred = {"op": "measure", "left": "volume", "cmp": cmp, "right": 0}
    assert "s6" not in stations(ask, pred, SUMMER)
    assert "s6" in stations(ask, {"op": "not", "pred": pred}, SUMMER)


def test_a_month_without_data_is_neither_pass_nor_fail(ask):
    """s4 passes in June and August and has no July."""
    assert "s4" in stations(ask, months("at_least", ">=", 0.5, k=2), SUMMER)
    assert "s4" not in stations(ask, months("at_least", ">=", 0.5, k=3), SUMMER)
    assert "s4" not in stations(ask, months("every", ">=", 0.5), SUMMER)
    assert "s4" not in stations(ask, months("none", "<", 0.5), SUMMER)
    assert "s4" not in stations(ask, months("running", ">=", 0.5, k=2), SUMMER)
    everyone = {"s1", "s2", "s3", "s5"}
    for pred in (months("every", ">=", 0.5), months("none", "<", 0.5),
                 months("running", ">=", 0.5, k=3)):  # fmt: skip
        assert stations(ask, pred, SUMMER) == everyone


def test_a_gap_breaks_a_course(ask):
    course = {"op": "trend", "measure": "due", "grain": "month", "direction": "not_down"}
    assert "s4" not in stations(ask, course, "2026-07-01..2026-08-31")
    assert "s1" in stations(ask, course, "2026-07-01..2026-08-31")
    assert "s4" not in stations(ask, course, SUMMER)


def test_growth_over_a_missing_month_is_unknown(ask):
    rows = ask.rows({
        "by": ["month"],
        "measures": ["volume", {"op": "growth", "measure": "volume", "base": {
            "op": "prev", "measure": "volume", "basis": "mom"}}],
        "context": {"time": "2026-06-01..2026-08-31",
                    "where": [{"op": "attr", "path": "station", "value": "s4"}]},
    })  # fmt: skip
    found = {str(month)[:7]: growth for month, _, growth in rows}
    assert found["2026-06"] is not None
    assert "2026-07" not in found
    assert found["2026-08"] is None


@pytest.mark.parametrize("time", ["2026-09-01..2026-09-16", "2026-09-01..2026-09-30"])
def test_a_running_month_is_compared_with_as_many_days(ask, data, time):
    """September has 16 days so far: a year ago and a month ago count 16 days too."""
    gold = data.execute("""
        SELECT sum(volume_m3) FILTER (WHERE date BETWEEN '2025-09-01' AND '2025-09-16'),
               sum(volume_m3) FILTER (WHERE date BETWEEN '2026-08-01' AND '2026-08-16')
        FROM station_day""").fetchone()
    before = [ask.value({"op": "prev", "measure": "volume", "basis": basis}, time=time)
              for basis in ("yoy", "mom")]  # fmt: skip
    assert before == [pytest.approx(v) for v in gold]


def test_the_last_month_of_a_series_is_compared_with_as_many_days(ask, data):
    before = {"op": "prev", "measure": "volume"}
    rows = ask.rows({"by": ["month"], "measures": ["volume", before],
                     "context": {"time": "2026-08-01..2026-09-30"}})  # fmt: skip
    gold = data.execute("""
        SELECT sum(volume_m3) FILTER (WHERE date BETWEEN '2025-08-01' AND '2025-08-31'),
               sum(volume_m3) FILTER (WHERE date BETWEEN '2025-09-01' AND '2025-09-16')
        FROM station_day""").fetchone()
    assert [row[-1] for row in rows] == [pytest.approx(v) for v in gold]


def test_the_first_year_that_passed_a_mark_is_the_earliest(ask):
    """9.6 hundred million m3 was passed in every year: asked for one, the first is given."""
    rows = ask.rows({
        "shape": "which", "measures": ["total_use"], "limit": 1,
        "over": {"op": "periods", "grain": "year",
                 "where": [{"op": "measure", "left": "total_use", "cmp": ">", "right": 9.6e8}]},
        "context": {"time": "2023-01-01..2025-12-31"},
    })  # fmt: skip
    assert [(str(year)[:4], value) for year, value in rows] == [("2023", pytest.approx(12.5e8))]
