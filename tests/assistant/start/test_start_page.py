"""Everything on the first page is a question that is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.clock import SystemClock
from assistant.contracts.flow import Question, User
from assistant.settings import load_settings
from assistant.start.page import StartPage, start_book
from assistant.wiring import build_assistant
from data_connectors.access.rules import load_rules
from data_connectors.warehouse.schema import load_schema


@pytest.fixture(scope="module")
def assistant(demo_home: Path) -> Assistant:
    return build_assistant(load_settings(home=demo_home), SystemClock())


@pytest.mark.parametrize("role", start_book().examples)
def test_every_example_is_answered_for_its_role(assistant: Assistant, role: str):
    for question in StartPage(assistant).examples(User(role=role)):
        answer = assistant.ask(Question(text=question, user=User(role=role)))
        assert answer.status == "answered", f"{question}: {answer.text}"


def test_every_role_that_asks_has_examples_of_its_own():
    roles = set(load_rules(load_schema()).roles)
    assert set(start_book().examples) <= roles
    assert roles - set(start_book().examples) <= {"admin"}


def test_today_tells_every_line_and_where_the_stations_are(assistant: Assistant):
    page = StartPage(assistant)
    today = page.today(User())
    assert [line.question for line in today.lines] == list(start_book().today)
    (trace,) = today.map["data"]
    assert len(trace["x"]) == len(trace["y"]) == len(trace["marker"]["color"]) > 10
    assert all(113 < x < 119 for x in trace["x"]) and all(24 < y < 31 for y in trace["y"])
    assert page.today(User()) is today


def test_a_user_of_one_city_sees_its_stations_alone(assistant: Assistant):
    page = StartPage(assistant)
    whole, city = page.today(User()), page.today(User(region_code="360700"))
    assert 0 < len(city.map["data"][0]["x"]) < len(whole.map["data"][0]["x"])
