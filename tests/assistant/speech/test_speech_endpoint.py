"""A recording goes to the service as such services expect it; what goes wrong is told."""

from __future__ import annotations

import pytest

from assistant.contracts.errors import BadInput, SourceUnavailable
from assistant.speech.endpoint import SpeechEndpoint, address_of
from tests.speech_server import SpeechServer, speaking

SOUND = b"\x1aE\xdf\xa3 sound"


def test_the_recording_is_sent_with_model_language_and_hint():
    with speaking(SpeechServer(says=" 上个月取水量 ")) as server:
        endpoint = SpeechEndpoint(server.url, model="paraformer", key="k", hint="上传率")
        assert endpoint.transcribe(SOUND, "audio/webm;codecs=opus") == "上个月取水量"
    path, token, sent = server.calls[0]
    assert path == "/v1/audio/transcriptions" and token == "Bearer k"
    assert sent["file"] == ("speech.webm", SOUND)
    assert {name: value.decode() for name, (_, value) in sent.items() if name != "file"} == {
        "model": "paraformer", "language": "zh", "response_format": "json", "prompt": "上传率"}


def test_a_service_that_fails_or_is_not_there_is_told():
    with speaking(SpeechServer(status=500)) as server, pytest.raises(SourceUnavailable):
        SpeechEndpoint(server.url, model="m").transcribe(SOUND, "audio/webm")
    with pytest.raises(SourceUnavailable):  # it has gone by now
        SpeechEndpoint(server.url, model="m").transcribe(SOUND, "audio/webm")


@pytest.mark.parametrize("audio, kind", [(b"", "audio/webm"), (SOUND, "text/html"), (SOUND, "")])
def test_what_is_no_recording_is_not_sent(audio: bytes, kind: str):
    with pytest.raises(BadInput):
        SpeechEndpoint("http://127.0.0.1:9", model="m").transcribe(audio, kind)


@pytest.mark.parametrize("given", [
    "http://s:9", "http://s:9/", "http://s:9/v1", "http://s:9/v1/audio/transcriptions"])
def test_the_address_may_be_given_in_short(given: str):
    assert address_of(given) == "http://s:9/v1/audio/transcriptions"
