"""What every test gets: a clean environment, a home of its own, and no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """No setting of the developer reaches a test; state goes to a temporary home."""
    for name in list(os.environ):
        if name.startswith("SHUIWEN_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SHUIWEN_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch):
    """Only this machine can be reached."""
    connect = socket.socket.connect

    def guarded(sock: socket.socket, address):
        if sock.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        return connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that holds the domain's questions, facts and corpus."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name}/ is not beside the checkout")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs ../shared where it is absent."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs ../shared beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a small demo province loaded; tests must not change it."""
    from assistant.settings import load_settings
    from assistant.wiring import prepare_demo

    home = tmp_path_factory.mktemp("demo-home")
    prepare_demo(load_settings(home=home), seed=7, scale=0.02, say=lambda _: None)
    return home
