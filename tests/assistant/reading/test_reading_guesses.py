"""Unknown words: taken as a metric only when the ranking is sure and the question reads whole."""

from __future__ import annotations

import pytest

from assistant.contracts.flow import Plan
from assistant.reading.guesses import Guesses
from assistant.reading.metric_rank import RankedMetric
from assistant.reading.nodes import Token
from assistant.reading.trace import trace_lines
from assistant.reading.vocabulary import check_vocabulary

UNREAD = Plan(status="clarify", message="没有读懂“上抟率”", unread=("上抟率",))
TEXT = "各市上抟率"
TOKENS = (Token(0, 2, "各市", {"dimension": ("city",)}), Token(2, 5, "上抟率", {"unknown": True}))


def metric(score: float, why: str, only_choice: bool) -> RankedMetric:
    return RankedMetric("upload_rate", "上传率", score, why, only_choice)


def read(question: str) -> Plan:
    return Plan(status="ready" if question == "各市上传率" else "clarify", message="？",
                confidence=1.0)


def test_a_sure_metric_is_taken_and_said():
    plan = Guesses(lambda text: [metric(0.8, "sound", False)], read)(UNREAD, TEXT, TOKENS)
    assert plan is not None and plan.status == "ready"
    assert "“上抟率”按“上传率”理解" in plan.assumptions and plan.confidence < 1


def test_a_near_metric_is_offered():
    plan = Guesses(lambda text: [metric(0.5, "characters", True)], read)(UNREAD, TEXT, TOKENS)
    assert plan is not None and plan.status == "clarify"
    assert [c.question for c in plan.choices] == ["各市上传率"]


@pytest.mark.parametrize("found", [[], [metric(0.9, "meaning", True)],
                                   [metric(0.3, "sound", True)]])
def test_meaning_alone_or_little_likeness_offers_nothing(found):
    assert Guesses(lambda text: found, read)(UNREAD, TEXT, TOKENS) is None


def test_the_parts_of_a_longer_name_are_not_taken_for_themselves():
    tokens = (Token(0, 2, "取用", {"unknown": True}), Token(2, 5, "上报率", {"metric": ("x",)}))
    seen: list[str] = []
    Guesses(lambda text: seen.append(text) or [], read)(UNREAD, "取用上报率", tokens)
    assert seen == ["取用上报率"]


def test_the_trace_tells_every_stage(reader):
    lines = "\n".join(trace_lines(reader.explain("上月各市上传率最高的三个")))
    for stage in ("跨度", "词", "分句", "结论  ready", "读作"):
        assert stage in lines


def test_the_vocabulary_check_finds_words_cut_up_and_shared(model):
    assert {f.kind for f in check_vocabulary(model)} <= {
        "collision", "swallowed", "rewritten", "unreachable"}
