"""A model served by vLLM, with the adapter beside it, asked as the product asks.

``make test-vllm`` serves it and gives the address in ``SHUIWEN_LLM``.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from assistant.clock import SystemClock
from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.flow import Question
from assistant.contracts.language import Message, Wanted
from assistant.llm.guard import Guarded
from assistant.settings import Settings, load_settings
from assistant.wiring import build_assistant
from assistant.wiring.language import language_model
from prompts import load_prompt

pytestmark = pytest.mark.vllm
AT_ONCE = 6
COPY = [Message(role="user", text="照抄这两个字：九江")]
COUNT = [Message(role="user", text="从一数到一百。")]
OPEN = "浔上个月丢数丢得最凶的5个县，各丢了多少条"  # 丢数 is no word of the parser's


class Found(BaseModel):
    model_config = ConfigDict(extra="forbid")
    city: Literal["九江", "赣州", "南昌"]
    count: int = Field(ge=0, le=99)


class Findings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: list[Found] = Field(min_length=2, max_length=2)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Those of the caller: read before the environment is cleaned for the first test."""
    given = load_settings(llm_seconds=120.0, llm_at_once=AT_ONCE)
    if not given.llm.startswith("http"):
        pytest.skip("no address in SHUIWEN_LLM: `make test-vllm` serves the model and gives it")
    return given


@pytest.fixture
def model(settings: Settings) -> Iterator[Guarded]:
    with served(settings) as model:
        yield model


def served(settings: Settings, **other: object) -> Guarded:
    model = language_model(settings.model_copy(update=other))
    assert model is not None
    return model


def rewriting_of(coded: str) -> list[Message]:
    return [Message(role="system", text=load_prompt("rewrite").system),
            Message(role="user", text=coded)]


def test_it_answers_and_counts_tokens(model: Guarded):
    reply = model.complete(COPY, Wanted(max_tokens=12))
    assert "九江" in reply.text and reply.finished
    assert reply.prompt_tokens > reply.reply_tokens > 0
    used = model.usage
    assert (used.calls, used.failures) == (1, 0)
    assert (used.prompt_tokens, used.reply_tokens) == (reply.prompt_tokens, reply.reply_tokens)


def test_a_long_reply_is_told_to_be_cut(model: Guarded):
    reply = model.complete(COUNT, Wanted(max_tokens=5))
    assert not reply.finished and reply.reply_tokens == 5


def test_it_keeps_to_a_schema(model: Guarded):
    asked = [Message(role="user", text="九江缺报3条，赣州缺报12条。")]
    plain = model.complete(asked, Wanted(max_tokens=30))
    assert not plain.text.lstrip().startswith("{")
    reply = model.complete(asked, Wanted(max_tokens=120, json_schema=Findings.model_json_schema()))
    found = Findings.model_validate_json(reply.text)
    assert reply.finished and len(found.items) == 2


def test_a_stream_is_the_same_reply_in_pieces(model: Guarded):
    whole = model.complete(COUNT, Wanted(max_tokens=20)).text
    pieces = list(model.stream(COUNT, Wanted(max_tokens=20)))
    assert len(pieces) > 3 and "".join(pieces) == whole


def test_the_adapter_rewrites_and_the_base_does_not(model: Guarded):
    asked = rewriting_of("τ各市上传率排个名")
    tuned = model.complete(asked, Wanted(max_tokens=60, adapter=True)).text
    assert tuned.startswith("τ，") and "上传率" in tuned
    assert not model.complete(asked, Wanted(max_tokens=30)).text.startswith("τ，")


def test_requests_at_once_get_each_their_own_reply(model: Guarded):
    """With the adapter and without it in one batch: neither kind gets the other's weights."""
    measures = ("上传率", "取水量", "缺报条数")
    jobs = [(measure, adapter) for measure in measures for adapter in (True, False)]

    def ask(job: tuple[str, bool]) -> tuple[str, float]:
        wanted = Wanted(max_tokens=30, adapter=job[1])
        reply = model.complete(rewriting_of(f"τ各市{job[0]}排个名"), wanted)
        return reply.text, reply.ms

    begun = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = list(pool.map(ask, jobs))
    spent = (perf_counter() - begun) * 1000
    assert spent * 1.5 < sum(ms for _, ms in replies), "they were answered one after the other"
    for (measure, adapter), (text, _) in zip(jobs, replies, strict=True):
        assert text.startswith("τ，") is adapter, (measure, adapter, text)
        assert measure in text or not adapter
    assert model.usage.calls == len(jobs) and not model.usage.failures


def test_a_reply_that_takes_too_long_is_told_and_harms_nobody(settings: Settings, model: Guarded):
    with served(settings, llm_seconds=0.5) as hasty:
        begun = perf_counter()
        with pytest.raises(SourceUnavailable, match="没有回应") as caught:
            hasty.complete(COUNT, Wanted(max_tokens=400))
        assert isinstance(caught.value, Transient) and hasty.usage.failures == 2
        assert perf_counter() - begun < 10
    assert "九江" in model.complete(COPY, Wanted(max_tokens=12)).text


@pytest.mark.parametrize("other, text", [
    ({"llm_adapter": "none"}, "好"), ({}, "好水" * 3000)], ids=["no such adapter", "too long"])
def test_what_the_server_refuses_is_not_asked_again(
    settings: Settings, other: dict[str, str], text: str
):
    with served(settings, **other) as model:
        with pytest.raises(SourceUnavailable, match="不接受") as caught:
            model.complete([Message(role="user", text=text)], Wanted(max_tokens=3, adapter=True))
        assert not isinstance(caught.value, Transient) and model.usage.failures == 1


def test_a_question_the_parser_leaves_open_is_helped(settings: Settings, demo_home: Path):
    """The whole way: question → codes → vLLM with the adapter → parser → an offer."""
    here = settings.model_copy(update={"home": demo_home})
    alone = build_assistant(here.model_copy(update={"llm": "off"}), SystemClock())
    known = {choice.label for choice in alone.ask(Question(text=OPEN)).choices}
    answer = build_assistant(here, SystemClock()).ask(Question(text=OPEN))
    assert answer.llm_calls >= 1
    offered = [choice.label for choice in answer.choices if choice.label not in known]
    assert any("九江市" in label and "缺报条数" in label for label in offered), answer
