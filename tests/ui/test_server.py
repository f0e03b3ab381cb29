"""The listening socket: a free port on request, a plain message for a busy one."""

from __future__ import annotations

import threading
from datetime import datetime

import httpx
import pytest
import uvicorn

from assistant.ask import Assistant, DataFacts, Stages
from assistant.clock import SystemClock
from assistant.contracts.errors import ConfigMissing, NotPermitted, SourceUnavailable
from assistant.contracts.flow import User
from assistant.settings import load_settings
from assistant.users import LOCAL_USER, YamlUsers
from assistant.wiring.service import service_of
from ui.api.app import create_app
from ui.api.caller import caller_of
from ui.api.server import bind, url_of


def test_a_free_port_is_taken_and_named():
    settings = load_settings(port=0)
    with bind(settings) as sock:
        address = url_of(settings, sock)
    assert address.startswith("http://127.0.0.1:") and not address.endswith(":0")


def test_a_busy_port_is_told_with_what_to_type():
    with bind(load_settings(port=0)) as sock:
        busy = load_settings(port=sock.getsockname()[1])
        with pytest.raises(SourceUnavailable, match="--port"), bind(busy):
            pass


def test_an_address_that_is_not_ours_is_told():
    with pytest.raises(SourceUnavailable, match="203.0.113.1"), bind(load_settings(
        host="203.0.113.1", port=0)):  # fmt: skip
        pass


def test_on_loopback_callers_are_the_local_manager():
    assert caller_of(load_settings()) == LOCAL_USER


def test_an_open_address_needs_a_named_user(tmp_path):
    settings = load_settings(host="0.0.0.0", home=tmp_path)
    with pytest.raises(ConfigMissing, match="shuiwen user add"):
        caller_of(settings)
    named = settings.model_copy(update={"api_user": "duty"})
    with pytest.raises(NotPermitted):
        caller_of(named)
    duty = User(name="duty", role="manager", region_code="360700")
    YamlUsers(settings.users_file).add(duty)
    assert caller_of(named) == duty


def test_it_serves_over_a_real_socket():
    settings = load_settings(port=0)
    data = DataFacts(datetime(2026, 9, 16, 9), "v1", True, {})
    over = Stages(data, None, None, None)
    assistant = Assistant(lambda: over, lambda: "A", max_chars=9, examples=("问",))
    service = service_of(assistant, settings, SystemClock())
    with bind(settings) as sock:
        server = uvicorn.Server(
            uvicorn.Config(create_app(service, settings, LOCAL_USER), log_level="warning")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            reply = httpx.get(f"{url_of(settings, sock)}/api/v1/health", timeout=10)
            asked = httpx.post(
                f"{url_of(settings, sock)}/api/v1/ask", json={"question": ""}, timeout=10
            )
        finally:
            server.should_exit = True
            thread.join(timeout=10)
    assert not thread.is_alive()
    assert reply.json()["data_version"] == "v1"
    assert asked.json()["status"] == "refused"
