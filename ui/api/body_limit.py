"""Refuses request bodies that are too large, before they are kept in memory."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.error_responses import error_response


class BodyLimit:
    """ASGI middleware: answers 413 when a body is longer than ``most`` bytes.

    The declared length is checked first; a body sent in chunks is counted as it comes. ``of``
    names paths that take another length.
    """

    def __init__(self, app: ASGIApp, most: int, of: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._most, self._of = most, of or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._of.get(scope["path"], self._most)
        told = f"请求内容过大，最多 {most} 字节。"
        if _declared(scope) > most:
            await error_response(413, "BadInput", told)(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, told)
            return message

        await self._app(scope, counted, send)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
