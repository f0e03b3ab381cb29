"""Only what linking made plausible can fill a hole."""

from __future__ import annotations

import pytest

from assistant.planner.codes import coded
from assistant.planner.holes.candidates import Candidates, Linking


@pytest.fixture
def link(reader):
    def found(question: str) -> Candidates:
        heard = reader.freely(question)
        return Linking(reader.model, None)(heard, coded(heard.tokens, reader.restater.period))
    return found


@pytest.mark.parametrize("question, hole, words", [
    ("浔上月丢数最凶的五个县", "things", "县（市、区）"),
    ("上月上传率低的运维单位", "measures", "上传率"),
    ("掉线的国控站", "conditions", "离线"), ("掉线的国控站", "conditions", "国控"),
    ("掉线的国控站", "things", "计量站点"), ("掉线的国控站", "groups", "监控级别"),
    ("没掉线的站", "conditions", "非离线"), ("水量", "groups", "设区市"),
])  # fmt: skip
def test_what_is_named_is_among_the_candidates(link, question: str, hole: str, words: str):
    assert words in getattr(link(question), hole).values()


def test_figures_times_and_places_are_those_said(link):
    found = link("赣州和九江上月取水超过五百方、比前年多两成的五家")
    assert found.numbers == ("500m³", "20%", "5")
    assert found.times == ("τ", "σ") and found.places == ("α", "β")


def test_nothing_heard_leaves_only_the_usual_groups(link):
    found = link("嗯")
    assert not found.measures and not found.things and not found.conditions
    assert set(found.groups.values()) == {"设区市", "县（市、区）", "流域"}


def test_the_prompts_lines_name_every_code(link):
    found = link("掉线的国控站超过30个的县")
    told = found.told()
    for hole in (found.measures, found.things, found.conditions, found.groups):
        assert all(f"{code}={words}" in told for code, words in hole.items())
    assert "数：30" in told
