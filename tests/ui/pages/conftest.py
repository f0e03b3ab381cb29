"""A real browser on the real service over a small demo province."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.clock import SystemClock
from assistant.contracts.flow import User
from assistant.settings import load_settings
from assistant.users import LOCAL_USER
from assistant.wiring.service import build_service
from ui.api.app import create_app
from ui.api.server import bind, url_of
from ui.pages.mount import mount_pages

SHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
    # a microphone that beeps
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip

expect.set_options(timeout=20_000)  # milliseconds; a machine at work is slow


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
def serving(home: Path, caller: User = LOCAL_USER, **given: object) -> Iterator[str]:
    """Serve a home folder; yields the address."""
    settings = load_settings(home=home, port=0, **given)
    service = build_service(settings, SystemClock())
    app = mount_pages(create_app(service, settings, caller), settings, caller)
    with bind(settings) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield url_of(settings, sock)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def pages_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder of the pages' own: what is asked on them is kept there."""
    home = tmp_path_factory.mktemp("pages") / "home"
    shutil.copytree(demo_home, home)
    return home


@pytest.fixture(scope="session")
def address(pages_home: Path) -> Iterator[str]:
    with serving(pages_home) as url:
        yield url


@contextmanager
def opened(browser: Browser, address: str, name: str, **context: object) -> Iterator[Page]:
    """A page ready to ask on; nothing may be fetched from elsewhere, nothing may fail in it.

    How it looked at the end is kept in ``build/screenshots``, for people to look at.
    """
    size = {"width": 1366, "height": 768}
    made = browser.new_context(**{  # type: ignore[arg-type]
        "viewport": size, "locale": "zh-CN", "accept_downloads": True, **context})
    page = made.new_page()
    page.set_default_timeout(30_000)
    strange: list[str] = []
    page.on("request", lambda request: strange.append(request.url) if not request.url.startswith(
        (address, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: strange.append(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")
    yield page
    keep(page, name)
    made.close()
    assert strange == []


def keep(page: Page, name: str) -> None:
    """Keep how a page looks."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}.png"))


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, address, request.node.name) as page:
        yield page
