"""Pins stay live; a threshold tells once when it is crossed, and again after it was left."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from assistant.board.alerts import tripped
from assistant.board.store import BoardStore
from assistant.board.watcher import Watcher
from assistant.contracts.alert import Alert
from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.board import Notice
from assistant.contracts.errors import BadInput, NotFound
from assistant.contracts.flow import Plan, Question, User
from assistant.contracts.plain import plain
from assistant.contracts.query import MetricQuery
from assistant.contracts.session import Turn
from assistant.sessions.database import StateDatabase

COLUMNS = (AnswerColumn(name="city", label="设区市"),
           AnswerColumn(name="upload_rate", label="上传率", unit="%", type="number"))
LOW = Alert(column="upload_rate", cmp="<", value=95)
USER = User(name="张三")


class World:
    """A clock, rates that change, and what was sent out."""

    def __init__(self, tmp_path: Path) -> None:
        self.at = datetime(2026, 9, 16, 9)
        self.rates: dict[str, float | None] = {"南昌市": 96.9, "新余市": 94.25}
        self.sent: list[Notice] = []
        self.users: list[User] = []
        self.status = "answered"
        ids = count(1)
        self.board = BoardStore(StateDatabase(f"sqlite:///{tmp_path / 'state.db'}"), self,
                                lambda: f"P-{next(ids)}")
        self.watcher = Watcher(self.board, self, self, lambda name: User(name=name, role="editor"),
                               lambda user, notice: self.sent.append(notice))

    def now(self) -> datetime:
        return self.at

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        assert plan.query == MetricQuery(measures=("上传率",), by=("city",))
        self.users.append(question.user)
        return self.answer()

    def answer(self) -> Answer:
        query = MetricQuery(measures=("上传率",), by=("city",))
        return Answer(status=self.status, text="…", columns=COLUMNS, as_of=f"{self.at}",
                      rows=tuple(self.rates.items()), metric_query=plain(query))

    def turn(self) -> Turn:
        return Turn(number=1, question="各市上传率", answer=self.answer(), asked_at=self.at)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_an_alert_tells_once_when_crossed_and_again_after_it_was_left(world: World):
    world.rates["新余市"] = 95.5
    pin = world.watcher.pin(USER, world.turn(), every="hour", alert=LOW)
    assert world.sent == []
    for rate in (94.25, 94.1, 96.0, 93.0):
        world.at += timedelta(hours=1)
        world.rates["新余市"] = rate
        assert world.watcher.run_due() == 1
    texts = [notice.text for notice in reversed(world.board.notices("张三"))]
    assert len(texts) == 2 and "上传率低于95%：新余市 94.25%" in texts[0] and "93%" in texts[1]
    assert [n.text for n in world.sent] == texts
    assert world.board.get("张三", pin.pin_id).tripped


def test_what_holds_already_is_told_at_pinning(world: World):
    world.watcher.pin(USER, world.turn(), alert=LOW)
    assert len(world.sent) == 1


def test_a_pin_is_run_when_its_time_has_come_and_not_before(world: World):
    world.watcher.pin(USER, world.turn(), every="day")
    world.watcher.pin(USER, world.turn(), every="never")
    world.at += timedelta(hours=23)
    assert world.watcher.run_due() == 0
    world.at += timedelta(hours=1)
    assert world.watcher.run_due() == 1 and world.watcher.run_due() == 0


def test_a_pin_runs_under_the_rights_its_owner_has_now(world: World):
    world.watcher.pin(USER, world.turn(), every="hour")
    world.at += timedelta(hours=1)
    world.watcher.run_due()
    assert world.users == [User(name="张三", role="editor")]


def test_the_last_answer_stays_while_the_data_are_out_of_reach(world: World):
    pin = world.watcher.pin(USER, world.turn(), every="hour", alert=LOW)
    world.status, world.at = "failed", world.at + timedelta(hours=1)
    world.watcher.run_due()
    kept = world.board.get("张三", pin.pin_id)
    assert kept.answer == pin.answer and kept.refreshed_at == world.at and len(world.sent) == 1


def test_notices_are_seen_and_go_with_their_pin(world: World):
    pin = world.watcher.pin(USER, world.turn(), alert=LOW)
    assert len(world.board.notices("张三", unseen=True)) == 1
    world.board.see("张三")
    assert world.board.notices("张三", unseen=True) == ()
    world.board.remove("张三", pin.pin_id)
    assert world.board.notices("张三") == () and world.board.list("张三") == ()


def test_another_users_board_is_not_there(world: World):
    pin = world.watcher.pin(USER, world.turn())
    assert world.board.list("李四") == ()
    for forbidden in (lambda: world.board.get("李四", pin.pin_id),
                      lambda: world.board.remove("李四", pin.pin_id),
                      lambda: world.watcher.refresh(User(name="李四"), pin)):  # fmt: skip
        with pytest.raises(NotFound):
            forbidden()


def test_what_cannot_be_pinned_or_watched_is_told(world: World):
    with pytest.raises(BadInput, match="上传率"):
        world.watcher.pin(USER, world.turn(), alert=Alert(column="x", cmp="<", value=1))
    world.status = "clarify"
    with pytest.raises(BadInput):
        world.watcher.pin(USER, world.turn())


@pytest.mark.parametrize("cmp, value, told", [
    ("<", 94.25, ""), ("<=", 94.25, "上传率不高于94.25%：新余市 94.25%"), (">", 99, ""),
    (">=", 94, "上传率不低于94%：南昌市 96.9%、新余市 94.25%"),
])  # fmt: skip
def test_a_threshold_is_held_to_each_row_with_data(world: World, cmp, value, told: str):
    world.rates["宜春市"] = None
    assert tripped(Alert(column="upload_rate", cmp=cmp, value=value), world.answer()) == told
