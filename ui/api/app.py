"""The HTTP interface: questions in, answers out. No logic of its own."""

from __future__ import annotations

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.contracts.flow import User
from assistant.settings import Settings
from assistant.start.page import Today
from assistant.wiring.service import Service
from ui.api.answers import answers
from ui.api.asking import asking
from ui.api.board import board
from ui.api.body_limit import BodyLimit
from ui.api.docs_page import render_docs
from ui.api.error_responses import add_error_responses
from ui.api.evaluation import evaluation
from ui.api.health import Health, health_of
from ui.api.sessions import sessions
from ui.api.speech import SPEECH, speech
from ui.api.start import Start, start_of


def create_app(service: Service, settings: Settings, caller: User) -> FastAPI:
    """Return the application; ``caller`` is the user whose rights every request has."""
    app = FastAPI(
        title="水问 Shuiwen",
        version="1",
        description="用中文提问水文水资源数据，答案附口径、查询语句和数据截止时间。",
        docs_url=None,
        redoc_url=None,
    )
    limiter = CapacityLimiter(settings.workers)
    app.add_middleware(BodyLimit, most=settings.max_body_bytes,
                       of={SPEECH: settings.max_audio_bytes})
    add_error_responses(app)
    app.include_router(asking(service, limiter, caller))
    app.include_router(board(service.board, service.watcher, service.sessions, caller, limiter))
    app.include_router(sessions(service.sessions, caller))
    app.include_router(answers(service.sessions, caller))
    app.include_router(evaluation(service.sessions, service.drafts, settings, caller))
    app.include_router(speech(service.assistant, service.transcriber))

    @app.get("/api/v1/health", response_model=Health, summary="服务与数据的状态")
    def health() -> Health:
        return health_of(service.assistant.data, settings)

    @app.get("/api/v1/start", response_model=Start, summary="首页：问什么、数据到哪天")
    def start() -> Start:
        return start_of(service, caller)

    @app.get("/api/v1/start/today", summary="首页：今天的情况和站点图")
    def today() -> Today:
        return service.start.today(caller)

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(render_docs(app.openapi(), str(request.base_url).rstrip("/")))

    return app  # the pages come last: they answer for every address that is left
