"""The HTTP interface: questions in, answers out. No logic of its own."""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.ask import Assistant
from assistant.contracts.answer import Answer
from assistant.contracts.flow import Question, User
from assistant.settings import Settings
from ui.api.body_limit import BodyLimit
from ui.api.docs_page import render_docs
from ui.api.error_responses import ErrorBody, add_error_responses
from ui.api.health import Health, health_of

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (403, 413, 422, 500, 503)
}


class AskBody(BaseModel):
    """A question over HTTP."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="中文问题", examples=["上个月全省取水量是多少"])
    session_id: str | None = Field(default=None, description="会话编号，供连续提问")
    profile: str | None = Field(default=None, description="区域配置名；不写为服务的默认值")
    options: dict[str, Any] | None = Field(default=None, description="保留，供后续扩展")


def create_app(assistant: Assistant, settings: Settings, caller: User) -> FastAPI:
    """Return the application; ``caller`` is the user whose rights every request has."""
    app = FastAPI(
        title="水问 Shuiwen",
        version="1",
        description="用中文提问水文水资源数据，答案附口径、查询语句和数据截止时间。",
        docs_url=None,
        redoc_url=None,
    )
    limiter = CapacityLimiter(settings.workers)
    app.add_middleware(BodyLimit, most=settings.max_body_bytes)
    add_error_responses(app)

    @app.post(
        "/api/v1/ask",
        response_model=Answer,
        responses=_ERRORS,
        summary="提一个问题",
        description="没有答案也返回 200，原因在 status 里（clarify、no_data、refused 等）。",
    )
    async def ask(body: AskBody) -> JSONResponse:
        question = Question(
            text=body.question, user=caller, session_id=body.session_id, profile=body.profile
        )
        answer, error = await to_thread.run_sync(assistant.outcome, question, limiter=limiter)
        failed = error is not None and answer.status == "failed"
        return JSONResponse(
            answer.model_dump(mode="json"),
            status_code=error.http_status if failed and error is not None else 200,
        )

    @app.get("/api/v1/health", response_model=Health, summary="服务与数据的状态")
    def health() -> Health:
        return health_of(assistant.data, settings)

    @app.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse("/docs")

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(render_docs(app.openapi(), str(request.base_url).rstrip("/")))

    return app
