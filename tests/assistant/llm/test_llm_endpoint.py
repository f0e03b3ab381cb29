"""A model behind an address is asked as such servers expect it; what goes wrong is told."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Wanted
from assistant.llm.endpoint import Endpoint, base_of
from tests.model_server import ModelServer, serving

ASKED = [Message(role="system", text="改写"), Message(role="user", text="α丢数")]


def test_the_messages_go_out_and_the_reply_comes_with_its_cost():
    with serving(ModelServer("α缺报条数")) as server:
        reply = Endpoint(server.url, model="m", key="k").complete(
            ASKED, Wanted(max_tokens=9, temperature=0.5, seed=3))
    sent = server.calls[0]
    assert sent["path"] == "/v1/chat/completions" and sent["token"] == "Bearer k"
    assert [m["content"] for m in sent["messages"]] == ["改写", "α丢数"]
    assert (sent["model"], sent["max_tokens"]) == ("m", 9)
    assert (sent["temperature"], sent["seed"]) == (0.5, 3)
    assert (reply.text, reply.prompt_tokens, reply.reply_tokens) == ("α缺报条数", 7, 3)
    assert reply.finished and reply.ms > 0


def test_a_schema_is_sent_as_the_form_of_the_reply():
    schema = {"type": "object", "properties": {"pick": {"enum": ["1"]}}, "required": ["pick"]}
    with serving(ModelServer('{"pick": "1"}')) as server:
        Endpoint(server.url, model="m").complete(ASKED, Wanted(json_schema=schema))
    told = server.calls[0]["response_format"]
    assert told["type"] == "json_schema" and told["json_schema"]["schema"] == schema


@pytest.mark.parametrize("wanted, model, lora", [
    (Wanted(adapter=True), "hydro", [{"id": 0, "scale": 1.0}]),
    (Wanted(), "m", [{"id": 0, "scale": 0.0}]),
])  # fmt: skip
def test_the_adapter_is_used_only_where_it_is_wanted(wanted: Wanted, model: str, lora: object):
    with serving(ModelServer()) as server:
        Endpoint(server.url, model="m", adapter="hydro", adapter_slots=1).complete(ASKED, wanted)
    assert (server.calls[0]["model"], server.calls[0]["lora"]) == (model, lora)


def test_a_reply_can_be_had_piece_by_piece():
    with serving(ModelServer("缺报条数")) as server:
        assert list(Endpoint(server.url, model="m").stream(ASKED, Wanted())) == list("缺报条数")


@pytest.mark.parametrize("status, transient", [
    (503, True), (429, True), (400, False), (401, False)])
def test_what_may_pass_is_told_from_what_will_not(status: int, transient: bool):
    with serving(ModelServer(statuses=(status,))) as server, pytest.raises(
            SourceUnavailable) as caught:
        Endpoint(server.url, model="m").complete(ASKED, Wanted())
    assert isinstance(caught.value, Transient) is transient


def test_a_server_that_is_slow_or_gone_is_transient():
    with serving(ModelServer(wait_s=1.0)) as server:
        with pytest.raises(Transient):
            Endpoint(server.url, model="m", seconds=0.1).complete(ASKED, Wanted())
    with pytest.raises(Transient):
        Endpoint(server.url, model="m").complete(ASKED, Wanted())
    with pytest.raises(Transient):
        list(Endpoint(server.url, model="m").stream(ASKED, Wanted()))


@pytest.mark.parametrize("given", ["http://s:9", "http://s:9/", "http://s:9/v1", "http://s:9/v1/"])
def test_the_address_may_be_given_in_short(given: str):
    assert base_of(given) == "http://s:9/v1"


@pytest.mark.parametrize("garbage", [
    b"<html>portal</html>", b"not json", b"[]", b"{}", b'{"choices": []}', b'{"error": "x"}',
    b'{"choices": [{"message": {"content": null}}]}',
])  # fmt: skip
def test_a_server_that_is_no_model_is_told(garbage: bytes):
    with serving(ModelServer(garbage=garbage)) as server:
        model = Endpoint(server.url, model="m")
        with pytest.raises(SourceUnavailable, match="不成样子"):
            model.complete(ASKED, Wanted())
        with pytest.raises(SourceUnavailable, match="不成样子"):
            list(model.stream(ASKED, Wanted()))
