"""The embedded server with real weights: it answers, keeps to a schema, and comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL

import pytest

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Wanted
from assistant.llm.catalogue import ModelFile, adapter_of
from assistant.llm.embedded import Embedded, Served

ASKED = [Message(role="user", text="照抄这两个字：九江")]
SCHEMA = {"type": "object", "properties": {"city": {"enum": ["九江", "赣州"]}},
          "required": ["city"], "additionalProperties": False}


@pytest.fixture(scope="module")
def embedded(
    weights: Path, small: ModelFile, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Embedded]:
    served = Served("small", weights, adapter_of(small), context=512)
    model = Embedded(served, lambda: True, tmp_path_factory.mktemp("log") / "model.log")
    yield model
    model.close()


def test_it_answers_and_counts(embedded: Embedded):
    reply = embedded.complete(ASKED, Wanted(max_tokens=12))
    assert "九江" in reply.text and reply.prompt_tokens > 0 < reply.reply_tokens
    assert "".join(embedded.stream(ASKED, Wanted(max_tokens=12))) == reply.text


def test_it_keeps_to_a_schema(embedded: Embedded):
    reply = embedded.complete(ASKED, Wanted(max_tokens=24, json_schema=SCHEMA))
    assert json.loads(reply.text)["city"] in {"九江", "赣州"}


def test_the_adapter_is_switched_on_by_the_request(embedded: Embedded, small: ModelFile):
    if small.adapter is None:
        pytest.skip("no adapter comes with the model")
    asked = [Message(role="system", text="改写"), Message(role="user", text="τ各市上传率排个名")]
    tuned = embedded.complete(asked, Wanted(max_tokens=60, adapter=True)).text
    assert tuned.startswith("τ，") and "上传率" in tuned
    assert tuned != embedded.complete(asked, Wanted(max_tokens=60)).text


def test_a_long_reply_is_told_to_be_cut(embedded: Embedded):
    asked = [Message(role="user", text="从一数到一百。")]
    assert not embedded.complete(asked, Wanted(max_tokens=5)).finished


def test_a_child_that_dies_is_replaced(embedded: Embedded):
    first = embedded.address
    child = embedded._child
    assert child is not None
    child.send_signal(SIGKILL)
    child.wait(10)
    assert "九江" in embedded.complete(ASKED, Wanted(max_tokens=12)).text
    assert embedded.address != first


def test_the_child_ends_with_its_parent(weights: Path, tmp_path: Path):
    model = Embedded(Served("small", weights, context=256), lambda: True, tmp_path / "model.log")
    model.start()
    child = model._child
    assert child is not None
    model.close()
    assert child.poll() is not None  # killed, where a busy machine keeps it from ending in time


def test_a_model_that_is_not_there_is_told_with_what_to_do(tmp_path: Path):
    model = Embedded(Served("small", tmp_path / "no.gguf"), lambda: False, tmp_path / "model.log")
    with pytest.raises(SourceUnavailable, match="shuiwen model pull"):
        model.complete(ASKED, Wanted())


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "log").write_text("a file where the folder should be", encoding="utf-8")
    served = Served("small", tmp_path / "no.gguf")
    with pytest.raises(SourceUnavailable, match="启动不了"):
        Embedded(served, lambda: True, tmp_path / "log" / "model.log").start()


def test_a_file_that_is_no_model_is_told_with_where_to_look(tmp_path: Path):
    (tmp_path / "no.gguf").write_bytes(b"GGUF? no")
    served, log = Served("small", tmp_path / "no.gguf", start_s=30), tmp_path / "model.log"
    with pytest.raises(Transient, match="model.log"):
        Embedded(served, lambda: True, log).complete(ASKED, Wanted())
