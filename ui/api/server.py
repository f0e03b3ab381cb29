"""Listens and serves: the socket is taken first, so that a busy port is told before any loading."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from assistant.contracts.errors import SourceUnavailable
from assistant.settings import Settings


@contextmanager
def bind(settings: Settings) -> Iterator[socket.socket]:
    """Yield a listening socket on the configured address; port 0 takes a free one.

    Raises:
        SourceUnavailable: the address is not ours or the port is taken.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((settings.host, settings.port))
            sock.listen(1024)
        except OSError as error:
            raise SourceUnavailable(
                f"无法监听 {settings.host}:{settings.port}（{error.strerror}）。"
                "请用 --port 换一个端口，--port 0 任取一个空闲的。",
                detail=str(error),
            ) from error
        yield sock


def url_of(settings: Settings, sock: socket.socket) -> str:
    """Return the address to open in a browser of this machine."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{sock.getsockname()[1]}"


def run(app: FastAPI, sock: socket.socket) -> None:
    """Serve until interrupted."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        server.run(sockets=[sock])
