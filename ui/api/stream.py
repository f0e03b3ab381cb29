"""An answer as it comes, over server-sent events: progress, table, chart, text, done.

Each client has a bounded queue. Only progress is sent while the answer is made, and a client too
slow for it misses some; the answer itself is stored, so that a dropped client fetches it by the
``answer_id`` that every event carries. A client that does not want it any more says so.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any

import anyio
from anyio import BrokenResourceError, CapacityLimiter, WouldBlock, from_thread, to_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from assistant.contracts.answer import Answer
from assistant.contracts.errors import AssistantError, InternalError
from assistant.contracts.work import Work, working

log = logging.getLogger("shuiwen.api")
Tell = Callable[[str], None]
_QUEUE = 16
_STAGES = {"wait": "排队中", "read": "正在理解问题", "run": "正在查数据", "write": "正在写答案",
           "narrate": "正在写说明"}


class AnswerEvents:
    """Makes answers in tasks of their own, which outlive the clients that asked.

    Args:
        limiter: how many answers are made at the same time.
    """

    def __init__(self, limiter: CapacityLimiter) -> None:
        self._limiter = limiter
        self._working: set[asyncio.Task[None]] = set()  # a task nobody holds may be collected
        self._works: dict[str, Work] = {}

    def start(self, make: Callable[[Tell], Answer], answer_id: str) -> AsyncIterator[bytes]:
        """Begin an answer and return its events.

        Args:
            make: makes and stores the answer, telling each stage as it begins; runs in a thread,
                to its end even when the client is gone.
            answer_id: the id the answer will have.
        """
        send, receive = anyio.create_memory_object_stream[str](_QUEUE)
        made: list[Answer | AssistantError] = []
        job = self._works[answer_id] = Work()

        def tell(stage: str) -> None:
            from_thread.run_sync(_offer, send, stage)

        def done() -> Answer:
            with working(job):
                job.check()
                return make(tell)

        async def work() -> None:
            with send:
                try:
                    made.append(await to_thread.run_sync(done, limiter=self._limiter))
                except AssistantError as error:
                    made.append(error)
                except Exception:  # noqa: BLE001  # the edge: the client must be told
                    log.exception("answer %s failed", answer_id)
                    made.append(InternalError(
                        f"系统内部出错，未能回答。请把编号 {answer_id} 告诉管理员。"))
                finally:
                    self._works.pop(answer_id, None)

        task = asyncio.get_running_loop().create_task(work())
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return _events(answer_id, receive, made)

    def cancel(self, answer_id: str) -> bool:
        """Stop making an answer, its query too; return whether it was being made."""
        job = self._works.get(answer_id)
        if job is not None:
            job.stop()
        return job is not None


async def _events(
    answer_id: str, receive: MemoryObjectReceiveStream[str], made: list[Answer | AssistantError]
) -> AsyncIterator[bytes]:
    with receive:
        yield event("progress", answer_id, {"stage": "wait", "text": _STAGES["wait"]})
        async for stage in receive:
            yield event("progress", answer_id, {"stage": stage, "text": _STAGES[stage]})
    for result in made:
        for part in _told(answer_id, result):
            yield part


def event(name: str, answer_id: str, data: dict[str, Any]) -> bytes:
    """Return one server-sent event."""
    body = json.dumps({"answer_id": answer_id, **data}, ensure_ascii=False)
    return f"event: {name}\nid: {answer_id}\ndata: {body}\n\n".encode()


def _offer(send: MemoryObjectSendStream[str], stage: str) -> None:
    # A slow client misses progress, one that is gone all of it; the answer is stored all the same.
    with suppress(WouldBlock, BrokenResourceError):
        send.send_nowait(stage)


def _told(answer_id: str, result: Answer | AssistantError) -> Iterator[bytes]:
    if isinstance(result, AssistantError):
        yield event("error", answer_id, {"error": type(result).__name__, "message": result.message,
                                         "suggestions": list(result.suggestions)})
        return
    for place, part in enumerate(result.parts or (result,)):
        whole = part.model_dump(mode="json", include={"columns", "rows", "chart"})
        if part.columns:
            yield event("table", answer_id,
                        {"part": place, "columns": whole["columns"], "rows": whole["rows"]})
        if part.chart is not None:
            yield event("chart", answer_id, {"part": place, "chart": whole["chart"]})
    yield event("text", answer_id, {"status": result.status, "reading": result.reading,
                                    "text": result.text})
    yield event("done", answer_id, {"answer": result.model_dump(mode="json")})
