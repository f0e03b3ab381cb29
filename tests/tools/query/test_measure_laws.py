"""Totals, shares and firsts hold for every way of cutting the province."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

few = settings(max_examples=15, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
# Dimensions that rows of the fact lead to, some with unknown values.
CUTS = {
    "volume": ["station", "county", "city", "holder", "holder.kind", "station.batch", "permit",
               "day", "month", "week", "tenday"],
    "problems": ["holder", "holder.kind", "county", "city", "problem.kind", "month", "quarter"],
    "total_use": ["city", "annual_use.sector", "year"],
    "station_count": ["county", "city", "holder", "station.batch", "permit", "holder.kind"],
}  # fmt: skip
TIMES = ["2026-08-01..2026-08-31", "2026-07-15..2026-09-03", "2025-01-01..2025-12-31",
         "2026-01-01..2026-09-16"]  # fmt: skip
YEARS = ["2025-01-01..2025-12-31", "2023-01-01..2025-12-31"]

cuts = st.sampled_from(sorted(CUTS)).flatmap(
    lambda metric: st.tuples(
        st.just(metric),
        st.sampled_from(CUTS[metric]),
        st.sampled_from(YEARS if metric == "total_use" else TIMES),
    )
)


@few
@given(cut=cuts)
def test_groups_add_up_to_the_total(ask, cut):
    metric, group, time = cut
    if metric == "station_count" and group in ("month", "day"):
        return
    context = {"time": time}
    groups = ask.rows({"by": [group], "measures": [metric], "context": context})
    total = ask.value(metric, time=time)
    assert sum(row[-1] or 0 for row in groups) == pytest.approx(float(total or 0))


@few
@given(cut=cuts)
def test_shares_of_the_whole_add_up_to_one(ask, cut):
    metric, group, time = cut
    share = {"op": "share", "part": metric,
             "whole": {"op": "at", "measure": metric, "lift": ["*"]}}  # fmt: skip
    rows = ask.rows({"by": [group], "measures": [share, metric], "context": {"time": time}})
    shares = [row[-2] for row in rows if row[-2] is not None]
    if shares:
        assert sum(shares) == pytest.approx(1)
    else:
        assert sum(row[-1] or 0 for row in rows) == 0


@few
@given(cut=cuts)
def test_two_dimensions_add_up_to_one(ask, cut):
    metric, group, time = cut
    other = "city"
    if group == other:
        return
    context = {"time": time}
    single = {row[0]: row[-1] for row in ask.rows(
        {"by": [other], "measures": [metric], "context": context})}  # fmt: skip
    double: dict[object, float] = {}
    for row in ask.rows({"by": [other, group], "measures": [metric], "context": context}):
        double[row[0]] = double.get(row[0], 0) + (row[-1] or 0)
    for key, value in double.items():
        assert value == pytest.approx(float(single[key] or 0))
    assert sum(double.values()) == pytest.approx(sum(v or 0 for v in single.values()))


@few
@given(cut=cuts, n=st.integers(1, 4))
def test_the_first_n_are_n_unless_they_tie(ask, cut, n):
    metric, group, time = cut
    asked = {"by": [group], "measures": [metric], "order": [{"by": 0}], "context": {"time": time}}
    every = [row[-1] for row in ask.rows(asked) if row[-1] is not None]
    first = [row[-1] for row in ask.rows({**asked, "limit": n})]
    assert first == every[: len(first)]
    assert len(first) >= min(n, len(every))
    assert all(value == first[n - 1] for value in first[n:])


@few
@given(n=st.integers(1, 3), time=st.sampled_from(TIMES))
def test_the_first_n_of_each_group(ask, n, time):
    asked = {"over": "county", "columns": [{"expr": "city"}], "measures": ["volume"],
             "order": [{"by": 1}], "context": {"time": time}}  # fmt: skip
    every, found = ask.rows(asked), ask.rows({**asked, "limit": n, "limit_per": "city"})
    for city in {row[1] for row in every}:
        known = [row for row in every if row[1] == city and row[2] is not None]
        values = [row[2] for row in known]
        assert len(set(values)) == len(values), "nothing ties here"
        assert [row for row in found if row[1] == city] == known[:n]


@pytest.mark.parametrize("order", [[], [{"by": 1, "direction": "asc"}]])
def test_a_limit_for_each_holds_with_and_without_an_order(ask, order):
    found = ask.rows({
        "over": "county", "columns": [{"expr": "city"}], "measures": ["problems"], "order": order,
        "limit": 1, "limit_per": "city", "context": {"time": "2026-01-01..2026-09-16"},
    })  # fmt: skip
    expected = {
        (): [("东县", "甲市", 2), ("南县", "乙市", 1), ("中县", "丙市", 0)],
        (1,): [("北县", "乙市", 0), ("中县", "丙市", 0), ("西县", "甲市", 1)],
    }[tuple(o["by"] for o in order)]
    assert sorted(found) == sorted(expected)


def test_a_total_is_the_ratio_of_the_sums_not_the_mean(ask):
    rows = ask.rows({"by": ["city"], "measures": ["upload_rate"], "add": ["total"],
                     "context": {"time": "2026-08-01..2026-08-31"}})  # fmt: skip
    *cities, (label, total) = rows
    assert label == "合计"
    assert total == pytest.approx(ask.value("upload_rate", time="2026-08-01..2026-08-31"))
    assert total != pytest.approx(sum(v for _, v in cities) / len(cities))
