"""Clauses for one tool are one step; nothing of a message is lost between steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.router.steps import data_part, sentences, steps_of


def law(clause: str) -> str:
    return "regulation" if "条" in clause else "query"


@pytest.mark.parametrize("text, tools, asked", [
    ("超许可的有几家", ["query"], "超许可的有几家"),
    ("超许可的有几家？依据哪条处罚？", ["query", "regulation"], "超许可的有几家"),
    ("依据哪条，超许可户有哪些，各超多少", ["regulation", "query"], "超许可户有哪些，各超多少"),
    ("依据哪条", ["regulation"], "依据哪条"), ("哪条。第几条。", ["regulation"], "哪条。第几条。"),
    ("", [], ""),
])  # fmt: skip
def test_steps(text: str, tools: list[str], asked: str):
    found = steps_of(text, law)
    assert [step.tool for step in found] == tools and data_part(text, found) == asked


@given(st.text(alphabet="条水，。？！ab", max_size=30))
def test_nothing_is_lost(text: str):
    marks = text[: len(text) - len(text.lstrip("，。？！"))]
    assert marks + "".join(step.text for step in steps_of(text, law)) == text


def test_sentences_of_a_message():
    assert sentences("赣州几个？宜春呢，还有九江。") == ("赣州几个？", "宜春呢，还有九江。")
    assert sentences("？？") == ()
