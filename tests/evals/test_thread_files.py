"""Conversations become cases turn by turn; how an answer is shown counts too."""

from __future__ import annotations

from pathlib import Path

from assistant.contracts.answer import Answer
from evals.case_files import CASES, Thresholds
from evals.result import CaseResult, SuiteResult
from evals.shown_as import shown_as_asked
from evals.thread_files import load_thread_cases

_THREAD = """
- id: t
  turns:
  - {question: 各市, ops: [first], gold_sql: SELECT 1 AS n}
  - {question: 画饼图, ops: [chart], gold_sql: SELECT 1 AS n, chart: pie}
"""


def test_turns_know_those_before_them(tmp_path: Path):
    (tmp_path / "t.yaml").write_text(_THREAD, encoding="utf-8")
    first, second = load_thread_cases(tmp_path)
    assert (first.id, first.earlier) == ("t.1", ())
    assert (second.id, second.earlier, second.chart) == ("t.2", ("各市",), "pie")


def test_the_conversations_of_the_house_load():
    own, users = (load_thread_cases(CASES / name) for name in ("thread", "thread_users"))
    assert len({c.id.split(".")[0] for c in own}) >= 60
    assert len(users) == 132 and len({c.source_line for c in users}) == 25


def test_how_it_is_shown():
    pie = Answer(status="answered", text="", chart={"data": [{"type": "pie"}]}, export="xlsx")
    assert shown_as_asked(pie) and shown_as_asked(pie, "pie", "xlsx")
    assert not shown_as_asked(pie, "bar") and not shown_as_asked(pie, export="docx")


def test_an_operator_below_its_own_threshold_is_told():
    wrong = CaseResult("t.1", "问", "", ("topic-change",), "wrong", "answered")
    limits = Thresholds(right=0, by_op={"topic-change": 1.0})
    told = SuiteResult("thread", (wrong,), limits).shortfalls()
    assert any("topic-change" in line for line in told)
