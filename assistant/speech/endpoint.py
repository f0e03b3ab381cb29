"""Transcription by an OpenAI-like endpoint: ``POST …/v1/audio/transcriptions``."""

from __future__ import annotations

from json import JSONDecodeError

import httpx

from assistant.contracts.errors import BadInput, SourceUnavailable

_PATH = "/audio/transcriptions"
_SECONDS = 60.0
_FORMS = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "mp4", "audio/mpeg": "mp3",
          "audio/wav": "wav", "audio/x-wav": "wav", "audio/flac": "flac"}  # fmt: skip


class SpeechEndpoint:
    """Fills ``ports.Transcriber``.

    Args:
        url: address of the service: its root, its ``/v1``, or the whole path.
        model: name of the model there.
        key: sent as bearer token; None sends none.
        hint: words to expect, which such models take as what was said before.
        transport: how to reach it; None = the network.
    """

    def __init__(
        self, url: str, *, model: str, key: str | None = None, hint: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._url, self._model, self._key, self._hint = address_of(url), model, key, hint
        self._transport = transport

    def transcribe(self, audio: bytes, kind: str) -> str:
        """Return what is said.

        Args:
            audio: the recording.
            kind: its media type, as the browser tells it.

        Raises:
            BadInput: nothing was recorded, or the service does not take the form.
            SourceUnavailable: the service cannot be reached, or does not answer as it should.
        """
        if not audio:
            raise BadInput("没有录到声音，请再说一次。")
        plain = kind.partition(";")[0].strip().lower()
        if plain not in _FORMS:
            raise BadInput(f"不认识的录音格式 {plain or '（未注明）'}。")
        fields = {"model": self._model, "language": "zh", "response_format": "json"}
        if self._hint:
            fields["prompt"] = self._hint
        try:
            with httpx.Client(timeout=_SECONDS, transport=self._transport) as client:
                reply = client.post(
                    self._url, data=fields, headers=self._headers(),
                    files={"file": (f"speech.{_FORMS[plain]}", audio, plain)})  # fmt: skip
                reply.raise_for_status()
                text = reply.json()["text"]
        except (httpx.HTTPError, JSONDecodeError, KeyError, TypeError) as error:
            raise SourceUnavailable(
                "语音转写服务没有回应，请稍后再试，或直接打字。", detail=f"{self._url}: {error}"
            ) from error
        return str(text).strip()

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}


def address_of(url: str) -> str:
    """Return the whole path of the endpoint at an address."""
    root = url.rstrip("/")
    if root.endswith(_PATH):
        return root
    return root + (_PATH if root.endswith("/v1") else f"/v1{_PATH}")
