"""What the single parts of the reader make of questions: ``rooms.txt``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CASES = [
    re.split(" ([→＝？]) ", line)
    for line in Path(__file__).with_name("rooms.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def of_kind(mark: str) -> list[tuple[str, str]]:
    """The questions of one kind, each with what stands after its mark."""
    return [(question, wanted) for question, found, wanted in CASES if found == mark]


@pytest.mark.parametrize("question, restated", of_kind("→"))
def test_read_so(reader, question, restated):
    plan = reader.read(question)
    assert (plan.status, plan.reading) == ("ready", restated)


@pytest.mark.parametrize("question, other", of_kind("＝"))
def test_two_wordings_are_one_question(reading, question, other):
    assert reading(question)["status"] == "ready"
    assert reading(question) == reading(other)


@pytest.mark.parametrize("question, word", of_kind("？"))
def test_asked_back_about_a_word(reader, question, word):
    plan = reader.read(question)
    assert plan.status == "clarify"
    assert word in plan.message
