"""The reader over the demo province, as the planner gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.language import Message, Reply, Wanted
from assistant.reading.reader import Reader
from assistant.settings import load_settings
from assistant.wiring import build_reader


@pytest.fixture(scope="session")
def reader(demo_home: Path) -> Reader:
    return build_reader(load_settings(home=demo_home))


class ScriptedModel:
    """Says what it is told, call by call, the last for ever; keeps what it was asked."""

    name = "scripted"

    def __init__(self, *says: str | SourceUnavailable) -> None:
        self.says = list(says)
        self.asked: list[tuple[Sequence[Message], Wanted]] = []

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        self.asked.append((messages, wanted))
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, SourceUnavailable):
            raise said
        return Reply(text=said)

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        yield self.complete(messages, wanted).text


@pytest.fixture
def scripted() -> type[ScriptedModel]:
    return ScriptedModel
