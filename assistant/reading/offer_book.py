"""What to offer when a question cannot be read as it stands, read from ``offers.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from assistant.contracts.time import Term

_FILE = Path(__file__).with_name("offers.yaml")


class OpenWord(Term):
    """Words that name no single thing, and the questions they may mean.

    ``pattern``: a regular expression for what no fixed word can say (那个站: which one?).
    """

    words: tuple[str, ...] = ()
    pattern: str = ""
    message: str
    ask: tuple[str, ...]


class Topic(Term):
    """Questions about one subject; ``cues`` are what people say of it."""

    cues: tuple[str, ...]
    ask: tuple[str, ...]


class OfferBook(Term):
    """All of the file."""

    open: tuple[OpenWord, ...]
    topics: tuple[Topic, ...]


@lru_cache(maxsize=1)
def offer_book() -> OfferBook:
    """Return the offers that ship with the reader."""
    return OfferBook.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def open_words() -> dict[str, OpenWord]:
    """Return every open word with its answer."""
    return {word: item for item in offer_book().open for word in item.words}
