"""One question through the stages: every way it can go is an answer with an id and timings."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.ask import Assistant, DataFacts, Stages
from assistant.contracts.answer import Answer
from assistant.contracts.errors import (
    AmbiguousQuestion,
    AssistantError,
    BadInput,
    BadTimeRange,
    ConfigMissing,
    InternalError,
    LimitReached,
    ModelFixable,
    NotPermitted,
    NotRecorded,
    SourceUnavailable,
    UnknownTerm,
)
from assistant.contracts.flow import Evidence, Plan, Question, ResultTable, ToolRequest, User
from assistant.contracts.query import MetricQuery

DATA = DataFacts(datetime(2026, 9, 16, 9), "v1", True, {"station": 3})
EXAMPLES = ("上个月全省取水量是多少",)
READY = Plan(status="ready", query=MetricQuery(measures=("取水量",)), reading="上个月取水量")


class ScriptedReader:
    """Reads every question the same way, and remembers what it was given."""

    def __init__(self, plan: Plan | Exception) -> None:
        self.planned = plan
        self.seen: list[str] = []

    def plan(self, question: str, earlier=()) -> Plan:
        self.seen.append(question)
        if isinstance(self.planned, Exception):
            raise self.planned
        return self.planned


class Scripted:
    """Runs and writes without data; remembers the request."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.requests: list[ToolRequest] = []

    def run(self, request: ToolRequest) -> Evidence:
        self.requests.append(request)
        if self.fault:
            raise self.fault
        return Evidence(table=ResultTable(columns=(), rows=()))

    def write(self, question: Question, plan: Plan, evidence: Evidence | None) -> Answer:
        status = "answered" if evidence else plan.status
        return Answer(status=status, text=plan.reading, timings_ms={"chart": 1.0})


def assistant(plan: Plan | Exception = READY, fault: Exception | None = None):
    reader, stages = ScriptedReader(plan), Scripted(fault)
    over = Stages(DATA, reader, stages.run, stages.write)
    built = Assistant(lambda: over, lambda: "A-1", max_chars=1000, examples=EXAMPLES)
    return built, reader, stages


def test_a_ready_plan_is_run_under_the_askers_rights_and_written():
    built, _, stages = assistant()
    asker = User(name="wang", role="county_clerk", region_code="360721")
    answer = built.ask(Question(text="上个月取水量", user=asker))
    assert answer.status == "answered"
    assert answer.answer_id == "A-1"
    assert set(answer.timings_ms) == {"read", "run", "write", "chart", "total"}
    (request,) = stages.requests
    assert request.user == asker and request.as_of == DATA.as_of


def test_warming_up_is_asked_for_and_never_done_unasked():
    done: list[str] = []
    stages = Scripted(None)
    over = Stages(DATA, ScriptedReader(READY), stages.run, stages.write)
    built = Assistant(lambda: over, lambda: "A-1", max_chars=9, examples=EXAMPLES,
                      warm=lambda: done.append("once"))  # fmt: skip
    built.ask(Question(text="取水量"))
    assert done == []
    built.warm()
    assert done == ["once"]


@pytest.mark.parametrize("status", ["clarify", "refused", "no_data"])
def test_a_plan_that_is_not_ready_is_never_run(status: str):
    built, _, stages = assistant(Plan(status=status, query=READY.query))
    answer, error = built.outcome(Question(text="这几年用水"))
    assert answer.status == status and error is None
    assert stages.requests == []


@pytest.mark.parametrize("fault, status", [
    (UnknownTerm("不认识“水压”。"), "clarify"),
    (AmbiguousQuestion("取水量有两种口径。"), "clarify"),
    (NotRecorded("数据里没有水质。"), "no_data"),
    (BadTimeRange("没有 2031 年的数据。"), "no_data"),
    (NotPermitted("您的权限看不到这些数据。"), "not_permitted"),
    (LimitReached("查询超时。"), "failed"),
    (SourceUnavailable("数据库打不开。"), "failed"),
    (ConfigMissing("缺少设置。"), "failed"),
    (InternalError("内部错误。"), "failed"),
])  # fmt: skip
def test_each_error_becomes_the_answer_that_fits(fault: AssistantError, status: str):
    for built in (assistant(fault=fault)[0], assistant(plan=fault)[0]):
        answer, error = built.outcome(Question(text="上个月取水量"))
        assert error is fault
        assert answer.status == status
        assert answer.text.startswith(fault.message)
        assert answer.generated_data is True
        assert ("A-1" in answer.text) is (status == "failed")


def test_a_reading_that_cannot_be_computed_is_asked_back():
    built, *_ = assistant(fault=ModelFixable("没有可排名的对象。"))
    answer, error = built.outcome(Question(text="上个月取水量"))
    assert answer.status == "clarify" and isinstance(error, AmbiguousQuestion)
    assert "没有可排名的对象" in answer.text and answer.suggestions


def test_a_bug_is_told_with_an_id_and_nothing_of_the_inside(caplog: pytest.LogCaptureFixture):
    built, *_ = assistant(fault=ZeroDivisionError("secret path"))
    answer, error = built.outcome(Question(text="上个月取水量"))
    assert answer.status == "failed" and isinstance(error, InternalError)
    assert "A-1" in answer.text and "secret" not in answer.text
    assert "secret path" in caplog.text and "A-1" in caplog.text


@pytest.mark.parametrize("text", ["", "  \n\t ", "水" * 1001, "取水量\ud83d"])
def test_text_that_is_no_question_is_told_politely_and_never_read(text: str):
    built, reader, _ = assistant()
    answer, error = built.outcome(Question(text=text))
    assert answer.status == "refused" and isinstance(error, BadInput)
    assert answer.suggestions == EXAMPLES
    assert reader.seen == []


def test_a_question_of_exactly_the_longest_length_is_read():
    built, reader, _ = assistant()
    assert built.ask(Question(text="水" * 1000)).status == "answered"
    assert len(reader.seen) == 1
