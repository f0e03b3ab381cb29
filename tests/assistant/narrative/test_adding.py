"""Prose stands beside the answer; without it the answer is the same, and says why there is none."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.ask import Assistant, DataFacts, Stages
from assistant.contracts.answer import Answer
from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.flow import Plan, Question
from assistant.narrative.adding import narrated
from assistant.narrative.evidence_check import Unproven
from assistant.narrative.narrator import Narrative

ANSWER = Answer(status="answered", text="取水量为1.92亿m³。", answer_id="a", llm_calls=1)


def test_prose_that_stands_is_added_and_labelled():
    found = narrated(ANSWER, lambda answer: Narrative("最多。", 1))
    assert (found.narrative, found.llm_calls, found.text) == ("最多。", 2, ANSWER.text)
    assert "由语言模型写成" in found.caveats[-1]


@pytest.mark.parametrize("gives, told", [
    (Narrative("", 2, (Unproven("数", "2.5亿m³"),)), "没有采用"),
    (SourceUnavailable("没有回应"), "暂时不可用"),
])  # fmt: skip
def test_without_prose_the_answer_is_the_same_and_says_why(
    gives: Narrative | SourceUnavailable, told: str
):
    def narrate(answer: Answer) -> Narrative:
        if isinstance(gives, SourceUnavailable):
            raise gives
        return gives

    found = narrated(ANSWER, narrate)
    assert (found.text, found.narrative) == (ANSWER.text, "") and told in found.caveats[-1]


@pytest.mark.parametrize("status, wanted, told", [
    ("answered", True, "说明"), ("answered", False, ""), ("clarify", True, "")])
def test_prose_is_written_only_of_answers_and_only_when_asked_for(status, wanted, told):
    class Reads:
        def plan(self, question: str, earlier: object = ()) -> Plan:
            return Plan(status="clarify")

    data = DataFacts(datetime(2026, 9, 16), "v", True, {})
    stages = Stages(
        data, Reads(), run=lambda request: pytest.fail("nothing to run"),
        write=lambda question, plan, evidence: Answer(status=status, text="好"),
        narrate=lambda answer: answer.model_copy(update={"narrative": "说明"}))
    assistant = Assistant(lambda: stages, lambda: "1", max_chars=99, examples=())
    assert assistant.ask(Question(text="问", narrative=wanted)).narrative == told
