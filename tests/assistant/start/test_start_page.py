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
    assert start_book().examples.keys() == start_book().today.keys() == start_book().lead.keys()
    assert roles - set(start_book().examples) <= {"admin"}


@pytest.mark.parametrize("role", start_book().today)
def test_every_figure_of_today_is_told_to_its_role(assistant: Assistant, role: str):
    today = StartPage(assistant).today(User(role=role))
    asked = start_book().today[role]
    assert {tile.question for tile in today.tiles} == {one.more for one in asked}
    assert all(tile.name and tile.text for tile in today.tiles)


@pytest.mark.parametrize("role", start_book().today)
def test_every_figure_leads_to_more_of_it(assistant: Assistant, role: str):
    for asked in start_book().today[role]:
        answer = assistant.ask(Question(text=asked.more, user=User(role=role)))
        # a small province may have none of what is listed
        assert answer.status in ("answered", "no_data") and answer.metric_query, asked.more


def test_a_figure_warns_by_its_bound():
    low, many = start_book().today["manager"][0], start_book().today["manager"][2]
    assert low.warns(94.9) and not low.warns(95) and many.warns(1) and not many.warns(0)


def test_today_tells_the_figures_and_where_the_stations_are(assistant: Assistant):
    page = StartPage(assistant)
    today = page.today(User())
    assert {tile.question for tile in today.tiles} >= {
        "上个月各市完整率、上传率、及时率", "现在离线的站有哪些"}
    (trace,) = today.map["data"]
    assert len(trace["x"]) == len(trace["y"]) == len(trace["marker"]["color"]) > 10
    assert all(113 < x < 119 for x in trace["x"]) and all(24 < y < 31 for y in trace["y"])
    assert page.today(User()) is today


def test_a_user_of_one_city_sees_its_stations_alone(assistant: Assistant):
    page = StartPage(assistant)
    whole, city = page.today(User()), page.today(User(region_code="360700"))
    assert 0 < len(city.map["data"][0]["x"]) < len(whole.map["data"][0]["x"])
