"""Words of form, and what must show of each in the query (see ``coverage.py``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Words of form: (tags, what must show).
FORMS: tuple[tuple[frozenset[str], Callable[[Any], bool]], ...] = tuple(
    (frozenset(words.split()), kept) for words, kept in (
        ("most least best worst", lambda marks: marks.ordered
         or bool(marks.strings & {"max", "min"}) or {"minus", "at"} <= marks.ops
         or marks.sides
         or "run" in marks.ops),
        ("share_ask", lambda marks: marks.shared or marks.compared),
        ("share", lambda marks: marks.shared),
        ("avg", lambda marks: marks.averaged),
        ("ask_times", lambda marks: bool(marks.metrics or marks.timed or marks.ops & {
            "count", "run", "quantified", "periods", "has", "ratio", "attr_value"})),
        ("ask_length", lambda marks: marks.timed),
        ("maximum minimum", lambda marks: marks.ordered or bool(marks.strings & {"max", "min"})),
        ("median stdev", lambda marks: bool(marks.strings & {"median", "stdev"})),
        ("change", lambda marks: marks.compared or marks.series),
        ("growth both_ways", lambda marks: marks.compared),
        ("diff", lambda marks: marks.compared or "ratio" in marks.ops),
        ("none running", lambda marks: bool(
            marks.ops & {"quantified", "lacks", "not", "run", "trend"}) or "连续" in marks.named
            or 0.0 in marks.numbers and "=" in marks.compares),
        ("none_end", lambda marks: marks.negated),
        ("same_as", lambda marks: "=" in marks.compares),
        ("longterm", lambda marks: "多年平均" in marks.named or "距平" in marks.named),
        ("earliest", lambda marks: marks.first_only or marks.ordered),
        ("except except_after", lambda marks: marks.negated),
        ("rest", lambda marks: marks.negated or marks.split or bool(
            marks.ops & {"state", "as_of"})),
        ("drives", lambda marks: "explain" in marks.strings),
        ("ask_periods", lambda marks: bool(marks.ops & {"periods", "run"}) or marks.timed),
        ("period_noun", lambda marks: bool(marks.ops & {"periods", "run"}) or marks.series),
        ("single_hour", lambda marks: "hour" in marks.strings),
        ("broken_off counted_only", lambda marks: False),
        ("current_price", lambda marks: "GDP" in marks.named or "增加值" in marks.named),
        ("cumulated", lambda marks: "running" in marks.ops),
        ("source", lambda marks: "公报" in marks.areas),
        ("fraction_of", lambda marks: "ratio" in marks.ops),
    ))
