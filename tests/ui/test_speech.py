"""Speaking over HTTP: a recording becomes the text to ask, with the names of the domain in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.clock import SystemClock
from assistant.settings import load_settings
from assistant.users import LOCAL_USER
from assistant.wiring.service import build_service
from tests.speech_server import SpeechServer, speaking
from tests.ui.scripted import Scripted, app_of, call
from ui.api.app import create_app


def app_over(home: Path, **settings: object):
    found = load_settings(home=home, **settings)
    return create_app(build_service(found, SystemClock()), found, LOCAL_USER)


@pytest.mark.parametrize("said, text, changed", [
    ("干州上个月取水亮是多少。", "赣州上个月取水量是多少", {"干州": "赣州", "取水亮": "取水量"}),
    ("上季度上传绿低于百分之九十的县有几个", "上季度上传率低于百分之九十的县有几个",
     {"上传绿": "上传率"}),
    ("平乡和新鱼上月完政率", "萍乡和新余上月完整率",
     {"平乡": "萍乡", "新鱼": "新余", "完政率": "完整率"}),
    ("近五年全省用水总量走势", "近五年全省用水总量走势", {}),
])  # fmt: skip
def test_words_of_the_domain_are_put_right_by_their_sound(demo_home: Path, said, text, changed):
    with speaking(SpeechServer(says=said)) as server:
        reply = call(app_over(demo_home, speech_url=server.url), "POST", "/api/v1/speech",
                     content=b"sound" * 20_000, headers={"content-type": "audio/webm"}).json()
    assert reply["text"] == text and reply["heard"] == said.rstrip("。")
    assert {one["text"]: one["became"] for one in reply["changes"]} == changed
    assert call(app_over(demo_home), "POST", "/api/v1/speech/text", json={"text": said}
                ).json() == reply  # fmt: skip


def test_without_a_service_it_is_told_how_to_set_one():
    app = app_of(Scripted())
    assert call(app, "GET", "/api/v1/speech").json() == {"service": False}
    reply = call(app, "POST", "/api/v1/speech", content=b"sound")
    assert reply.status_code == 503 and "SHUIWEN_SPEECH_URL" in reply.json()["message"]


def test_recordings_may_be_longer_than_questions_but_not_endless():
    app = app_of(Scripted(), max_body_bytes=2000, max_audio_bytes=4000)
    assert call(app, "POST", "/api/v1/speech", content=b"s" * 5000).status_code == 413
    assert call(app, "POST", "/api/v1/speech", content=b"s" * 3000).status_code == 503
    assert call(app, "POST", "/api/v1/ask", content=b"s" * 3000).status_code == 413
