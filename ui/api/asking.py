"""Questions over HTTP: the answer whole, or as it comes."""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.contracts.answer import Answer
from assistant.contracts.errors import NotFound
from assistant.contracts.flow import Question, User
from assistant.wiring.service import Service
from ui.api.error_responses import ErrorBody
from ui.api.stream import AnswerEvents, Tell

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (403, 404, 413, 422, 500, 503)
}


class AskOptions(BaseModel):
    """What else is wanted with an answer."""

    model_config = ConfigDict(extra="ignore")

    narrative: bool = Field(default=False, description="再要几句语言模型写的说明，数字逐个核对过")


class AskBody(BaseModel):
    """A question over HTTP."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="中文问题", examples=["上个月全省取水量是多少"])
    session_id: str | None = Field(
        default=None, description="会话编号，供连续提问；没有的编号会新开一个会话"
    )
    profile: str | None = Field(default=None, description="区域配置名；不写为服务的默认值")
    options: AskOptions | None = Field(default=None, description="选项；不认识的不理会")


def asking(service: Service, limiter: CapacityLimiter, caller: User) -> APIRouter:
    """Return the routes of asking; ``caller`` is the user whose rights every request has."""
    routes = APIRouter(prefix="/api/v1", tags=["提问"])
    events = AnswerEvents(limiter)

    def question_of(body: AskBody) -> Question:
        return Question(
            text=body.question, user=caller, session_id=body.session_id, profile=body.profile,
            narrative=body.options is not None and body.options.narrative,
        )  # fmt: skip

    @routes.post(
        "/ask", response_model=Answer, responses=ERRORS, summary="提一个问题",
        description="没有答案也返回 200，原因在 status 里（clarify、no_data、refused 等）。",
    )  # fmt: skip
    async def ask(body: AskBody) -> JSONResponse:
        question = question_of(body)
        answer, error = await to_thread.run_sync(service.talking.outcome, question, limiter=limiter)
        failed = error is not None and answer.status == "failed"
        return JSONResponse(
            answer.model_dump(mode="json"),
            status_code=error.http_status if failed and error is not None else 200,
        )

    @routes.post(
        "/ask/stream", responses=ERRORS, response_class=StreamingResponse,
        summary="提一个问题，答案边算边送",
        description="服务器推送事件：progress、table、chart、text、done（整个答案），出错为 error。"
        "每个事件带 answer_id；断线后用 GET /api/v1/answers/{answer_id} 取存下的答案。",
    )  # fmt: skip
    async def stream(body: AskBody) -> StreamingResponse:
        question, answer_id = question_of(body), service.new_answer_id()

        def make(tell: Tell) -> Answer:
            return service.talking.outcome(question, answer_id=answer_id, tell=tell).answer

        return StreamingResponse(
            events.start(make, answer_id), media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )  # fmt: skip

    @routes.post(
        "/answers/{answer_id}/cancel", status_code=204, responses=ERRORS,
        summary="不要这个答案了：停下正在做的，连同查询",
    )  # fmt: skip
    async def cancel(answer_id: str) -> None:
        if not events.cancel(answer_id):
            raise NotFound(f"编号为 {answer_id} 的答案没有正在做。")

    return routes
