"""Puts the pages and their files into the service's one process; nothing comes from outside."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import cast

import gradio as gr
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse
from starlette.routing import Match
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.contracts.flow import User
from assistant.settings import Settings
from ui.api.evaluation import EVALUATORS
from ui.pages.chat import HEAD, chat_page, theme

_STATIC = Path(__file__).with_name("static")
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
# Scripts and styles of the page itself only: an isolated network must miss nothing.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'"
)


class OwnOnly:
    """ASGI middleware: tells browsers to load nothing that is not ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"], (b"content-security-policy", _POLICY.encode())]
                if scope["path"].startswith("/sw/") and not _has(message, b"cache-control"):
                    # else a browser may go on with the scripts of the version before
                    message["headers"].append((b"cache-control", b"no-cache"))
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


def _has(message: Message, name: bytes) -> bool:
    return any(held.lower() == name for held, _ in message["headers"])


def _nowhere(app: FastAPI) -> None:
    """Let unknown addresses of the interface tell so in its own words, not by the pages."""

    @app.api_route("/api/{rest:path}", methods=_METHODS, include_in_schema=False)
    def nowhere(request: Request) -> None:
        matched = (route.matches(request.scope)[0] for route in app.routes)
        raise HTTPException(405 if Match.PARTIAL in matched else 404)


def mount_pages(app: FastAPI, settings: Settings, caller: User) -> FastAPI:
    """Add the pages at ``/`` and their files at ``/sw``."""
    app.add_middleware(OwnOnly)

    @app.get("/sw/plotly.min.js", include_in_schema=False)
    def plotly() -> FileResponse:
        script = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"
        return FileResponse(script, headers={"Cache-Control": "public, max-age=86400"})

    app.mount("/sw", StaticFiles(directory=_STATIC), name="pages")
    _nowhere(app)
    page = chat_page(settings.max_question_chars, evaluates=caller.role in EVALUATORS)
    mounted = gr.mount_gradio_app(
        app, page, path="/", theme=theme(), head=HEAD,
        footer_links=[], ssr_mode=False, show_error=True, run_history=False,
    )  # fmt: skip
    return cast(FastAPI, mounted)
