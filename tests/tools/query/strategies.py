"""Predicates and sets drawn at random over the small province, as plain data."""

from __future__ import annotations

from hypothesis import strategies as st

AUGUST = "2026-08-01..2026-08-31"


def attr(path: str, cmp: str, value: object) -> dict[str, object]:
    return {"op": "attr", "path": path, "cmp": cmp, "value": value}


# Every kind of test: of attributes with nulls, of relations both ways, of measures that have no
# data for some holders, over periods with gaps.
HOLDER_TESTS: list[object] = [
    attr("kind", "in", ["灌区", "工业"]),
    attr("kind", "!=", "供水"),
    attr("is_key", "=", True),
    attr("city.name", "=", "甲市"),
    attr("registered_date", "<=", {"op": "as_of", "plus": {"n": -5, "unit": "year"}}),
    {"op": "known", "path": "kind"},
    {"op": "has", "of": "station"},
    {"op": "has", "of": {"op": "members", "entity": "station", "where": [
        attr("batch", "=", "国控")]}, "at_least": 1, "at_most": 1},
    {"op": "lacks", "of": {"op": "members", "entity": "problem", "when": "none"}},
    {"op": "measure", "left": "volume", "cmp": ">", "right": 1500},
    {"op": "measure", "left": "upload_rate", "cmp": "<", "right": "received"},
    "holder_over",
    {"op": "quantified", "quantifier": "every", "over": "month",
     "pred": {"op": "measure", "left": "upload_rate", "cmp": ">=", "right": 0.9}},
    {"op": "quantified", "quantifier": "some",
     "over": {"op": "members", "entity": "problem", "when": "none"}, "pred": "problem_closed"},
    {"op": "in_set", "of": {"op": "top", "of": "holder", "by": "volume", "n": 2}},
]  # fmt: skip

tests = st.recursive(
    st.sampled_from(HOLDER_TESTS),
    lambda inner: st.one_of(
        inner.map(lambda p: {"op": "not", "pred": p}),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda drawn: {"op": drawn[0], "preds": drawn[1]}
        ),
    ),
    max_leaves=3,
)


def holders(*where: object) -> dict[str, object]:
    return {"op": "members", "entity": "holder", "where": list(where)}


sets = st.one_of(
    st.lists(st.sampled_from(HOLDER_TESTS), max_size=2).map(lambda where: holders(*where)),
    st.integers(1, 4).map(lambda n: {"op": "top", "of": "holder", "by": "volume", "n": n}),
    st.sampled_from(HOLDER_TESTS).map(
        lambda p: {"op": "minus", "of": "holder", "without": holders(p)}
    ),
)
