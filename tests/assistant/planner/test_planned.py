"""The parser comes first; a model that is down takes nothing away."""

from __future__ import annotations

import pytest

from assistant.contracts.answer import Choice
from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.flow import Plan
from assistant.planner.planned import Planned

READY = Plan(status="ready", reading="上月，缺报条数", route="llm", confidence=0.7, llm_calls=2)
OPEN = Plan(status="clarify", message="没有读懂“丢”。", unread=("丢",), confidence=0.5)


class Parsed:
    def __init__(self, plan: Plan) -> None:
        self.found = plan

    def plan(self, question: str, earlier: object = ()) -> Plan:
        return self.found


def planned(parsed: Plan, model: Plan | None | Exception, question: str = "上月丢数多少条",
            earlier: tuple[str, ...] = ()) -> Plan:
    def rewrite(text: str) -> Plan | None:
        if isinstance(model, Exception):
            raise model
        return model

    return Planned(Parsed(parsed), rewrite).plan(question, earlier)


@pytest.mark.parametrize("parsed", [
    Plan(status="ready", confidence=1.0), Plan(status="refused"), Plan(status="no_data"),
    Plan(status="clarify", choices=(Choice(label="市", question="市"),)),  # two meanings
    Plan(status="clarify", route="courtesy", message="您好"),
])  # fmt: skip
def test_what_the_parser_settles_is_not_asked_again(parsed: Plan):
    assert planned(parsed, READY) == parsed


def test_what_it_leaves_open_is_planned_by_the_model():
    assert planned(OPEN, READY) == READY
    assert planned(OPEN, None) == OPEN


def test_a_guess_is_offered_beside_what_the_parser_says():
    guess = Choice(label="上月，缺报条数", question="上月，缺报条数")
    found = planned(OPEN, Plan(status="clarify", choices=(guess,), llm_calls=1))
    assert (found.message, found.choices, found.llm_calls) == (OPEN.message, (guess,), 1)


def test_without_the_model_the_best_reading_is_told_and_that_it_was_made_without():
    found = planned(OPEN, SourceUnavailable("没有回应"))
    assert found.status == "clarify" and found.message.startswith(OPEN.message)
    assert "语言模型暂时不可用" in found.message


def test_what_leans_on_earlier_turns_is_not_planned_alone():
    for follow in ("那丢数呢", "只看丢数的", "这些户丢数多少", "再加上丢数"):
        assert planned(OPEN, READY, follow, ("上月赣州取水量",)) == OPEN
    assert planned(OPEN, READY, "上月丢数多少条", ("上月赣州取水量",)) == READY
