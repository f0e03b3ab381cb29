"""Other ways to write or say the same: dialect, the traditional script, figures typed in a hurry.

They are put into one spelling before anything is read, so that every later stage knows one word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.reading.typed_figures import plain_figures

_FILE = Path(__file__).with_name("spellings.yaml")
_DIALECT = Path(__file__).with_name("dialect.yaml")
_SCRIPT = Path(__file__).with_name("traditional.yaml")
_PART = re.compile(r"\{([a-z]+)\}")
Rewriting = tuple[re.Pattern[str], str]


def one_spelling(text: str) -> str:
    """Return the text in the spelling that the words of the reader are in."""
    text = plain_figures(text.translate(_script()))
    for pattern, standard in (*_dialect(), *_spoken()):
        text = pattern.sub(standard, text)
    return text


def _loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def _script() -> dict[int, str]:
    data = _loaded(_SCRIPT)
    return {ord(old): new for old, new in
            zip(data["traditional"], data["simplified"], strict=True)}


@cache
def _spoken() -> tuple[Rewriting, ...]:
    return tuple((re.compile(say), standard) for say, standard in _loaded(_FILE)["spoken"])


@cache
def _dialect() -> tuple[Rewriting, ...]:
    data = _loaded(_DIALECT)
    parts: dict[str, str] = data["parts"]
    return tuple((re.compile(_PART.sub(lambda part: parts[part[1]], say)), standard)
                 for say, standard in data["rows"])
