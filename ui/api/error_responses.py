"""Errors as HTTP: one JSON shape, ``{error, message, suggestions}``, whatever went wrong.

UserFixable → 422, NotPermitted → 403, LimitReached / SourceUnavailable / ConfigMissing → 503,
everything else of ours → 500. A body that is too large → 413, an unknown path → 404.
"""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.contracts.errors import AssistantError

log = logging.getLogger("shuiwen.api")
_TITLES = {
    400: "请求正文读不出来：要用 UTF-8 编码的 JSON。",
    404: "没有这个地址，见 /docs。",
    405: "这个地址不支持该方法，见 /docs。",
}


class ErrorBody(BaseModel):
    """What a request gets that could not be served."""

    error: str
    message: str
    suggestions: list[str] = []


def error_response(
    status: int, error: str, message: str, suggestions: tuple[str, ...] = ()
) -> JSONResponse:
    """Return the JSON answer for an error."""
    body = ErrorBody(error=error, message=message, suggestions=list(suggestions))
    return JSONResponse(body.model_dump(), status_code=status)


def add_error_responses(app: FastAPI) -> None:
    """Make every error of ``app`` leave as ``ErrorBody``."""

    @app.exception_handler(AssistantError)
    async def ours(_request: Request, error: AssistantError) -> JSONResponse:
        log.info("%s", error)
        return error_response(
            error.http_status, type(error).__name__, error.message, error.suggestions
        )

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        places = "；".join(
            f"{'.'.join(str(part) for part in fault['loc'])}：{fault['msg']}"
            for fault in error.errors()
        )
        return error_response(
            422, "BadInput", f"请求格式不对：{places}", ('{"question": "上个月全省取水量是多少"}',)
        )

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        message = _TITLES.get(error.status_code, str(error.detail))
        kind = "BadInput" if error.status_code < 500 else "InternalError"
        return error_response(error.status_code, kind, message)

    @app.exception_handler(Exception)
    async def fault(_request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected error", exc_info=error)
        return error_response(500, "InternalError", "系统内部出错，请稍后再试或告诉管理员。")
