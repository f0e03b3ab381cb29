"""A real HTTP server that speaks as OpenAI-like model servers do, and fails when told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any


class ModelServer(ThreadingHTTPServer):
    """Answers with ``says`` or ``garbage``; ``statuses`` are given to the first calls."""

    daemon_threads = True

    def __init__(
        self, says: str = "好", *, statuses: tuple[int, ...] = (), wait_s: float = 0.0,
        garbage: bytes | None = None,
    ) -> None:  # fmt: skip
        super().__init__(("127.0.0.1", 0), _Handler)
        self.says, self.statuses, self.wait_s = says, list(statuses), wait_s
        self.garbage = garbage
        self.calls: list[dict[str, Any]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left early is no error of ours."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sent = {"path": self.path, "token": self.headers["Authorization"]}
        self.server.calls.append({**sent, **body})
        sleep(self.server.wait_s)
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status != 200:
            self._send(status, {"error": {"message": "not now"}})
        elif self.server.garbage is not None:
            self._bytes(200, self.server.garbage)
        elif body.get("stream"):
            self._stream()
        else:
            self._send(200, {
                "id": "1", "object": "chat.completion", "created": 0, "model": body["model"],
                "choices": [{"index": 0, "finish_reason": "stop",
                             "message": {"role": "assistant", "content": self.server.says}}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}})

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for letter in self.server.says:
            piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m",
                     "choices": [{"index": 0, "delta": {"content": letter}}]}
            self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, status: int, body: dict[str, Any]) -> None:
        self._bytes(status, json.dumps(body).encode())

    def _bytes(self, status: int, sent: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(server: ModelServer) -> Iterator[ModelServer]:
    """Serve until the context ends."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
