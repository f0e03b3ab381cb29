"""Keeps conversations: listed, searched, renamed, deleted; each belongs to one user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.contracts.answer import Answer
from assistant.contracts.errors import BadInput, NotFound
from assistant.contracts.ports import Clock
from assistant.contracts.session import Feedback, Session, SessionInfo, Turn
from assistant.sessions.database import StateDatabase
from assistant.sessions.tables import FEEDBACK, SESSIONS, TURNS

_LONGEST_TITLE = 60
_LONGEST_ID = 64
_NEW = "新的会话"


class SessionStore:
    """Conversations of all users; every call names the user, who sees only their own.

    Args:
        database: where they are kept.
        clock: tells the time (Asia/Shanghai).
        new_id: gives a new session id.
    """

    def __init__(
        self, database: StateDatabase, clock: Clock, new_id: Callable[[], str]
    ) -> None:  # fmt: skip
        self._database, self._clock, self._new_id = database, clock, new_id

    def start(self, user: str) -> SessionInfo:
        """Begin a conversation."""
        return self.open(user, self._new_id())

    def open(self, user: str, session_id: str) -> SessionInfo:
        """Return the user's conversation, begun where there is none of that id.

        Raises:
            BadInput: the id is empty or too long.
            NotFound: the id is another user's.
        """
        if not 0 < len(session_id) <= _LONGEST_ID:
            raise BadInput(f"会话编号应有 1 到 {_LONGEST_ID} 个字符。")
        now = self._clock.now()
        info = SessionInfo(session_id=session_id, title=_NEW, created_at=now, updated_at=now)
        with self._database.begin() as con:
            held = select(SESSIONS.c.user_name).where(SESSIONS.c.session_id == session_id)
            if con.execute(held).first() is not None:
                return _owned(con, user, session_id)
            con.execute(insert(SESSIONS).values(
                **info.model_dump(exclude={"turns"}), user_name=user, named=False))
        return info

    def list(
        self, user: str, *, search: str = "", limit: int = 100, offset: int = 0
    ) -> tuple[SessionInfo, ...]:
        """Return conversations, the latest first; ``search`` looks in titles and questions."""
        query = _infos(user)
        for word in search.split():
            like = f"%{_escaped(word)}%"
            inside = select(TURNS.c.session_id).where(TURNS.c.question.like(like, escape="\\"))
            query = query.where(or_(SESSIONS.c.title.like(like, escape="\\"),
                                    SESSIONS.c.session_id.in_(inside)))
        query = query.order_by(SESSIONS.c.updated_at.desc(), SESSIONS.c.session_id)
        with self._database.begin() as con:
            return tuple(_info(row) for row in con.execute(query.limit(limit).offset(offset)))

    def get(self, user: str, session_id: str) -> Session:
        """Return a whole conversation.

        Raises:
            NotFound: the user has no such conversation.
        """
        with self._database.begin() as con:
            info = _owned(con, user, session_id)
            rows = con.execute(
                select(TURNS).where(TURNS.c.session_id == session_id).order_by(TURNS.c.number))
            return Session(info=info, turns=tuple(_turn(row) for row in rows))

    def questions(self, user: str, session_id: str) -> tuple[str, ...]:
        """Return what was asked in a conversation, oldest first.

        Of a question that the language model planned, its restatement: that is read again at once.

        Raises:
            NotFound: the user has no such conversation.
        """
        route = TURNS.c.answer["route"].as_string()
        reading = TURNS.c.answer["reading"].as_string()
        said = case((and_(route == "llm", reading != ""), reading), else_=TURNS.c.question)
        with self._database.begin() as con:
            _owned(con, user, session_id)
            asked = select(said).where(TURNS.c.session_id == session_id)
            return tuple(con.execute(asked.order_by(TURNS.c.number)).scalars())

    def rename(self, user: str, session_id: str, title: str) -> SessionInfo:
        """Give a conversation another name.

        Raises:
            BadInput: the name is empty.
            NotFound: the user has no such conversation.
        """
        if not title.strip():
            raise BadInput("会话名不能为空。")
        with self._database.begin() as con:
            _owned(con, user, session_id)
            con.execute(update(SESSIONS).where(SESSIONS.c.session_id == session_id)
                        .values(title=_cut(title), named=True))
            return _owned(con, user, session_id)

    def delete(self, user: str, session_id: str) -> None:
        """Forget a conversation with its turns.

        Raises:
            NotFound: the user has no such conversation.
        """
        with self._database.begin() as con:
            _owned(con, user, session_id)
            con.execute(delete(SESSIONS).where(SESSIONS.c.session_id == session_id))

    def add(self, user: str, session_id: str, question: str, answer: Answer) -> Turn:
        """Append a turn; the first question names the conversation.

        Raises:
            NotFound: the user has no such conversation.
        """
        now = self._clock.now()
        with self._database.begin() as con:
            # The row is written first, so that two turns of one session get two numbers.
            con.execute(update(SESSIONS).where(SESSIONS.c.session_id == session_id,
                                               SESSIONS.c.user_name == user)
                        .values(updated_at=now))
            info = _owned(con, user, session_id)
            last = con.execute(select(func.max(TURNS.c.number)).where(
                TURNS.c.session_id == session_id)).scalar()
            turn = Turn(number=(last or 0) + 1, question=question, answer=answer, asked_at=now)
            con.execute(insert(TURNS).values(
                session_id=session_id, number=turn.number, question=question,
                answer_id=answer.answer_id, answer=answer.model_dump(mode="json"), asked_at=now))
            if info.turns == 0 and question.strip():
                con.execute(update(SESSIONS).where(SESSIONS.c.session_id == session_id,
                                                   SESSIONS.c.named.is_(False))
                            .values(title=_cut(question)))
        return turn

    def answer(self, user: str, answer_id: str) -> Turn:
        """Return the turn of an answer.

        Raises:
            NotFound: the user was given no such answer.
        """
        with self._database.begin() as con:
            row = con.execute(_turns_of(user).where(TURNS.c.answer_id == answer_id)).first()
        if row is None:
            raise NotFound(f"没有编号为 {answer_id} 的答案。")
        return _turn(row)

    def judge(self, user: str, answer_id: str, *, liked: bool, reason: str = "") -> Feedback:
        """Keep what the user thought of an answer; a later judgement replaces the earlier.

        Raises:
            NotFound: the user was given no such answer.
        """
        self.answer(user, answer_id)
        given = Feedback(
            answer_id=answer_id, liked=liked, reason=reason.strip(), given_at=self._clock.now())
        with self._database.begin() as con:
            con.execute(delete(FEEDBACK).where(FEEDBACK.c.answer_id == answer_id,
                                               FEEDBACK.c.user_name == user))
            con.execute(insert(FEEDBACK).values(**given.model_dump(), user_name=user))
        return given

    def disliked(self, *, limit: int = 200) -> tuple[tuple[Turn, Feedback, tuple[str, ...]], ...]:
        """Return disliked turns, the latest first, each with the questions before it.

        They are of all users: only for those who evaluate.
        """
        query = (
            select(TURNS, FEEDBACK.c.liked, FEEDBACK.c.reason, FEEDBACK.c.given_at)
            .join(FEEDBACK, FEEDBACK.c.answer_id == TURNS.c.answer_id)
            .where(FEEDBACK.c.liked.is_(False)).order_by(FEEDBACK.c.given_at.desc()).limit(limit)
        )  # fmt: skip
        with self._database.begin() as con:
            return tuple((
                _turn(row),
                Feedback(answer_id=row.answer_id, liked=row.liked, reason=row.reason,
                         given_at=row.given_at),
                tuple(con.execute(
                    select(TURNS.c.question).order_by(TURNS.c.number).where(
                        TURNS.c.session_id == row.session_id, TURNS.c.number < row.number)
                ).scalars()),
            ) for row in con.execute(query).all())


def _infos(user: str) -> Select[Any]:
    counted = (select(func.count()).select_from(TURNS)
               .where(TURNS.c.session_id == SESSIONS.c.session_id).scalar_subquery())
    return select(SESSIONS, counted.label("turns")).where(SESSIONS.c.user_name == user)


def _turns_of(user: str) -> Select[Any]:
    return (select(TURNS).join(SESSIONS, SESSIONS.c.session_id == TURNS.c.session_id)
            .where(SESSIONS.c.user_name == user))


def _owned(con: Connection, user: str, session_id: str) -> SessionInfo:
    row = con.execute(_infos(user).where(SESSIONS.c.session_id == session_id)).first()
    if row is None:  # another user's session is told of in the same words as none
        raise NotFound(f"没有编号为 {session_id} 的会话。")
    return _info(row)


def _info(row: Row[Any]) -> SessionInfo:
    return SessionInfo(session_id=row.session_id, title=row.title, created_at=row.created_at,
                       updated_at=row.updated_at, turns=row.turns)


def _turn(row: Row[Any]) -> Turn:
    return Turn(number=row.number, question=row.question, asked_at=row.asked_at,
                answer=Answer.model_validate(row.answer))


def _cut(title: str) -> str:
    plain = " ".join(title.split())
    return plain if len(plain) <= _LONGEST_TITLE else plain[: _LONGEST_TITLE - 1] + "…"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
