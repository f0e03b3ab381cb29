"""What may change the reading of a question and what may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, permutations, product
from pathlib import Path

import pytest
from golden_book import golden_readings
from typed_text import reading_of

from assistant.contracts.algebra import AttrPred, Members
from assistant.contracts.flow import Plan

GOLDEN = golden_readings()
READY = [golden.question for golden in GOLDEN if golden.ready]


# --------------------------------------------------------------------------------- empty words
@pytest.mark.parametrize("before, after", [
    ("请问", ""), ("麻烦查一下", ""), ("您好，", ""), ("想了解一下", "？"),
    ("请问一下，", "，谢谢！"), ("", "吧"), ("", "呢"), ("", "，急用"), ("", "，帮看一下"),
])  # fmt: skip
def test_words_without_meaning_change_nothing(reading, before, after):
    questions = [golden.question for golden in GOLDEN]
    assert [q for q in questions if reading(before + q + after) != reading(q)] == []


# -------------------------------------------------------------------------------------- order
CITIES = ("南昌", "赣州市")
PLACES = (*CITIES, "抚河流域", "丰城")
TIMES = ("上个月", "2025年", "今年以来")
ASKED = (
    "取水量是多少", "上传率多少", "取水量同比增减多少", "逐月取水量", "取水量占全省多少",
    "取水户有多少个", "取水量超过100万方的站有几个", "完整率和上传率", "及时率低于95%的县有哪些",
    "取水最多的三个县",
)  # fmt: skip


def meaning(plan: Plan) -> object:
    """The reading, with conditions on the place of the rows counted to the whole question."""
    query = plan.query
    if plan.status != "ready" or query is None or not isinstance(query.over, Members):
        return reading_of(plan)
    places = tuple(p for p in query.over.where if isinstance(p, AttrPred) and "." not in p.path)
    rest = tuple(p for p in query.over.where if p not in places)
    over = query.over.model_copy(update={"where": rest})
    context = query.context.model_copy(update={"where": (*query.context.where, *places)})
    moved = query.model_copy(update={"over": over, "context": context})
    return reading_of(plan.model_copy(update={"query": moved}))


@pytest.mark.parametrize("asked", ASKED)
def test_place_and_time_may_stand_anywhere(reader, asked):
    differing = []
    for place, time in product(PLACES, TIMES):
        plain = reader.read(place + time + asked)
        assert plain.status == "ready" or place not in CITIES
        orders = ["，".join(order) for order in permutations((place, time, asked))]
        orders += [f"{time}{place}{asked}", f"{asked}，{time}{place}", f"{time}{asked}，{place}"]
        differing += [text for text in orders if meaning(reader.read(text)) != meaning(plain)]
    assert differing == []


# ---------------------------------------------------------------------------------- conditions
def marked() -> Iterator[tuple[str, str, str]]:
    """(question, condition, question without it) of ``conditions.txt``."""
    text = Path(__file__).with_name("conditions.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        for found in re.finditer("【(.+?)】", line):
            parts = line, found[1], line[: found.start()] + line[found.end() :]
            yield tuple(re.sub("[【】]", "", part) for part in parts)  # type: ignore[misc]


@pytest.mark.parametrize("question, condition, without", list(marked()))
def test_a_condition_left_out_is_missed(reading, question, condition, without):
    assert reading(question)["status"] == "ready"
    assert reading(without) != reading(question)


# ------------------------------------------------------------------------------- unknown words
UNKNOWN = ("骆驼", "魑魅", "咕噜", "蓝色", "芯片", "盐碱", "铜鼎")


@pytest.mark.parametrize("question", READY[::3])
def test_a_word_not_understood_is_never_passed_over(reader, question):
    words = cycle(UNKNOWN)
    starts = {token.start for token in reader.explain(question).tokens} | {len(question)}
    spoilt = [f"{question[:at]}{next(words)}{question[at:]}" for at in sorted(starts)]
    assert [text for text in spoilt if reader.read(text).status == "ready"] == []


@pytest.mark.parametrize("question", READY[1::9])
def test_it_is_named_when_asking_back(reader, question):
    plan = reader.read(f"骆驼，{question}")
    assert plan.status == "clarify" and "骆驼" in plan.unread
    assert "骆驼" in plan.message and plan.choices


# --------------------------------------------------------------------------------- asking back
def test_each_choice_for_a_place_with_two_meanings_can_be_read(reader):
    plan = reader.read("修水上个月取水多少")
    assert len(plan.choices) == 2
    chosen = [reader.read(choice.question) for choice in plan.choices]
    assert [one.status for one in chosen] == ["ready", "ready"]
    assert chosen[0].query != chosen[1].query


@pytest.mark.parametrize("question", ["全省取水量是多少", "南昌的取水量"])
def test_each_choice_of_a_period_can_be_read(reader, question):
    choices = reader.read(question).choices
    assert 2 <= len(choices) <= 4
    periods = {reader.read(choice.question).query.context.time for choice in choices}
    assert len(periods) == len(choices)
