"""Conversations over HTTP: listed, searched, renamed, deleted, exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.contracts.flow import User
from assistant.contracts.session import Session, SessionInfo
from assistant.sessions.store import SessionStore
from tools.export.document import session_document
from tools.export.markdown import session_markdown
from tools.export.session_workbook import session_workbook
from ui.api.asking import ERRORS
from ui.api.download import DOCX, MARKDOWN, XLSX, download
from ui.api.wanted import while_wanted

_FILES: dict[str, tuple[str, Callable[[Session], bytes]]] = {
    "docx": (DOCX, session_document),
    "md": (MARKDOWN, lambda session: session_markdown(session).encode()),
    "xlsx": (XLSX, session_workbook),
}


class TitleBody(BaseModel):
    """Another name for a conversation."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(description="会话名", max_length=256)


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

    @routes.get("/sessions/{session_id}/file", summary="导出整个会话；断开连接即取消",
                response_class=Response)
    async def session_file(
        session_id: str, request: Request, form: Literal["docx", "md", "xlsx"] = "docx"
    ) -> Response:
        def made() -> Response:
            session = store.get(user, session_id)
            kind, make = _FILES[form]
            return download(make(session), kind, session.info.title, form)

        return await while_wanted(request, made)

    return routes
