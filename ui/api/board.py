"""Boards over HTTP: pin an answer, watch it, run it again; notices."""

from __future__ import annotations

from typing import Annotated

from anyio import CapacityLimiter
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.board.alerts import check_alert
from assistant.board.store import BoardStore
from assistant.board.watcher import Watcher
from assistant.contracts.alert import Alert
from assistant.contracts.board import Every, Notice, Pin
from assistant.contracts.flow import User
from assistant.sessions.store import SessionStore
from ui.api.asking import ERRORS
from ui.api.wanted import while_wanted


class PinBody(BaseModel):
    """An answer to be pinned."""

    model_config = ConfigDict(extra="forbid")
    answer_id: str
    title: str = Field(default="", description="名称；不写用问题", max_length=256)
    every: Every = Field(default="day", description="多久重查一次")
    alert: Alert | None = Field(default=None, description="到了这个界限就提醒")
    chart: str = Field(default="", description="图的种类；不写用答案自己的", max_length=32)


class PinChange(BaseModel):
    """What is to be different about a pin; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    title: str | None = Field(default=None, max_length=256)
    every: Every | None = None
    alert: Alert | None = None
    chart: str | None = Field(default=None, max_length=32)


def board(
    store: BoardStore, watcher: Watcher, answers: SessionStore, caller: User,
    limiter: CapacityLimiter,
) -> APIRouter:  # fmt: skip
    """Return the routes of the caller's board."""
    routes = APIRouter(prefix="/api/v1", tags=["看板"], responses=ERRORS)
    user = caller.name

    @routes.get("/pins", summary="看板")
    def pins() -> tuple[Pin, ...]:
        return store.list(user)

    @routes.post("/pins", status_code=201, summary="把一个答案放上看板")
    def pin(body: PinBody) -> Pin:
        turn = answers.answer(user, body.answer_id)
        return watcher.pin(caller, turn, title=body.title, every=body.every, alert=body.alert,
                           chart=body.chart)

    @routes.patch("/pins/{pin_id}", summary="改名称、重查间隔、提醒或图；alert 为 null 即取消提醒")
    def change(pin_id: str, body: PinChange) -> Pin:
        held = store.get(user, pin_id)
        given = {name: getattr(body, name) for name in body.model_fields_set
                 if name == "alert" or getattr(body, name) is not None}
        if body.alert is not None and held.answer is not None:
            check_alert(body.alert, held.answer)
        if "alert" in given:
            given["tripped"] = False  # another threshold tells anew
        return store.put(user, held.model_copy(update=given))

    @routes.delete("/pins/{pin_id}", status_code=204, summary="从看板移走")
    def remove(pin_id: str) -> None:
        store.remove(user, pin_id)

    @routes.post("/pins/{pin_id}/run", summary="现在重查；断开连接即取消")
    async def run(pin_id: str, request: Request) -> Pin:
        return await while_wanted(
            request, lambda: watcher.refresh(caller, store.get(user, pin_id)), limiter)

    @routes.get("/notices", summary="提醒，最近的在前")
    def notices(
        unseen: Annotated[bool, Query(description="只要没看过的")] = False,
    ) -> tuple[Notice, ...]:
        return store.notices(user, unseen=unseen)

    @routes.post("/notices/seen", status_code=204, summary="都看过了")
    def seen() -> None:
        store.see(user)

    return routes
