"""Planners are put side by side: right and wrong by area, and what each cost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.clock import SystemClock
from assistant.contracts.errors import BadInput
from assistant.contracts.flow import Question
from assistant.contracts.language import Usage
from assistant.settings import load_settings
from assistant.wiring.language import language_model
from evals.arms import ARMS, ASKER, build_arm
from evals.case_files import CASES, Thresholds, load_hard_cases
from evals.compare import ArmResult, AsUser, table_of
from evals.result import CaseResult, SuiteResult
from tests.model_server import ModelServer, serving

ASKED = "浔上个月丢数丢得最凶的5个县，各丢了多少条"


def case(n: int, area: str, verdict: str, ms: float) -> CaseResult:
    return CaseResult(f"c-{n}", "问", area, (), verdict, "answered", milliseconds=ms)


def test_a_line_an_area_then_the_whole_and_the_cost():
    cases = (case(1, "公报", "right", 1000), case(2, "公报", "wrong", 3000),
             case(3, "取水计量", "asked_back_when_answer_due", 2000))
    result = SuiteResult("hard", cases, Thresholds(right=0.0))
    lines = table_of([ArmResult("sql", result, Usage(calls=6, prompt_tokens=30, reply_tokens=9))])
    assert lines == [
        ["", "sql 对/全（错）"], ["公报", "1/2（1）"], ["取水计量", "0/1（0）"],
        ["合计", "1/3（1）33.3%"], ["每题 p50 秒", "2.0"], ["每题调用", "2.0"],
        ["每题读入词元", "10.0"], ["每题写出词元", "3.0"]]


@pytest.mark.parametrize("arm, says, route", [
    ("sql", '{"sql": "SELECT count(*) AS n FROM county"}', "free_sql"),
    ("holes", '{"ask": "count", "of": "e1"}', "llm"), ("product", "τ", "parser"),
])  # fmt: skip
def test_each_arm_plans_in_its_own_way(demo_home: Path, arm: str, says: str, route: str):
    with serving(ModelServer(says)) as server:
        settings = load_settings(home=demo_home, llm=server.url)
        model = language_model(settings)
        assert model is not None and arm in ARMS
        alone = AsUser(build_arm(arm, settings, SystemClock(), model), ASKER)
        answer = alone.ask(Question(text=ASKED))
        assert (answer.route, answer.verified) == (route, route == "llm")
        assert model.usage.calls >= 1


def test_a_statement_that_takes_too_long_leaves_the_question_asked_back(
    demo_home: Path, caplog
):
    endless = ("SELECT count(*) AS n FROM station_day a, station_day b, station_day c, station d "
               "WHERE a.station_id <> d.station_id")
    with serving(ModelServer(json.dumps({"sql": endless}))) as server:
        settings = load_settings(home=demo_home, llm=server.url, query_seconds=0.2)
        alone = AsUser(build_arm("sql", settings, SystemClock(), language_model(settings)), ASKER)
        answer = alone.ask(Question(text="各站点每天的日汇总"))
        assert (answer.status, answer.route) == ("clarify", "parser") and server.calls
        assert "查询超过时间限制" in caplog.text


def test_the_hard_questions_are_those_of_the_list():
    assert len(load_hard_cases()) >= 120


def test_a_case_that_is_not_there_is_told(tmp_path: Path):
    for name in ("manager", "query"):
        (tmp_path / name).symlink_to(CASES / name)
    (tmp_path / "hard.txt").write_text("# x\nmanager-999\n", encoding="utf-8")
    with pytest.raises(BadInput, match="manager-999"):
        load_hard_cases(tmp_path)


def test_an_arm_that_is_not_there_is_told(demo_home: Path, capsys, monkeypatch):
    monkeypatch.setenv("SHUIWEN_LLM", "http://127.0.0.1:9")
    assert main(["--home", str(demo_home), "eval", "compare", "--arm", "x"]) == 2
    assert "sql、holes、product" in capsys.readouterr().err
