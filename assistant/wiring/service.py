"""Everything a serving process needs: the assistant, and conversations that are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from assistant.ask import Assistant
from assistant.board.store import BoardStore
from assistant.board.watcher import Watcher
from assistant.board.webhook import Webhook
from assistant.contracts.flow import User
from assistant.contracts.ports import Clock, Transcriber
from assistant.evaluation.drafts import DraftBook
from assistant.sessions.database import StateDatabase
from assistant.sessions.store import SessionStore
from assistant.sessions.talking import Talking
from assistant.settings import Settings
from assistant.speech import SpeechEndpoint
from assistant.start import StartPage
from assistant.users import LOCAL_USER, YamlUsers
from assistant.wiring.answering import build_assistant


@dataclass(frozen=True)
class Service:
    """What the pages and the interface serve.

    Attributes:
        assistant: answers single questions and tells what is loaded.
        talking: answers within a conversation.
        sessions: the conversations.
        board: pinned answers and notices.
        watcher: runs the pins again.
        start: what a user sees first.
        new_answer_id: gives an id for an answer to come.
        drafts: eval cases to be.
        transcriber: turns speech into text; None: the browsers do it themselves.
    """

    assistant: Assistant
    talking: Talking
    sessions: SessionStore
    board: BoardStore
    watcher: Watcher
    start: StartPage
    new_answer_id: Callable[[], str]
    drafts: DraftBook
    transcriber: Transcriber | None = None


def build_service(settings: Settings, clock: Clock) -> Service:
    """Return the service over the home folder's data and state.

    Raises:
        SourceUnavailable: nothing is loaded, or the file is damaged.
        BadInput: the semantic model or a policy is malformed.
        ConfigMissing: the address of the state database is none.
    """
    return service_of(build_assistant(settings, clock), settings, clock)


def open_sessions(settings: Settings, clock: Clock) -> SessionStore:
    """Return the conversations alone, for tools that look at them."""
    return SessionStore(StateDatabase(settings.state_address), clock, _ids(clock))


def _ids(clock: Clock) -> Callable[[], str]:
    return lambda: f"{clock.now():%Y%m%d}-{token_hex(8)}"


def service_of(assistant: Assistant, settings: Settings, clock: Clock) -> Service:
    """Return the service around an assistant."""
    state, new_id = StateDatabase(settings.state_address), _ids(clock)

    def user_of(name: str) -> User:
        return LOCAL_USER if name == LOCAL_USER.name else users.find(name)

    users = YamlUsers(settings.users_file)
    store, board = SessionStore(state, clock, new_id), BoardStore(state, clock, new_id)
    watcher = Watcher(board, assistant, clock, user_of, Webhook(settings.webhook_url))
    talking = Talking(assistant, store)
    return Service(assistant, talking, store, board, watcher, StartPage(assistant),
                   assistant.new_id, DraftBook(settings.drafts_file),
                   _transcriber(settings, assistant))


def _transcriber(settings: Settings, assistant: Assistant) -> Transcriber | None:
    if settings.speech_url is None:
        return None
    key = settings.speech_key.get_secret_value() if settings.speech_key else None
    return SpeechEndpoint(settings.speech_url, model=settings.speech_model, key=key,
                          hint="。".join(assistant.examples))
