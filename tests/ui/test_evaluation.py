"""Evaluating over HTTP is for evaluators; drafts are kept, listed and handed on."""

from __future__ import annotations

import pytest
import yaml

from tests.ui import scripted
from tests.ui.scripted import Scripted, app_of, ask, call


@pytest.fixture
def app(monkeypatch):
    caller = scripted.CALLER.model_copy(update={"role": "evaluator"})
    monkeypatch.setattr(scripted, "CALLER", caller)
    app = app_of(Scripted())
    ask(app, question="上个月取水量", session_id="s1")
    call(app, "POST", "/api/v1/answers/A-1/judgement", json={"liked": False, "reason": "少了"})
    return app


def test_a_disliked_answer_is_listed_drafted_and_handed_on(app):
    (found,) = call(app, "GET", "/api/v1/evaluation/disliked").json()
    assert found["reason"] == "少了" and found["drafted"] is False
    draft = {**found["draft"], "gold_sql": "SELECT 1 AS v", "area": "取水计量"}
    assert call(app, "POST", "/api/v1/evaluation/drafts", json=draft).status_code == 201
    (found,) = call(app, "GET", "/api/v1/evaluation/disliked").json()
    assert found["drafted"] is True and found["draft"]["area"] == "取水计量"
    file = call(app, "GET", "/api/v1/evaluation/drafts/file")
    assert [case["gold_sql"] for case in yaml.safe_load(file.text)] == ["SELECT 1 AS v"]
    call(app, "DELETE", f"/api/v1/evaluation/drafts/{draft['id']}")
    assert call(app, "GET", "/api/v1/evaluation/drafts").json() == []


def test_suites_without_results_are_none(app):
    assert call(app, "GET", "/api/v1/evaluation/suites").json() == []


@pytest.mark.parametrize("path", ["disliked", "drafts", "suites", "drafts/file"])
def test_others_may_not_look(path: str):
    reply = call(app_of(Scripted()), "GET", f"/api/v1/evaluation/{path}")
    assert reply.status_code == 403 and reply.json()["error"] == "NotPermitted"
