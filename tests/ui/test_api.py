"""The HTTP interface: whole envelopes out, errors in one shape, nothing unbounded in."""

from __future__ import annotations

import json
import re

import anyio
import httpx
import pytest

from assistant.contracts.answer import Answer
from assistant.contracts.errors import InternalError, LimitReached, NotPermitted, SourceUnavailable
from tests.ui.scripted import CALLER, Scripted, app_of, ask, call


def test_ask_returns_the_whole_envelope():
    response = ask(app_of(Scripted()), question="上个月取水量", session_id="s1", options={})
    assert response.status_code == 200
    answer = Answer.model_validate(response.json())
    assert set(response.json()) == set(Answer.model_fields)
    assert answer.text == "上个月取水量" and answer.rows == ((1.5,),)
    assert answer.answer_id == "A-1" and "total" in answer.timings_ms


def test_every_caller_has_the_configured_users_rights_and_no_others():
    stages = Scripted()
    app = app_of(stages)
    ask(app, question="上个月取水量")
    response = ask(app, question="上个月取水量", user={"name": "x", "role": "admin"})
    assert response.status_code == 422
    assert stages.users == [CALLER]


@pytest.mark.parametrize("fault, http, status", [
    (NotPermitted("您的权限看不到这些数据。"), 200, "not_permitted"),
    (LimitReached("查询超时。"), 503, "failed"),
    (SourceUnavailable("数据库打不开。"), 503, "failed"),
    (InternalError("内部错误。"), 500, "failed"),
    (ZeroDivisionError("inside"), 500, "failed"),
])  # fmt: skip
def test_a_failure_is_an_answer_with_its_http_status(fault: Exception, http: int, status: str):
    response = ask(app_of(Scripted(fault)), question="上个月取水量")
    assert response.status_code == http
    assert Answer.model_validate(response.json()).status == status
    assert "inside" not in response.text


@pytest.mark.parametrize("question", ["", "   ", "水" * 5000])
def test_text_that_is_no_question_is_refused_with_examples(question: str):
    response = ask(app_of(Scripted()), question=question)
    assert response.status_code == 200
    assert response.json()["status"] == "refused" and response.json()["suggestions"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"question": 5}', b'{"q": "x"}', b"\xff\xfe"])
def test_a_malformed_request_gets_the_error_shape(body: bytes):
    response = call(app_of(Scripted()), "POST", "/api/v1/ask", content=body,
                    headers={"content-type": "application/json"})  # fmt: skip
    assert response.status_code in {400, 422}
    assert set(response.json()) == {"error", "message", "suggestions"}
    assert response.json()["error"] == "BadInput"
    assert response.json()["message"].startswith("请求")


def test_a_lone_surrogate_is_refused_and_does_not_break_the_reply():
    body = b'{"question": "\\ud83d \xe5\x8f\x96\xe6\xb0\xb4"}'
    response = call(app_of(Scripted()), "POST", "/api/v1/ask", content=body,
                    headers={"content-type": "application/json"})  # fmt: skip
    assert response.status_code in {200, 422}
    assert response.json().get("status", "refused") == "refused"


def test_a_body_too_large_is_refused_by_its_declared_length_and_by_counting():
    stages = Scripted()
    app = app_of(stages, max_body_bytes=2048)
    big = json.dumps({"question": "水" * 3000}).encode()
    assert ask(app, question="水" * 3000).status_code == 413

    async def chunks():
        for start in range(0, len(big), 512):
            yield big[start : start + 512]

    response = call(app, "POST", "/api/v1/ask", content=chunks())
    assert response.status_code == 413
    assert response.json()["error"] == "BadInput"
    assert stages.users == []


def test_no_more_questions_run_at_once_than_workers():
    stages = Scripted(wait_s=0.05)
    app = app_of(stages, workers=2)

    async def many() -> list[int]:
        transport = httpx.ASGITransport(app)
        codes: list[int] = []
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

            async def one() -> None:
                reply = await client.post("/api/v1/ask", json={"question": "取水量"})
                codes.append(reply.status_code)

            async with anyio.create_task_group() as group:
                for _ in range(8):
                    group.start_soon(one)
        return codes

    assert anyio.run(many) == [200] * 8
    assert stages.most_running == 2


def test_health_tells_what_the_data_are():
    response = call(app_of(Scripted()), "GET", "/api/v1/health")
    assert response.json() == {
        "status": "ok", "data_version": "v7", "as_of": "2026-09-16 09:00",
        "generated_data": True, "rows": {"station": 3718, "intake": 12}, "llm": "off",
    }  # fmt: skip


@pytest.mark.parametrize("method, path, code", [
    ("GET", "/nowhere", 404), ("GET", "/api/v1/ask", 405), ("DELETE", "/docs", 405),
])  # fmt: skip
def test_unknown_addresses_get_the_error_shape(method: str, path: str, code: int):
    response = call(app_of(Scripted()), method, path)
    assert response.status_code == code
    assert set(response.json()) == {"error", "message", "suggestions"}


def test_docs_show_every_path_and_type_and_load_nothing_from_outside():
    app = app_of(Scripted())
    page = call(app, "GET", "/docs").text
    api = call(app, "GET", "/openapi.json").json()
    assert {"/api/v1/ask", "/api/v1/health"} <= set(api["paths"])
    for path in api["paths"]:
        assert f"<code>{path}</code>" in page
    for name in api["components"]["schemas"]:
        assert f"id='{name}'" in page
    assert not re.search(r"(?:src|href)=['\"]?(?:https?:)?//", page)
