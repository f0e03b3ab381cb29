"""A disliked answer becomes a case that wants only its gold."""

from __future__ import annotations

from datetime import datetime

import yaml

from assistant.contracts.answer import Answer
from assistant.contracts.session import Feedback, Turn
from evals.case_files import MetricCase
from evals.drafts import draft_cases

AT = datetime(2026, 9, 16, 9)


def test_a_draft_is_a_case_with_what_was_said_of_it():
    answer = Answer(status="answered", text="…", reading="上月吉安市取水量", answer_id="A-2")
    turn = Turn(number=2, question="那吉安呢", answer=answer, asked_at=AT)
    feedback = Feedback(answer_id="A-2", liked=False, reason="少了两个县", given_at=AT)
    (case,) = yaml.safe_load(draft_cases([(turn, feedback, ("上月赣州取水量",))]))
    read = MetricCase.model_validate({**case, "gold_sql": "SELECT 1 AS v"})
    assert read.question == "那吉安呢" and read.earlier == ("上月赣州取水量",)
    assert "少了两个县" in read.note and "上月吉安市取水量" in read.note
