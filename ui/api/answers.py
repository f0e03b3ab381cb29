"""Answers over HTTP: fetched again, downloaded, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.contracts.flow import User
from assistant.contracts.session import Feedback, Turn
from assistant.sessions.store import SessionStore
from tools.export.flat import answer_csv
from tools.export.workbook import answer_workbook
from ui.api.asking import ERRORS
from ui.api.download import CSV, XLSX, download

_FILES: dict[str, tuple[str, Callable[[Turn], bytes]]] = {
    "xlsx": (XLSX, lambda turn: answer_workbook(turn.question, turn.answer)),
    "csv": (CSV, lambda turn: answer_csv(turn.answer)),
}


class JudgementBody(BaseModel):
    """What the user thinks of an answer."""

    model_config = ConfigDict(extra="forbid")
    liked: bool = Field(description="答得好为 true")
    reason: str = Field(default="", description="为什么", max_length=2000)


def answers(store: SessionStore, caller: User) -> APIRouter:
    """Return the routes of answers; all are the caller's own."""
    routes = APIRouter(prefix="/api/v1", tags=["答案"], responses=ERRORS)
    user = caller.name

    @routes.get("/answers/{answer_id}", summary="取一个答案，断线后用它续上")
    def answer(answer_id: str) -> Turn:
        return store.answer(user, answer_id)

    @routes.get("/answers/{answer_id}/file", summary="下载答案的数据", response_class=Response)
    def answer_file(answer_id: str, form: Literal["xlsx", "csv"] = "xlsx") -> Response:
        turn = store.answer(user, answer_id)
        kind, make = _FILES[form]
        return download(make(turn), kind, turn.question, form)

    @routes.post("/answers/{answer_id}/judgement", summary="评价一个答案")
    def judge(answer_id: str, body: JudgementBody) -> Feedback:
        return store.judge(user, answer_id, liked=body.liked, reason=body.reason)

    return routes
