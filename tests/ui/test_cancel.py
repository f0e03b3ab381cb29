"""What nobody waits for any more is stopped, and nothing is kept of it."""

from __future__ import annotations

from time import monotonic
from typing import Any

import anyio
import httpx

from assistant.contracts.work import work_now
from tests.ui.scripted import Scripted, app_of, call
from tests.ui.test_board import Queried


class Slow(Queried):
    """A runner that works for ten seconds, unless it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def run(self, request):
        end = monotonic() + 10
        while monotonic() < end and not self.stopped:
            self.stopped = work_now().stopped
        return super().run(request)


def test_cancelling_stops_the_work_and_keeps_nothing():
    stages = Slow()
    app, told = app_of(stages, ids=iter(["A-1", "A-2", "A-3"]).__next__), []

    async def both() -> None:
        body = {"question": "上个月取水量", "session_id": "s1"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            async with anyio.create_task_group() as group:

                async def asking() -> None:
                    told.append((await client.post("/api/v1/ask/stream", json=body)).text)

                group.start_soon(asking)
                while not (await client.post("/api/v1/answers/A-1/cancel")).status_code == 204:
                    await anyio.sleep(0.02)

    started = monotonic()
    anyio.run(both)
    assert monotonic() - started < 5 and '"status": "failed"' in told[0] and "已取消" in told[0]
    assert call(app, "GET", "/api/v1/sessions/s1").json().get("turns", []) == []
    assert call(app, "GET", "/api/v1/answers/A-1").status_code == 404


def test_what_is_not_being_made_cannot_be_cancelled():
    assert call(app_of(Scripted()), "POST", "/api/v1/answers/A-9/cancel").status_code == 404


def test_a_refresh_of_the_board_ends_when_its_client_has_gone():
    stages = Slow()
    stages.stopped = True  # quick at first
    app = app_of(stages)
    call(app, "POST", "/api/v1/ask", json={"question": "上个月取水量", "session_id": "s1"})
    pin = call(app, "POST", "/api/v1/pins", json={"answer_id": "A-1"}).json()
    stages.stopped = False

    async def gone() -> None:
        path = f"/api/v1/pins/{pin['pin_id']}/run"
        scope = {"type": "http", "method": "POST", "path": path, "headers": [(b"host", b"test")],
                 "query_string": b"", "scheme": "http", "server": ("test", 80),
                 "client": ("test", 1), "http_version": "1.1", "raw_path": path.encode(),
                 "root_path": ""}  # fmt: skip
        asked = iter([{"type": "http.request", "body": b""}])

        async def receive() -> dict[str, Any]:
            return next(asked, {"type": "http.disconnect"})

        async def send(message: dict[str, Any]) -> None:
            return None

        await app(scope, receive, send)

    started = monotonic()
    anyio.run(gone)
    assert stages.stopped and monotonic() - started < 5
    assert call(app, "GET", "/api/v1/pins").json()[0]["refreshed_at"] == pin["refreshed_at"]
