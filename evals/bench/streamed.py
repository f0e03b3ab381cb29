"""How soon an asker on the page sees something move, and the whole answer, over a real socket."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import PIPE, Popen
from threading import Thread
from time import perf_counter

import httpx

from assistant.contracts.errors import SourceUnavailable
from assistant.settings import Settings

_ADDRESS = re.compile(r"http://127[.0-9]+:\d+")


@dataclass(frozen=True)
class Streamed:
    """Milliseconds from the request to the first event, and to the last."""

    first: tuple[float, ...]
    whole: tuple[float, ...]


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve a home folder by the command line, in a process of its own; yields the address.

    Raises:
        SourceUnavailable: it did not begin to serve.
    """
    start = "import sys; from assistant.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "--home", str(settings.home), "serve", "--port", "0"]
    with Popen(command, stdout=PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        try:
            found = next((m[0] for line in server.stdout if (m := _ADDRESS.search(line))), None)
            if found is None:
                raise SourceUnavailable("服务没有启动，页面一项无法测量。")
            Thread(target=server.stdout.read, daemon=True).start()  # a full pipe would stop it
            yield found
        finally:
            server.terminate()


def streamed(address: str, questions: Sequence[str]) -> Streamed:
    """Ask each question in a conversation of its own and time its events."""
    first, whole = [], []
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        for number, question in enumerate(questions):
            body = {"question": question, "session_id": f"bench-{number}-{perf_counter()}"}
            start = perf_counter()
            events = _events(client, body)
            next(events)
            first.append((perf_counter() - start) * 1000)
            *_, last = events
            whole.append((perf_counter() - start) * 1000)
            if json.loads(last)["answer_id"] == "":
                raise ValueError(f"no answer to {question}")
    return Streamed(tuple(first), tuple(whole))


def _events(client: httpx.Client, body: dict[str, str]) -> Iterator[str]:
    with client.stream("POST", "/api/v1/ask/stream", json=body) as reply:
        for line in reply.iter_lines():
            if line.startswith("data: "):
                yield line.removeprefix("data: ")
