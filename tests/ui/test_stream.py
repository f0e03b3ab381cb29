"""An answer as it comes: progress, its pieces, then the whole; kept for who drops off."""

from __future__ import annotations

import json
from typing import Any

import anyio
import httpx

from assistant.contracts.errors import SourceUnavailable
from tests.ui.scripted import Scripted, app_of, call

Event = tuple[str, dict[str, Any]]


def events(app, **body: Any) -> list[Event]:
    reply = call(app, "POST", "/api/v1/ask/stream", json=body)
    assert reply.headers["content-type"].startswith("text/event-stream")
    return parsed(reply.text)


def parsed(text: str) -> list[Event]:
    found = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_the_pieces_come_in_order_and_make_up_the_answer():
    told = events(app_of(Scripted()), question="上个月取水量", session_id="s1")
    assert [name for name, _ in told][0] == "progress"
    assert [name for name, _ in told if name != "progress"] == ["table", "text", "done"]
    pieces = dict(told)
    answer = pieces["done"]["answer"]
    assert pieces["table"]["rows"] == answer["rows"] == [[1.5]]
    assert pieces["text"]["text"] == answer["text"] == "上个月取水量"
    assert {data["answer_id"] for _, data in told} == {answer["answer_id"]}


def test_progress_tells_the_stages_as_they_begin():
    stages = [data["stage"] for name, data in events(app_of(Scripted()), question="上个月取水量")
              if name == "progress"]  # fmt: skip
    assert stages == ["wait", "read", "run", "write"]


def test_a_failure_ends_the_stream_with_the_answer_that_tells_it():
    told = events(app_of(Scripted(SourceUnavailable("数据库打不开。"))), question="上个月取水量")
    assert told[-1][0] == "done" and told[-1][1]["answer"]["status"] == "failed"


def test_an_error_of_the_caller_is_an_event():
    told = events(app_of(Scripted()), question="上个月取水量", session_id="x" * 100)
    assert told[-1][0] == "error" and told[-1][1]["error"] == "BadInput"


def test_a_client_that_drops_off_finds_the_answer_stored():
    app = app_of(Scripted(wait_s=0.3))

    async def drop() -> None:
        body = {"question": "上个月取水量", "session_id": "s1"}
        scope = {"type": "http", "method": "POST", "path": "/api/v1/ask/stream", "headers": [
            (b"content-type", b"application/json"), (b"host", b"test")], "query_string": b"",
            "scheme": "http", "server": ("test", 80), "client": ("test", 1), "http_version": "1.1",
            "raw_path": b"/api/v1/ask/stream", "root_path": ""}  # fmt: skip
        asked = iter([{"type": "http.request", "body": json.dumps(body).encode()}])
        gone = anyio.Event()

        async def receive() -> dict[str, Any]:
            message = next(asked, None)
            if message is None:
                await gone.wait()
                return {"type": "http.disconnect"}
            return message

        async def send(message: dict[str, Any]) -> None:
            if b"progress" in message.get("body", b""):
                gone.set()

        await app(scope, receive, send)
        await anyio.sleep(1)  # the service lives on

    anyio.run(drop)
    kept = call(app, "GET", "/api/v1/answers/A-1")
    assert kept.status_code == 200 and kept.json()["answer"]["text"] == "上个月取水量"


def test_many_clients_each_get_their_own_answer():
    app = app_of(Scripted(wait_s=0.02), workers=2)

    async def all_at_once() -> list[str]:
        texts: list[str] = []
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

            async def one(number: int) -> None:
                reply = await client.post("/api/v1/ask/stream", json={"question": f"第{number}问"})
                texts.append(dict(parsed(reply.text))["text"]["text"])

            async with anyio.create_task_group() as group:
                for number in range(6):
                    group.start_soon(one, number)
        return texts

    assert sorted(anyio.run(all_at_once)) == [f"第{n}问" for n in range(6)]
