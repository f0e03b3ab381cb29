"""The main job over HTTP, with every real part: demo data in, proven numbers out."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import anyio
import httpx
import pytest

from assistant.clock import FixedClock
from assistant.contracts.answer import Answer
from assistant.settings import load_settings
from assistant.users import LOCAL_USER
from assistant.wiring import load_data, write_demo
from assistant.wiring.answering import EXAMPLES
from assistant.wiring.service import build_service
from ui.api.app import create_app

CLOCK = FixedClock(datetime(2031, 1, 1, 8))  # far from the data's as-of: it must not matter


def send(app, method: str, path: str, **kwargs) -> httpx.Response:
    async def one() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as client:
            return await client.request(method, path, **kwargs)

    return anyio.run(one)


@pytest.fixture(scope="module")
def app(demo_home: Path):
    settings = load_settings(home=demo_home)
    return create_app(build_service(settings, CLOCK), settings, LOCAL_USER)


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_questions_offered_for_a_try_are_answered_with_proof(app, question: str):
    response = send(app, "POST", "/api/v1/ask", json={"question": question})
    assert response.status_code == 200
    answer = Answer.model_validate(response.json())
    assert answer.status == "answered", answer.text
    assert answer.reading and answer.sql and answer.definitions and answer.rows
    assert answer.as_of == "2026-09-16 09:00" and answer.generated_data
    assert any("演示" in caveat for caveat in answer.caveats)


def test_health_counts_the_loaded_rows(app):
    health = send(app, "GET", "/api/v1/health").json()
    assert health["as_of"] == "2026-09-16 09:00" and health["generated_data"] is True
    assert health["rows"]["station"] > 0 and health["rows"]["city"] == 11


def test_data_loaded_while_serving_are_used_from_the_next_question_on(
    tmp_path: Path, demo_home: Path
):
    settings = load_settings(home=tmp_path)
    shutil.copy(demo_home / "warehouse.duckdb", settings.database)
    app = create_app(build_service(settings, CLOCK), settings, LOCAL_USER)
    ask = {"json": {"question": "现在有几个站点"}}
    before = send(app, "POST", "/api/v1/ask", **ask).json()
    settings.database.unlink()
    write_demo(settings, tmp_path / "bigger", seed=8, scale=0.04)
    load_data(settings, tmp_path / "bigger")
    after = send(app, "POST", "/api/v1/ask", **ask).json()
    assert after["rows"][0][-1] > before["rows"][0][-1]
