"""Whatever shape and rows meet, the writer answers."""

from __future__ import annotations

import json
from typing import get_args

from answer_scenes import answer, column, evidence
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.contracts.query import Shape

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-10**12, 10**12), st.text(max_size=4),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(["2026-08-01", "2026-08-01 13:00", "合计", "未知"]),
)  # fmt: skip
UNITS = st.sampled_from(["", "m3", "fraction", "count", "day", "odd"])
KINDS = st.sampled_from(["text", "number", "date", "bool"])
QUERIES = st.sampled_from([
    {}, {"over": "holder", "columns": ["name"]}, {"by": ["city"], "measures": ["completeness"]},
    {"by": ["month"], "measures": ["volume_taken"]}, {"by": ["city", "month"], "measures": ["use"]},
    {"measures": ["use", {"op": "prev", "measure": "use"}], "stated": {"value": 1.0, "text": "1"}},
    {"measures": [{"op": "growth", "measure": "use", "base": {"op": "prev", "measure": "use"}}],
     "by": ["city"], "order": [{}], "stated": {"low": 0.1}},
    {"over": {"op": "periods", "grain": "month"}, "measures": ["use"]},
])  # fmt: skip


@st.composite
def tables(draw):
    width = draw(st.integers(0, 4))
    columns = [
        column(draw(st.sampled_from([f"c{n}", f"c{n}_key"])), draw(st.sampled_from(["", f"列{n}"])),
               draw(UNITS), draw(KINDS))
        for n in range(width)
    ]  # fmt: skip
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))
    return evidence(columns, rows, draw(st.integers(0, 5)), truncated=draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(get_args(Shape)), QUERIES, tables())
def test_it_never_raises_and_is_plain_json(shape, query, found):
    got = answer({**query, "shape": shape}, found)
    assert got.text and got.status in {"answered", "no_data"}
    json.loads(json.dumps(got.model_dump(), allow_nan=False))
    assert all(len(row) == len(got.columns) for row in got.rows)
    assert not any(c.name.endswith("_key") and not c.label for c in got.columns)
