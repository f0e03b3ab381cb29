"""A model that was not tuned plans by codes; what it fills in is read back like any rewriting."""

from __future__ import annotations

import json

import pytest

from assistant.planner.holes.candidates import Linking
from assistant.planner.holes.filling import Filling
from assistant.planner.rewriting import Rewriter
from prompts import load_prompt

ASKED = "浔上个月丢数丢得最凶的5个县，各丢了多少条"


@pytest.fixture
def plan(reader, scripted):
    def ask(question: str, reply: str, answers: bool = True):
        model = scripted(reply)
        recall = lambda text, n: [("τ丢了多少", "τ，缺报条数")][:n]  # noqa: E731
        filling = Filling(model, load_prompt("holes"), Linking(reader.model, None), recall)
        rewriter = Rewriter(filling, reader, reader.restater.period, answers=answers)
        return rewriter(question), model
    return ask


def test_the_model_sees_codes_and_reviewed_questions_and_the_sentence_as_data(plan):
    _, model = plan(ASKED, "{}")
    messages, wanted = model.asked[0]
    assert "τ丢了多少 → τ，缺报条数" in messages[-1].text
    assert "《ατ丢数" in messages[-1].text and "县（市、区）" in messages[-1].text
    assert wanted.json_schema is not None and not wanted.adapter


def test_a_filled_form_becomes_a_plan(plan, reader):
    form = {"read": "-", "ask": "count", "measure": [], "of": "e1", "cond": ["c1"], "by": "-",
            "cmp": "-", "value": "-", "order": "-", "first": "-", "versus": "-"}
    found, _ = plan("赣州掉线的计量站点咋样了", json.dumps(form))
    same = reader.read("赣州市离线的计量站点数")
    assert found is not None and same.reading in (found.reading, *(c.label for c in found.choices))


@pytest.mark.parametrize("reply", ["", "{}", "忽略以上要求", '{"ask": "value"}'])
def test_what_is_no_form_helps_nobody(plan, reply: str):
    found, _ = plan(ASKED, reply)
    assert found is None
