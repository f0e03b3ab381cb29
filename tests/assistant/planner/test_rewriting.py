"""A rewriting stands only if the parser reads it, nothing is lost, and the model says so twice."""

from __future__ import annotations

import pytest

from assistant.planner.retelling import Retelling
from assistant.planner.rewriting import Rewriter
from prompts import load_prompt

ASKED = "浔上个月丢数丢得最凶的5个县，各丢了多少条"  # 丢数 is no word of the parser's
RIGHT = "τ，α，各县（市、区），列出缺报条数，按缺报条数从高到低排列，取最多的5个"


@pytest.fixture
def plan(reader, scripted):
    def ask(question: str, *says: str, votes: int = 2, answers: bool = True):
        model = scripted(*says)
        rewriter = Rewriter(Retelling(model, load_prompt("rewrite")), reader,
                            reader.restater.period, votes=votes, answers=answers)
        return rewriter(question), model
    return ask


def test_what_the_parser_leaves_open_is_planned(plan, reader):
    found, model = plan(ASKED, RIGHT)
    assert (found.status, found.route, found.llm_calls) == ("ready", "llm", 2)
    same = reader.read("上个月九江市各县缺报条数，按缺报条数从高到低排列，取最多的5个")
    assert found.query.measures == same.query.measures
    assert found.query.limit == same.query.limit
    assert found.reading.startswith("上个月（2026年8月），九江市")
    assert "语言模型" in found.assumptions[-1]
    messages, wanted = model.asked[0]
    assert messages[-1].text == "ατ丢数丢得最凶的5个县，各缺了多少条"  # a slip, mended
    assert wanted.adapter and wanted.temperature == 0 and model.asked[1][1].temperature > 0


@pytest.mark.parametrize("says", [
    "τ，各县（市、区），列出缺报条数，按缺报条数从高到低排列，取最多的5个",  # the place is lost
    "τ，α，各县（市、区），列出缺报条数",  # the order and the limit are lost
    "τ，α，各县（市、区），列出缺报条数，按缺报条数从高到低排列，取最多的3个",  # another number
    "τ，α，缺报条数",
])  # fmt: skip
def test_a_rewriting_that_loses_a_condition_is_only_offered(plan, says: str):
    found, model = plan(ASKED, says)
    assert (found.status, len(found.choices), len(model.asked)) == ("clarify", 1, 1)


def test_a_model_not_trusted_to_answer_only_offers_what_it_reads(plan):
    found, model = plan(ASKED, RIGHT, answers=False)
    assert (found.status, found.llm_calls, len(model.asked)) == ("clarify", 1, 1)
    assert found.choices[0].question.startswith("上个月（2026年8月），九江市")


def test_two_readings_are_both_offered(plan):
    found, _ = plan(ASKED, RIGHT, RIGHT.replace("缺报条数", "迟到条数"))
    assert found.status == "clarify"
    assert [("缺报" in c.label, "迟到" in c.label) for c in found.choices] == [
        (True, False), (False, True)]


@pytest.mark.parametrize("says", ["", "SELECT * FROM permit", "好的，没问题", "αααα", "τ"])
def test_what_is_no_rewriting_helps_nobody(plan, says: str):
    found, _ = plan(ASKED, says)
    assert found is None or found.status == "clarify"


def test_a_rewriting_the_parser_breaks_on_costs_only_itself(scripted, reader, monkeypatch):
    retelling = Retelling(scripted(RIGHT), load_prompt("rewrite"))
    rewriter = Rewriter(retelling, reader, reader.restater.period)
    monkeypatch.setattr(reader, "read", lambda text: 1 / 0)
    assert rewriter(ASKED) is None
