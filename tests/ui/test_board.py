"""Boards over HTTP: pinned answers, thresholds, notices."""

from __future__ import annotations

import pytest

from assistant.contracts.answer import Answer
from assistant.contracts.plain import plain
from assistant.contracts.query import MetricQuery
from tests.ui.scripted import Scripted, app_of, ask, call

QUERY = plain(MetricQuery(measures=("取水量",)))


class Queried(Scripted):
    """Answers that carry their typed query, as real ones do."""

    def write(self, question, plan, evidence) -> Answer:
        return super().write(question, plan, evidence).model_copy(
            update={"metric_query": QUERY, "reading": "上月取水量"})


@pytest.fixture
def app():
    app = app_of(Queried())
    ask(app, question="上个月取水量", session_id="s1")
    return app


def pin(app, **body):
    return call(app, "POST", "/api/v1/pins", json={"answer_id": "A-1", **body})


def test_an_answer_is_pinned_run_again_and_taken_off(app):
    made = pin(app, title="取水")
    assert made.status_code == 201 and made.json()["answer"]["rows"] == [[1.5]]
    at = f"/api/v1/pins/{made.json()['pin_id']}"
    assert [p["title"] for p in call(app, "GET", "/api/v1/pins").json()] == ["取水"]
    assert call(app, "POST", f"{at}/run").json()["answer"]["rows"] == [[1.5]]
    assert call(app, "DELETE", at).status_code == 204
    assert call(app, "GET", "/api/v1/pins").json() == []
    assert call(app, "POST", f"{at}/run").status_code == 404


def test_a_threshold_that_is_crossed_raises_a_notice(app):
    pin(app, alert={"column": "m", "cmp": ">", "value": 1})
    (notice,) = call(app, "GET", "/api/v1/notices", params={"unseen": True}).json()
    assert "取水量高于1万m³：1.5万m³" in notice["text"]
    assert call(app, "POST", "/api/v1/notices/seen").status_code == 204
    assert call(app, "GET", "/api/v1/notices", params={"unseen": True}).json() == []


def test_a_pin_is_changed_by_what_is_given(app):
    at = f"/api/v1/pins/{pin(app, alert={'column': 'm', 'cmp': '<', 'value': 1}).json()['pin_id']}"
    changed = call(app, "PATCH", at, json={"title": "新名", "every": "week"}).json()
    assert (changed["title"], changed["every"], changed["alert"]["value"]) == ("新名", "week", 1)
    assert call(app, "PATCH", at, json={"alert": None}).json()["alert"] is None
    wrong = call(app, "PATCH", at, json={"alert": {"column": "x", "cmp": "<", "value": 1}})
    assert wrong.status_code == 422 and "取水量" in wrong.json()["message"]


@pytest.mark.parametrize("body, code", [
    ({"answer_id": "none"}, 404), ({"answer_id": "A-1", "every": "minute"}, 422), ({}, 422),
])  # fmt: skip
def test_what_cannot_be_pinned_is_told(app, body: dict, code: int):
    reply = call(app, "POST", "/api/v1/pins", json=body)
    assert reply.status_code == code and reply.json()["message"]
