"""A small transcription server as OpenAI's: says what it is told to, and notes what it was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Sent = dict[str, tuple[str, bytes]]


class SpeechServer:
    """What it says, and what it heard: each call's path, token and fields (file name, content)."""

    def __init__(self, says: str = "", status: int = 200) -> None:
        self.says, self.status = says, status
        self.calls: list[tuple[str, str | None, Sent]] = []
        self.url = ""


@contextmanager
def speaking(server: SpeechServer) -> Iterator[SpeechServer]:
    """Serve on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kind = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
            form = BytesParser(policy=HTTP).parsebytes(kind + body)
            fields = {str(p.get_param("name", header="content-disposition")):
                      (p.get_filename() or "", p.get_payload(decode=True))
                      for p in form.iter_parts()}  # fmt: skip
            server.calls.append((self.path, self.headers["authorization"], fields))
            self.send_response(server.status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"text": server.says}).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = Thread(target=http.serve_forever, daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        yield server
        http.shutdown()
        thread.join()
