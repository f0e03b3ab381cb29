"""Spoken questions over HTTP: a recording or a browser's transcript in, the text to ask out."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.ask import Assistant
from assistant.contracts.errors import ConfigMissing
from assistant.contracts.ports import Transcriber
from assistant.contracts.speech import Transcript
from ui.api.asking import ERRORS
from ui.api.wanted import while_wanted

SPEECH = "/api/v1/speech"
_AUDIO = {"requestBody": {"required": True, "content": {
    "audio/*": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip


class Speech(BaseModel):
    """Whether recordings are transcribed here."""

    service: bool


class HeardBody(BaseModel):
    """What a browser heard."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(description="浏览器听写出来的话")


def speech(assistant: Assistant, transcriber: Transcriber | None) -> APIRouter:
    """Return the routes of speaking; nothing is asked, the speaker looks at the text first."""
    routes = APIRouter(tags=["语音"], responses=ERRORS)

    @routes.get(SPEECH, summary="有没有设置语音转写服务")
    def there() -> Speech:
        return Speech(service=transcriber is not None)

    @routes.post(SPEECH, summary="把一段录音转成文字，并按名录改正同音词", openapi_extra=_AUDIO)
    async def transcribe(request: Request) -> Transcript:
        if transcriber is None:
            raise ConfigMissing("没有设置语音转写服务。请管理员设 SHUIWEN_SPEECH_URL"
                                "（OpenAI 兼容的转写地址）后重启。")
        audio, kind = await request.body(), request.headers.get("content-type", "")
        ready = transcriber
        return await while_wanted(
            request, lambda: assistant.put_right(ready.transcribe(audio, kind)))

    @routes.post(f"{SPEECH}/text", summary="按名录改正浏览器听写的同音词")
    async def put_right(body: HeardBody) -> Transcript:
        return await to_thread.run_sync(assistant.put_right, body.text)

    return routes
