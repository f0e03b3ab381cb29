"""An interface over a reader and a runner that answer as told, and ways to call it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from time import sleep

import anyio
import httpx

from assistant.ask import Assistant, DataFacts, Stages
from assistant.clock import SystemClock
from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.flow import Evidence, Plan, Question, ResultTable, ToolRequest, User
from assistant.contracts.query import MetricQuery
from assistant.settings import load_settings
from assistant.wiring.service import service_of
from ui.api.app import create_app

CALLER = User(name="duty", role="manager", region_code="360700")
DATA = DataFacts(datetime(2026, 9, 16, 9), "v7", True, {"station": 3718, "intake": 12})


class Scripted:
    """A reader and a runner that answer at once, fail as told, and record what they saw."""

    def __init__(self, fault: Exception | None = None, wait_s: float = 0.0) -> None:
        self.fault, self.wait_s = fault, wait_s
        self.users: list[User] = []
        self.running = self.most_running = 0
        self._lock = threading.Lock()

    def plan(self, question: str, earlier=()) -> Plan:
        return Plan(status="ready", query=MetricQuery(measures=("取水量",)), reading=question)

    def run(self, request: ToolRequest) -> Evidence:
        with self._lock:
            self.users.append(request.user)
            self.running += 1
            self.most_running = max(self.running, self.most_running)
        sleep(self.wait_s)
        with self._lock:
            self.running -= 1
        if self.fault:
            raise self.fault
        return Evidence(table=ResultTable(columns=(), rows=()))

    def write(self, question: Question, plan: Plan, evidence: Evidence | None) -> Answer:
        column = AnswerColumn(name="m", label="取水量", unit="万m³", type="number")
        return Answer(status="answered", text=question.text, columns=(column,), rows=((1.5,),))


def app_of(stages: Scripted, ids: Callable[[], str] | None = None, **settings: object):
    over = Stages(DATA, stages, stages.run, stages.write)
    assistant = Assistant(
        lambda: over, ids or (lambda: "A-1"), max_chars=1000, examples=("取水量是多少",)
    )
    found = load_settings(**settings)
    return create_app(service_of(assistant, found, SystemClock()), found, CALLER)


def call(app, method: str, path: str, **kwargs) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **kwargs)

    return anyio.run(send)


def ask(app, **body) -> httpx.Response:
    return call(app, "POST", "/api/v1/ask", json=body)
