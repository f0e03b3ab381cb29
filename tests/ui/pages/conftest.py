"""A real browser on the real service over a small demo province."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.clock import SystemClock
from assistant.settings import load_settings
from assistant.users import LOCAL_USER
from assistant.wiring.service import build_service
from ui.api.app import create_app
from ui.api.server import bind, url_of
from ui.pages.mount import mount_pages

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="module")  # while it is open, no other test can run an event loop
def browser() -> Iterator[Browser]:
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium: sudo apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(_ARGS))
        yield browser
        browser.close()


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a home folder; yields the address."""
    settings = load_settings(home=home, port=0)
    service = build_service(settings, SystemClock())
    app = mount_pages(create_app(service, settings, LOCAL_USER), settings)
    with bind(settings) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield url_of(settings, sock)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("pages") / "home"
    shutil.copytree(demo_home, home)
    with serving(home) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str, tmp_path: Path) -> Iterator[Page]:
    """A page ready to ask on; nothing may be fetched from elsewhere, nothing may fail in it."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    strange: list[str] = []
    page.on("request", lambda request: strange.append(request.url) if not request.url.startswith(
        (address, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: strange.append(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")
    yield page
    page.screenshot(path=str(tmp_path / "page.png"), full_page=True)
    context.close()
    assert strange == []
