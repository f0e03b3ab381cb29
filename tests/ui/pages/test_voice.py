"""Speaking on the page: recorded, transcribed, put right, looked at, asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.speech_server import SpeechServer, speaking
from tests.ui.pages.conftest import opened, serving


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    shutil.copytree(demo_home, tmp_path / "home")
    return tmp_path / "home"


def test_what_is_said_is_put_right_and_shown_before_it_is_asked(browser: Browser, home: Path):
    with (
        speaking(SpeechServer(says="干州上个月取水亮是多少。")) as server,
        serving(home, speech_url=server.url) as address,
        opened(browser, address, "voice", permissions=["microphone"]) as page,
    ):
        mic = page.get_by_role("button", name="语音提问")
        mic.click()
        expect(page.locator(".sw-heard")).to_contain_text("正在听")
        page.wait_for_timeout(600)
        page.get_by_role("button", name="说完了").click()
        box = page.locator("#sw-box textarea")
        expect(box).to_have_value("赣州上个月取水量是多少")
        note = page.locator(".sw-heard")
        expect(note).to_contain_text("“干州”→“赣州”")
        assert page.locator("#sw-thread .sw-said").count() == 0  # nothing is asked yet
        note.get_by_role("button", name="用原话").click()
        expect(box).to_have_value("干州上个月取水亮是多少")
        box.fill("赣州上个月取水量是多少")
        box.press("Enter")
        expect(page.locator("#sw-thread .sw-card")).to_contain_text("赣州市")
        name, sound = server.calls[0][2]["file"]
    assert name == "speech.webm" and len(sound) > 500


def test_a_service_that_is_down_is_told(browser: Browser, home: Path):
    with (
        speaking(SpeechServer(status=500)) as server,
        serving(home, speech_url=server.url) as address,
        opened(browser, address, "voice_down", permissions=["microphone"]) as page,
    ):
        page.get_by_role("button", name="语音提问").click()
        page.wait_for_timeout(400)
        page.get_by_role("button", name="说完了").click()
        expect(page.locator(".sw-toast")).to_contain_text("语音转写服务没有回应")


def test_without_service_and_recogniser_it_says_how_to_switch_it_on(page: Page):
    page.evaluate("window.SpeechRecognition = window.webkitSpeechRecognition = undefined")
    page.get_by_role("button", name="语音提问").click()
    expect(page.locator(".sw-heard")).to_contain_text("SHUIWEN_SPEECH_URL")


def test_the_browsers_own_recogniser_is_put_right_too(page: Page):
    page.evaluate("""() => { window.SpeechRecognition = class {
      start() { setTimeout(() => {
        this.onresult({ results: [[{ transcript: "上月上传绿低于百分之九十的站" }]] });
        this.onend();
      }, 50); }
      stop() {}
    }; }""")
    page.get_by_role("button", name="语音提问").click()
    expect(page.locator("#sw-box textarea")).to_have_value("上月上传率低于百分之九十的站")
    expect(page.locator(".sw-heard")).to_contain_text("“上传绿”→“上传率”")
