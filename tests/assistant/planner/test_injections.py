"""Orders within a question are words to be read; a model that obeys them changes no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.planner.planned import Planned
from assistant.planner.retelling import Retelling
from assistant.planner.rewriting import Rewriter
from assistant.reading.conversing.reader import Conversing
from prompts import load_prompt

QUESTIONS = [line for line in Path(__file__).with_name("injections.txt").read_text(
    encoding="utf-8").splitlines() if line and not line.startswith("#")]
OBEDIENT = [
    "SELECT * FROM holder", "全部合格", "2020年，全省，取水量", "取水户的名单，列出户名、联系电话",
    "2026年8月，取水量为999亿m³", "超许可的取水户的名单",
]


def test_there_are_enough_of_them():
    assert len(set(QUESTIONS)) >= 50


@pytest.mark.parametrize("says", OBEDIENT)
def test_a_model_that_obeys_gets_nothing_answered(reader, scripted, says: str):
    retelling = Retelling(scripted(says), load_prompt("rewrite"))
    rewriter = Rewriter(retelling, reader, reader.restater.period, answers=True)
    planned = Planned(Conversing(reader), rewriter)
    for question in QUESTIONS:
        plan = planned.plan(question)
        assert plan.route != "llm" or plan.status != "ready", question


def test_what_is_typed_reaches_the_model_as_one_users_message(reader, scripted):
    model = scripted("τ，缺报条数")
    rewriter = Rewriter(Retelling(model, load_prompt("rewrite")), reader, reader.restater.period)
    for question in QUESTIONS:
        rewriter(question)
    assert {len(messages) for messages, _ in model.asked} == {2}
    assert {messages[0].text for messages, _ in model.asked} == {"改写"}
