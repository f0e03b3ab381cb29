"""Wordings are scored by the answer to the restatement they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.errors import BadInput
from assistant.contracts.flow import Question
from evals.case_files import CASES
from evals.wording_files import Wordings, ask_wordings, load_wordings

SAYS = "2025年，用水总量"


def answer(value: float, reading: str = SAYS, status: str = "answered") -> Answer:
    rows = ((value,),) if status == "answered" else ()
    return Answer(
        status=status, text="", reading=reading, route="parser", confidence=1.0, rows=rows,
        columns=(AnswerColumn(name="v", label="用水总量", unit="亿m³", type="number"),),
        answer_id="a", timings_ms={},
    )  # fmt: skip


class Told:
    """Answers from a table."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self._answers = answers

    def ask(self, question: Question) -> Answer:
        return self._answers[question.text]


def test_a_wording_is_right_when_it_gets_the_rows_of_its_restatement():
    told = Told({
        SAYS: answer(245.0), "去年用了多少水": answer(245.0, "去年（2025年），用水总量"),
        "去年用水": answer(200.0, "去年（2025年），取水量"), "用水": answer(0, "", "clarify"),
    })
    case = Wordings(id="x-001", says=SAYS, asks=("去年用了多少水", "去年用水", "用水"))
    found = list(ask_wordings(case, 7, told))
    assert [r.verdict for r in found] == ["right", "wrong", "asked_back_when_answer_due"]
    assert [(r.id, r.source_line) for r in found] == [("x-001", 7), ("x-001~1", 8), ("x-001~2", 9)]


def test_a_restatement_that_is_not_read_back_is_no_gold():
    case = Wordings(id="x-001", says=SAYS, asks=("去年用水",))
    with pytest.raises(BadInput, match="读不回来"):
        list(ask_wordings(case, 1, Told({SAYS: answer(1.0, "别的")})))


@pytest.mark.parametrize("lines, told", [
    (['{"says": "a"}'], "写得不对"), (["{"], "写得不对"),
    (['{"says": "a", "asks": []}'], "写得不对"),
    ([json.dumps({"says": "a", "asks": ["b"]})] * 2, "重复"),
])  # fmt: skip
def test_malformed_lines_are_told_with_their_place(tmp_path: Path, lines: list[str], told: str):
    (tmp_path / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        load_wordings(tmp_path)


@pytest.mark.parametrize("suite", ["wording", "wording_held"])
def test_the_files_hold_wordings_of_many_restatements(suite: str):
    cases = load_wordings(CASES / suite)
    assert len(cases) >= 80
    assert sum(len(case.asks) for case in cases) >= 2 * len(cases)
