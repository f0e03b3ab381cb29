"""What speaks against a rewriting: what was said and is lost, what was not said and is there."""

from __future__ import annotations

import pytest

from assistant.planner.agreement import objections
from assistant.planner.codes import coded, decoded


@pytest.fixture
def against(reader):
    def check(question: str, rewriting: str) -> tuple[str, ...]:
        tokens = reader.freely(question).tokens
        asked = coded(tokens, reader.restater.period)
        plan = reader.read(decoded(rewriting, asked.codes))
        return objections(asked, tokens, rewriting, plan, reader.unsaid)
    return check


@pytest.mark.parametrize("question, rewriting, told", [
    ("浔上月丢数多少条", "τ，α，缺报条数", ""),
    ("浔上月丢数多少条", "τ，缺报条数", "漏了“浔”"),
    ("上月丢数超过50条的站", "τ，缺报条数超过50条的计量站点的名单", ""),
    ("上月丢数超过50条的站", "τ，缺报条数超过60条的计量站点的名单", "多了数60"),
    ("上月丢数的站", "τ，β，缺报条数", "没有读通"),
    ("今年跟去年比丢数多没多", "τ，缺报条数", "漏了"),
    ("上月丢数", "天气预报", "没有读通"),
])  # fmt: skip
def test_objections(against, question: str, rewriting: str, told: str):
    found = against(question, rewriting)
    assert (found == ()) if not told else any(told in one for one in found)
