"""A disliked answer becomes a case that wants only its gold."""

from __future__ import annotations

from datetime import datetime

import pytest
import yaml

from assistant.contracts.answer import Answer
from assistant.contracts.errors import ConfigMissing
from assistant.contracts.session import Feedback, Turn
from assistant.evaluation.drafts import DraftBook, draft_of, draft_yaml
from evals.case_files import MetricCase

AT = datetime(2026, 9, 16, 9)


def disliked(question: str = "那吉安呢"):
    answer = Answer(status="answered", text="…", reading="上月吉安市取水量", answer_id="A-2")
    turn = Turn(number=2, question=question, answer=answer, asked_at=AT)
    feedback = Feedback(answer_id="A-2", liked=False, reason="少了两个县", given_at=AT)
    return draft_of(turn, feedback, ("上月赣州取水量",))


def test_a_draft_is_a_case_with_what_was_said_of_it():
    (case,) = yaml.safe_load(draft_yaml([disliked()]))
    read = MetricCase.model_validate({**case, "gold_sql": "SELECT 1 AS v"})
    assert read.question == "那吉安呢" and read.earlier == ("上月赣州取水量",)
    assert "少了两个县" in read.note and "上月吉安市取水量" in read.note


def test_drafts_are_kept_replaced_and_removed(tmp_path):
    book = DraftBook(tmp_path / "home" / "drafts.yaml")
    assert book.all() == ()
    book.put(disliked())
    book.put(disliked("那萍乡呢"))
    assert [case.question for case in book.all()] == ["那萍乡呢"]
    book.remove("disliked-A-2")
    assert book.all() == ()


def test_a_damaged_file_is_told_not_overwritten(tmp_path):
    path = tmp_path / "drafts.yaml"
    path.write_text("- {id: 1")
    with pytest.raises(ConfigMissing):
        DraftBook(path).put(disliked())
    assert path.read_text() == "- {id: 1"
