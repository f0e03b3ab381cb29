"""Evaluating over HTTP: disliked answers, drafts of cases made of them, results of suites."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from assistant.contracts.errors import NotPermitted
from assistant.contracts.evaluation import DraftCase, SuiteReport
from assistant.contracts.flow import User
from assistant.evaluation.drafts import DraftBook, draft_of, draft_yaml
from assistant.evaluation.reports import suite_reports
from assistant.sessions.store import SessionStore
from assistant.settings import Settings
from ui.api.asking import ERRORS
from ui.api.download import YAML, download

EVALUATORS = frozenset({"evaluator", "admin"})


class Disliked(BaseModel):
    """An answer that a user disliked, and the draft it would make."""

    answer_id: str
    question: str
    asked_at: datetime
    status: str
    text: str
    reading: str
    sql: str | None
    reason: str
    given_at: datetime
    draft: DraftCase
    drafted: bool


def evaluation(
    store: SessionStore, drafts: DraftBook, settings: Settings, caller: User
) -> APIRouter:  # fmt: skip
    """Return the routes of evaluating; for evaluators only, as they see what all users asked."""

    def evaluators_only() -> None:
        if caller.role not in EVALUATORS:
            raise NotPermitted("只有评测人员能看用户的评价和评测结果。")

    routes = APIRouter(prefix="/api/v1/evaluation", tags=["评测"], responses=ERRORS,
                       dependencies=[Depends(evaluators_only)])

    @routes.get("/disliked", summary="用户评为“不对”的答案，最近的在前")
    def disliked() -> tuple[Disliked, ...]:
        held = {case.id: case for case in drafts.all()}
        found = []
        for turn, said, earlier in store.disliked():
            draft, answer = draft_of(turn, said, earlier), turn.answer
            found.append(Disliked(
                answer_id=answer.answer_id, question=turn.question, asked_at=turn.asked_at,
                status=answer.status, text=answer.text, reading=answer.reading, sql=answer.sql,
                reason=said.reason, given_at=said.given_at,
                draft=held.get(draft.id, draft), drafted=draft.id in held,
            ))  # fmt: skip
        return tuple(found)

    @routes.get("/drafts", summary="评测题草稿")
    def listed() -> tuple[DraftCase, ...]:
        return drafts.all()

    @routes.post("/drafts", status_code=201, summary="存一道草稿；编号相同的被替换")
    def put(body: DraftCase) -> DraftCase:
        return drafts.put(body)

    @routes.delete("/drafts/{case_id}", status_code=204, summary="删一道草稿")
    def remove(case_id: str) -> None:
        drafts.remove(case_id)

    @routes.get("/drafts/file", summary="草稿的 YAML 文件", response_class=Response)
    def file() -> Response:
        return download(draft_yaml(drafts.all()).encode(), YAML, "评测题草稿", "yaml")

    @routes.get("/suites", summary="各评测集最近一次的结果")
    def suites() -> tuple[SuiteReport, ...]:
        return suite_reports(settings.reports_folder)

    return routes
