"""Sums add up: over groups, over periods, and whichever table they are read from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AUGUST = {"time": "2026-08-01..2026-08-31"}
SETTINGS = settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
Term = dict[str, Any]

SIMPLE = st.sampled_from([
    {"op": "attr", "path": "batch", "value": "国控"},
    {"op": "attr", "path": "holder.kind", "cmp": "!=", "value": "工业"},
    {"op": "attr", "path": "city", "value": "3601"},
    {"op": "known", "path": "permit"},
    {"op": "state", "name": "station_online"},
    {"op": "has", "of": "meter"},
    {"op": "lacks", "of": {"op": "members", "entity": "anomaly", "when": "none"}},
    {"op": "measure", "left": "volume", "cmp": ">", "right": 1200},
    {"op": "quantified", "quantifier": "every", "over": "week",
     "pred": {"op": "measure", "left": "upload_rate", "cmp": ">=", "right": 0.9}},
])
PREDS = st.recursive(SIMPLE, lambda inner: st.one_of(
    st.builds(lambda p: {"op": "not", "pred": p}, inner),
    st.builds(lambda p, q: {"op": "and", "preds": [p, q]}, inner, inner),
    st.builds(lambda p, q: {"op": "or", "preds": [p, q]}, inner, inner),
), max_leaves=3)


def stations(*where: Term) -> Term:
    return {"op": "members", "entity": "station", "where": list(where)}


SETS = st.recursive(st.builds(stations, PREDS), lambda inner: st.one_of(
    st.builds(lambda a, b: {"op": "union", "of": [a, b]}, inner, inner),
    st.builds(lambda a, b: {"op": "intersect", "of": [a, b]}, inner, inner),
    st.builds(lambda a, b: {"op": "minus", "of": a, "without": b}, inner, inner),
), max_leaves=2)


def members(ask, of: Term) -> set[str]:
    query = {"over": of, "columns": [{"expr": "station_id"}], "context": AUGUST}
    return {str(row[0]) for row in ask.rows(query, hidden=True)}


@SETTINGS
@given(s=SETS)
def test_counts_by_group_add_up_to_the_whole(ask, s):
    query = {"by": ["city"], "measures": [{"op": "count", "of": s}], "context": AUGUST}
    assert sum(row[-1] for row in ask.rows(query)) == len(members(ask, s))


MEASURES = st.sampled_from(["volume", "received", "due", "problems"])
PATHS = st.sampled_from(["city", "county", "holder", "holder.kind", "province"])
GRAINS = st.sampled_from(["day", "tenday", "month", "quarter"])


@SETTINGS
@given(measure=MEASURES, path=PATHS)
def test_an_additive_measure_adds_up_over_its_groups(ask, measure, path):
    groups = ask.rows({"by": [path], "measures": [measure], "context": AUGUST})
    whole = ask.value(measure, **AUGUST)
    assert sum(row[-1] or 0 for row in groups) == pytest.approx(whole)


@SETTINGS
@given(measure=MEASURES, grain=GRAINS, first=st.integers(1, 28), months=st.integers(1, 7))
def test_an_additive_measure_adds_up_over_its_periods(ask, measure, grain, first, months):
    context = {"time": f"2026-01-{first:02}..2026-{months + 1:02}-{first:02}"}
    periods = ask.rows({"by": [grain], "measures": [measure], "context": context})
    whole = ask.value(measure, **context) or 0
    assert sum(row[-1] or 0 for row in periods) == pytest.approx(whole)


def test_the_order_of_the_context_does_not_matter(ask):
    where = [{"op": "attr", "path": "city", "value": "3601"},
             {"op": "attr", "path": "station.batch", "value": "国控"}]
    queries = [{"by": ["month"], "measures": ["volume"], "context": {**AUGUST, "where": w}}
               for w in (where, where[::-1])]
    assert ask.compiled(queries[0]).sql == ask.compiled(queries[1]).sql


@SETTINGS
@given(measure=MEASURES, path=PATHS, day=st.integers(1, 30))
def test_a_summary_table_gives_what_the_days_give(ask, measure, path, day):
    """A whole month, read from the summary, is its two parts, read from the days."""
    def by(first: int, last: int) -> dict[object, float]:
        time = f"2026-08-{first:02}..2026-08-{last:02}"
        rows = ask.rows({"by": [path], "measures": [measure], "context": {"time": time}})
        return {row[0]: row[-1] or 0 for row in rows}

    whole, before, after = by(1, 31), by(1, day), by(day + 1, 31)
    assert set(whole) == set(before) | set(after)
    for key, value in whole.items():
        assert before.get(key, 0) + after.get(key, 0) == pytest.approx(value)
