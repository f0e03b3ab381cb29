"""Sentences of a conversation are read with those before them in mind, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.conversing.follow_words import leaning_of, wish_of
from assistant.reading.conversing.reader import Conversing

_FILE = Path(__file__).with_name("threads.txt")


def threads() -> list[list[tuple[str, str]]]:
    blocks = _FILE.read_text(encoding="utf-8").split("\n\n")
    lines = [[line for line in block.splitlines() if " → " in line] for block in blocks]
    return [[tuple(line.split(" → ", 1)) for line in block] for block in lines if block]


@pytest.fixture(scope="module")
def conversing(reader) -> Conversing:
    return Conversing(reader)


@pytest.mark.parametrize("thread", threads(), ids=lambda thread: thread[0][0])
def test_each_turn_is_read_as_it_is_meant(conversing: Conversing, thread):
    asked: list[str] = []
    for question, expected in thread:
        plan = conversing.plan(question, asked)
        told = f"{plan.reading} {plan.chart} {plan.export}".strip().replace("  ", " ")
        assert told == expected, question
        asked.append(question)


def test_a_turn_hangs_on_the_words_before_it_alone(conversing: Conversing, reader):
    asked = ["上月各市上传率", "九江呢"]
    remembered = conversing.plan("换成按县看", asked)
    assert Conversing(reader).plan("换成按县看", asked) == remembered


@pytest.mark.parametrize("question", [
    "上月离线的站有几个", "对了，去年用水总量是多少", "今年新发的许可证有几本",
])  # fmt: skip
def test_a_question_of_its_own_takes_nothing_over(conversing: Conversing, reader, question: str):
    after = conversing.plan(question, ["2023年赣州农业用水量"])
    assert after.query == reader.read(question.removeprefix("对了，")).query


def test_what_cannot_be_carried_is_asked_back(conversing: Conversing):
    assert conversing.plan("那些呢").status == "clarify"
    assert conversing.plan("按天干地支分", ["上月各市上传率"]).status == "clarify"


def test_a_choice_of_a_question_back_is_taken_by_its_words(conversing: Conversing):
    first = conversing.plan("用水总量")
    assert first.status == "clarify" and first.choices
    choice = first.choices[0]
    again = conversing.plan(choice.label, ["用水总量"])
    assert again.status == "ready" and again.query == conversing.plan(choice.question).query


def test_assent_takes_what_was_proposed_and_asks_which_of_several(conversing: Conversing):
    asked = "上月上传率不搭界的站"
    proposed = conversing.plan(asked)
    assert (proposed.status, proposed.reading != "") == ("clarify", True)
    assert conversing.plan("可以", [asked]).reading == proposed.reading
    several = conversing.plan("用水总量")
    assert len(several.choices) > 1
    assert conversing.plan("好的", ["用水总量"]) == several
    assert conversing.plan("去年", ["用水总量", "好的"]).reading == "去年（2025年），用水总量"


def test_courtesies_leave_the_conversation_as_it_was(conversing: Conversing):
    asked = ["上月各市上传率", "谢谢"]
    assert conversing.plan("谢谢", asked[:1]).route == "courtesy"
    assert conversing.plan("好的，那赣州呢", asked).reading == "上月（2026年8月），赣州市，上传率"


@pytest.mark.parametrize("text, rest, chart, export", [
    ("换成饼图", "", "pie", ""), ("按周看，换柱状图", "按周看", "bar", ""),
    ("导出Excel", "", "", "xlsx"), ("这个导成word", "", "", "docx"),
    ("各市上传率折线图", "各市上传率", "line", ""), ("取水量是多少", "取水量是多少", "", ""),
])  # fmt: skip
def test_how_to_show_it_is_cut_out(text: str, rest: str, chart: str, export: str):
    wish = wish_of(text)
    assert (wish.rest, wish.chart, wish.export) == (rest, chart, export)


@pytest.mark.parametrize("text, rest, way", [
    ("那赣州呢", "赣州", "again"), ("灌区不看", "灌区", "drop"), ("只看地下水", "地下水", "only"),
    ("一个县一个县列", "按县列", "rewritten"), ("取水量是多少", "取水量是多少", ""),
])  # fmt: skip
def test_leaning_words_are_told_and_cut_out(text: str, rest: str, way: str):
    lean = leaning_of(text)
    assert lean.rest == rest and (way in lean.ways if way else not lean.ways)


@pytest.mark.parametrize("question, cmp, value", [
    ("上传率低于95%提醒我", "<", 0.95), ("低于九成的时候通知我一下", "<", 0.9),
    ("不到95%就告诉我", "<", 0.95),
])  # fmt: skip
def test_a_threshold_to_be_told_of_is_heard(conversing: Conversing, question, cmp, value):
    plan = conversing.plan(question, ["上月各市上传率"])
    assert plan.status == "ready" and plan.query == conversing.plan("上月各市上传率").query
    assert (plan.watch.cmp, plan.watch.value) == (cmp, pytest.approx(value))


def test_a_threshold_that_was_not_said_is_asked_for(conversing: Conversing):
    assert conversing.plan("提醒我", ["上月各市上传率"]).status == "clarify"
