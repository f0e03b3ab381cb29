"""Cases put into another province: by role, together with their gold."""

from __future__ import annotations

import pytest

from data_connectors.demo.pack import PROVINCES, load_pack
from evals.case_files import MetricCase
from evals.robust.elsewhere import moved_cases
from evals.robust.places import Move, texts_of, with_texts
from knowledge_graph.semantics.load import load_model


@pytest.fixture(scope="module")
def packs():
    return [load_pack(PROVINCES / name) for name in ("jiangxi", "invented")]


@pytest.fixture(scope="module")
def move(packs) -> Move:
    return Move(*packs, load_model(profile="jiangxi"))


def case(question: str, gold: str, **more) -> MetricCase:
    return MetricCase(id="a", question=question, area="", gold_sql=gold, **more)


def test_a_city_stays_a_city_in_question_and_gold(packs, move):
    cities = {city.name for city in packs[1].cities}
    (text,), (sql,) = (move([text]) for text in ("南昌上月水量", "SELECT 1 WHERE name = '南昌市'"))
    name = sql.split("'")[1]
    assert name in cities and text == f"{name.removesuffix('市')}上月水量"


def test_a_county_stays_in_its_city(packs, move):
    city, county = move(["赣州", "信丰县"])
    codes = {one.short_name: one.code for one in packs[1].cities}
    assert next(c for c in packs[1].counties if c.name == county).city_code == codes[city]


def test_two_places_stay_two(move):
    assert len(set(move(["南昌", "九江", "赣州", "吉安"]))) == 4


def test_what_has_no_like_is_left_out(packs, move):
    everywhere = "、".join(city.name for city in packs[0].cities)
    assert move([everywhere]) is None


def test_a_name_inside_a_period_is_no_name(move):
    assert move(["上个月湖南长沙的取水量"]) == ["上个月湖南长沙的取水量"]


def test_cases_are_moved_whole_and_name_puzzles_left_out(move):
    asked = case("南昌上月水量", "SELECT '南昌市'", paraphrases=("上月南昌水量",))
    puzzle = MetricCase(id="b", question="修水上个月取水多少", area="", expect="clarify")
    (moved,) = moved_cases([asked, puzzle], move)
    assert not any("南昌" in text for text in texts_of(moved.model_dump()))
    assert moved.id == "a"


def test_texts_are_put_back_where_they_were():
    value = {"a": "x", "b": ["y", {"c": "z"}], "d": 1}
    assert with_texts(value, iter("123")) == {"a": "1", "b": ("2", {"c": "3"}), "d": 1}
