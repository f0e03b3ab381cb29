"""Notices reach the address that was set; one that cannot be delivered does no harm."""

from __future__ import annotations

import json
from datetime import datetime

import httpx
import pytest

from assistant.board.webhook import Webhook
from assistant.contracts.board import Notice

NOTICE = Notice(notice_id="N-1", pin_id="P-1", text="上传率低于95%：新余市 94.25%",
                raised_at=datetime(2026, 9, 16, 9))


def test_a_notice_is_posted_as_json():
    seen: list[dict] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(204)

    Webhook("http://hooks.example/x", httpx.MockTransport(take))("张三", NOTICE)
    assert seen == [{"user": "张三", "pin_id": "P-1", "text": "上传率低于95%：新余市 94.25%",
                     "raised_at": "2026-09-16T09:00:00"}]


@pytest.mark.parametrize("fault", [httpx.Response(500), httpx.ConnectError("refused")])
def test_a_failing_address_is_logged_only(fault, caplog: pytest.LogCaptureFixture):
    def fail(_request: httpx.Request) -> httpx.Response:
        if isinstance(fault, Exception):
            raise fault
        return fault

    Webhook("http://hooks.example/x", httpx.MockTransport(fail))("张三", NOTICE)
    assert "not delivered" in caplog.text
    Webhook(None)("张三", NOTICE)
