"""Conversations over HTTP: listed, searched, renamed, deleted, exported; answers judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.contracts.flow import User
from assistant.contracts.session import Feedback, Session, SessionInfo, Turn
from assistant.sessions.store import SessionStore
from tools.export.document import session_document
from tools.export.flat import answer_csv
from tools.export.markdown import session_markdown
from tools.export.session_workbook import session_workbook
from tools.export.workbook import answer_workbook
from ui.api.asking import ERRORS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SESSION_FILES: dict[str, tuple[str, Callable[[Session], bytes]]] = {
    "docx": (_DOCX, session_document),
    "md": ("text/markdown; charset=utf-8", lambda session: session_markdown(session).encode()),
    "xlsx": (_XLSX, session_workbook),
}
_ANSWER_FILES: dict[str, tuple[str, Callable[[Turn], bytes]]] = {
    "xlsx": (_XLSX, lambda turn: answer_workbook(turn.question, turn.answer)),
    "csv": ("text/csv; charset=utf-8", lambda turn: answer_csv(turn.answer)),
}
_LONGEST_NAME = 40


class TitleBody(BaseModel):
    """Another name for a conversation."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(description="会话名", max_length=256)


class JudgementBody(BaseModel):
    """What the user thinks of an answer."""

    model_config = ConfigDict(extra="forbid")
    liked: bool = Field(description="答得好为 true")
    reason: str = Field(default="", description="为什么", max_length=2000)


def sessions(store: SessionStore, caller: User) -> APIRouter:
    """Return the routes of conversations; all are the caller's own."""
    routes = APIRouter(prefix="/api/v1", tags=["会话"], responses=ERRORS)
    user = caller.name

    @routes.post("/sessions", status_code=201, summary="新开一个会话")
    def start() -> SessionInfo:
        return store.start(user)

    @routes.get("/sessions", summary="列出会话，最近的在前")
    def listed(
        search: Annotated[str, Query(description="在会话名和问题里找")] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> tuple[SessionInfo, ...]:
        return store.list(user, search=search, limit=limit, offset=offset)

    @routes.get("/sessions/{session_id}", summary="取整个会话")
    def whole(session_id: str) -> Session:
        return store.get(user, session_id)

    @routes.patch("/sessions/{session_id}", summary="给会话改名")
    def rename(session_id: str, body: TitleBody) -> SessionInfo:
        return store.rename(user, session_id, body.title)

    @routes.delete("/sessions/{session_id}", status_code=204, summary="删除会话")
    def delete(session_id: str) -> None:
        store.delete(user, session_id)

    @routes.get("/sessions/{session_id}/file", summary="导出整个会话", response_class=Response)
    def session_file(session_id: str, form: Literal["docx", "md", "xlsx"] = "docx") -> Response:
        session = store.get(user, session_id)
        kind, make = _SESSION_FILES[form]
        return _file(make(session), kind, session.info.title, form)

    @routes.get("/answers/{answer_id}", summary="取一个答案，断线后用它续上")
    def answer(answer_id: str) -> Turn:
        return store.answer(user, answer_id)

    @routes.get("/answers/{answer_id}/file", summary="下载答案的数据", response_class=Response)
    def answer_file(answer_id: str, form: Literal["xlsx", "csv"] = "xlsx") -> Response:
        turn = store.answer(user, answer_id)
        kind, make = _ANSWER_FILES[form]
        return _file(make(turn), kind, turn.question, form)

    @routes.post("/answers/{answer_id}/judgement", summary="评价一个答案")
    def judge(answer_id: str, body: JudgementBody) -> Feedback:
        return store.judge(user, answer_id, liked=body.liked, reason=body.reason)

    return routes


def _file(content: bytes, kind: str, name: str, form: str) -> Response:
    """A download; the name is the question's or conversation's own, without what paths forbid."""
    plain = "".join(ch for ch in name if ch.isalnum() or ch in " ，、-_（）").strip()
    encoded = quote(f"{plain[:_LONGEST_NAME] or '水问'}.{form}")
    disposition = f"attachment; filename=\"shuiwen.{form}\"; filename*=UTF-8''{encoded}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
