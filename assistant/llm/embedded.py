"""The embedded server: a child process on loopback, started when first needed, replaced if it dies.

Its standard input is a pipe of ours, so it ends with us however we end.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from select import select
from threading import Lock
from time import monotonic

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Reply, Wanted
from assistant.llm.endpoint import Endpoint

log = logging.getLogger("shuiwen")
_STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class Served:
    """What the child serves, and how.

    Attributes:
        name: the model's name.
        model: its GGUF file, or where it will be.
        adapter: a LoRA adapter's GGUF file, or None.
        threads: of the child; two cores are left to the questions that need no model if they can.
        context: longest prompt and reply together, tokens.
        slots: replies written at once.
        start_s: longest time to load.
        seconds: longest time of a reply.
    """

    name: str
    model: Path
    adapter: Path | None = None
    threads: int = 2
    context: int = 2048
    slots: int = 2
    start_s: float = 60.0
    seconds: float = 30.0


class Embedded:
    """Fills ``ports.LanguageModel`` with a model of this machine.

    Args:
        served: what is served.
        ready: whether the model's file is there; asked until it is.
        log_file: where the child's own messages go.
    """

    def __init__(self, served: Served, ready: Callable[[], bool], log_file: Path) -> None:
        self._served, self._ready, self._log_file = served, ready, log_file
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._endpoint: Endpoint | None = None

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._served.name

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        """Return the model's reply.

        Raises:
            SourceUnavailable: the model is not there yet, cannot be loaded, or does not answer.
        """
        return self._running().complete(messages, wanted)

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        """Yield the reply piece by piece.

        Raises:
            SourceUnavailable: the model is not there yet, cannot be loaded, or does not answer.
        """
        yield from self._running().stream(messages, wanted)

    def start(self) -> None:
        """Load the model now, so that the first question need not wait for it.

        Raises:
            SourceUnavailable: it is not there, or cannot be loaded.
        """
        self._running()

    @property
    def address(self) -> str:
        """Where the child listens; the model is started if it is not yet.

        Raises:
            SourceUnavailable: it is not there, or cannot be loaded.
        """
        return self._running().address

    def wait(self) -> None:
        """Return when the child has ended."""
        if self._child is not None:
            self._child.wait()

    def close(self) -> None:
        """Stop the child."""
        with self._lock:
            child, self._child, self._endpoint = self._child, None, None
        if child is not None:
            _stop(child)

    def _running(self) -> Endpoint:
        with self._lock:
            if self._child is not None and self._child.poll() is None and self._endpoint:
                return self._endpoint
            if self._child is not None:
                log.warning("the embedded model ended with %s; starting it again",
                            self._child.returncode)
                _stop(self._child)
            self._child = self._endpoint = None
            if not self._ready():
                raise SourceUnavailable(
                    f"模型 {self._served.name} 还没有下载好。用 shuiwen model pull 可以现在下载。")
            self._child, address = self._started()
            self._endpoint = Endpoint(
                address, model=self._served.name, seconds=self._served.seconds,
                adapter_slots=1 if self._served.adapter else 0)
            return self._endpoint

    def _started(self) -> tuple[subprocess.Popen[bytes], str]:
        served = self._served
        command = [sys.executable, "-m", "assistant.llm.child", "--model", str(served.model),
                   "--name", served.name, "--threads", str(served.threads),
                   "--context", str(served.context), "--slots", str(served.slots)]
        if served.adapter is not None:
            command += ["--adapter", str(served.adapter)]
        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            with self._log_file.open("wb") as messages:
                child = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages)
        except OSError as error:
            raise SourceUnavailable(
                f"模型 {served.name} 启动不了：{error.strerror}（{error.filename}）。",
                detail=str(error)) from error
        address = _address_of(child, served.start_s)
        if address is None:
            _stop(child)
            raise Transient(f"模型 {served.name} 没有装载成功，详情见 {self._log_file}。")
        return child, address


def _address_of(child: subprocess.Popen[bytes], seconds: float) -> str | None:
    """Return the address the child tells once it is ready; None if it ends or takes too long."""
    assert child.stdout is not None
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        if not select([child.stdout], [], [], left)[0]:
            return None
        line = child.stdout.readline()
        if not line:
            return None
        try:
            return str(json.loads(line)["address"])
        except (ValueError, KeyError, TypeError):
            continue  # the native code writes there too
    return None


def _stop(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    try:
        child.wait(timeout=_STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
