"""Conversations are kept whole, found again, and seen by their owner alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.errors import BadInput, ConfigMissing, NotFound, SourceUnavailable
from assistant.sessions.database import StateDatabase
from assistant.sessions.store import SessionStore


class Ticking:
    """A clock that goes on one minute each time it is read."""

    def __init__(self) -> None:
        self._minutes = count()

    def now(self) -> datetime:
        return datetime(2026, 9, 16, 9) + timedelta(minutes=next(self._minutes))


@pytest.fixture
def database(tmp_path: Path):
    database = StateDatabase(f"sqlite:///{tmp_path / 'new' / 'state.db'}")
    yield database
    database.close()


@pytest.fixture
def store(database: StateDatabase) -> SessionStore:
    ids = count(1)
    return SessionStore(database, Ticking(), lambda: f"S-{next(ids)}")


def answer(answer_id: str) -> Answer:
    column = AnswerColumn(name="v", label="取水量", unit="万m³", type="number")
    return Answer(status="answered", text="共 1.5 万m³。", columns=(column,), rows=((1.5,),),
                  answer_id=answer_id)


def test_a_conversation_comes_back_as_it_was(store: SessionStore):
    info = store.start("张三")
    store.add("张三", info.session_id, "赣州上月取水量", answer("A-1"))
    turn = store.add("张三", info.session_id, "那吉安呢", answer("A-2"))
    kept = store.get("张三", info.session_id)
    assert turn.number == 2 and kept.turns[1] == turn
    assert kept.turns[0].answer == answer("A-1")
    assert kept.info.title == "赣州上月取水量" and kept.info.turns == 2


def test_the_latest_comes_first_and_words_find_it(store: SessionStore):
    for n, question in enumerate(("赣州上月取水量", "离线的站", "100%完整的站"), 1):
        session = store.start("张三").session_id
        store.add("张三", session, question, answer(f"A-{n}"))
    assert [s.title for s in store.list("张三")] == ["100%完整的站", "离线的站", "赣州上月取水量"]
    assert [s.title for s in store.list("张三", search="赣州 取水")] == ["赣州上月取水量"]
    assert [s.title for s in store.list("张三", search="%")] == ["100%完整的站"]
    assert [s.title for s in store.list("张三", limit=1, offset=1)] == ["离线的站"]


def test_a_name_given_by_hand_stays(store: SessionStore):
    session = store.start("张三").session_id
    assert store.rename("张三", session, " 月报  素材 ").title == "月报 素材"
    store.add("张三", session, "赣州上月取水量", answer("A-1"))
    assert store.get("张三", session).info.title == "月报 素材"
    with pytest.raises(BadInput):
        store.rename("张三", session, "  ")


def test_another_user_sees_and_changes_nothing(store: SessionStore):
    session = store.start("张三").session_id
    store.add("张三", session, "赣州上月取水量", answer("A-1"))
    assert store.list("李四") == ()
    for forbidden in (
        lambda: store.get("李四", session), lambda: store.delete("李四", session),
        lambda: store.rename("李四", session, "x"), lambda: store.answer("李四", "A-1"),
        lambda: store.add("李四", session, "x", answer("A-2")),
        lambda: store.judge("李四", "A-1", liked=True), lambda: store.open("李四", session),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            forbidden()
    assert store.get("张三", session).info.turns == 1


def test_a_deleted_conversation_takes_its_turns_along(store: SessionStore):
    session = store.start("张三").session_id
    store.add("张三", session, "赣州上月取水量", answer("A-1"))
    store.judge("张三", "A-1", liked=False, reason="少了一个市")
    store.delete("张三", session)
    assert store.list("张三") == () and store.disliked() == ()
    with pytest.raises(NotFound):
        store.answer("张三", "A-1")


def test_the_last_judgement_counts(store: SessionStore):
    session = store.start("张三").session_id
    store.add("张三", session, "赣州上月取水量", answer("A-1"))
    store.judge("张三", "A-1", liked=True)
    store.judge("张三", "A-1", liked=False, reason=" 少了一个市 ")
    store.add("张三", session, "那吉安呢", answer("A-2"))
    store.judge("张三", "A-2", liked=False)
    latest, (turn, feedback, earlier) = store.disliked()
    assert turn.question == "赣州上月取水量" and feedback.reason == "少了一个市" and earlier == ()
    assert latest[0].question == "那吉安呢" and latest[2] == ("赣州上月取水量",)


def test_turns_asked_at_once_get_a_number_each(store: SessionStore):
    session = store.start("张三").session_id
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(
            lambda n: store.add("张三", session, "q", answer(f"A-{n}")), range(16)))
    assert sorted(turn.number for turn in done) == list(range(1, 17))


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'state.db'}"
    first = StateDatabase(url)
    session = SessionStore(first, Ticking(), lambda: "S-1").start("张三").session_id
    first.close()
    again = StateDatabase(url)
    assert SessionStore(again, Ticking(), lambda: "S-2").get("张三", session).turns == ()
    again.close()


def test_a_database_out_of_reach_is_told(tmp_path: Path):
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)
    broken = SessionStore(
        StateDatabase(f"sqlite:///{tmp_path / 'state.db'}"), Ticking(), lambda: "S-1")
    with pytest.raises(SourceUnavailable):
        broken.start("张三")
    with pytest.raises(ConfigMissing):
        StateDatabase("no address")


def test_the_tables_are_made_once_though_many_ask_at_first(database: StateDatabase):
    store = SessionStore(database, Ticking(), lambda: "S-1")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: store.list("张三"), range(8))) == [()] * 8
