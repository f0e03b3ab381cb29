"""Prose beside an answer: wished for on the page, shown where its figures are borne out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.model_server import ModelServer
from tests.model_server import serving as serving_model
from tests.ui.pages.asking import ask
from tests.ui.pages.conftest import keep, opened, serving

WISH = "附说明"
PROSE = "以上是各市站点现在的状态，请结合现场情况核对。"


def test_prose_is_wished_for_and_shown(browser: Browser, pages_home: Path):
    with (
        serving_model(ModelServer(PROSE)) as model,
        serving(pages_home, llm=model.url) as address,
        opened(browser, address, "prose") as page,
    ):
        page.get_by_label(WISH).check()
        card = ask(page, "各市离线的站有几个")
        expect(card.locator(".sw-prose")).to_contain_text(PROSE)
        card.locator(".sw-prose").scroll_into_view_if_needed()
        keep(page, "prose_shown")
        page.reload()
        expect(page.get_by_label(WISH)).to_be_checked()
        page.get_by_label(WISH).uncheck()
        page.wait_for_selector("html[data-ready=true]")
        expect(ask(page, "赣州离线的站有几个").locator(".sw-prose")).to_have_count(0)


def test_without_a_model_nothing_is_offered(page: Page):
    ask(page, "赣州离线的站有几个")
    expect(page.get_by_label(WISH)).to_have_count(0)
