"""Other ways to write or say the same: dialect, the traditional script, figures typed in a hurry.

They are put into one spelling before anything is read, so that every later stage knows one word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("spellings.yaml")


def one_spelling(text: str) -> str:
    """Return the text in the spelling that the words of the reader are in."""
    script, patterns = _spellings()
    text = text.translate(script)
    for pattern, standard in patterns:
        text = pattern.sub(standard, text)
    return text


@cache
def _spellings() -> tuple[dict[int, str], tuple[tuple[re.Pattern[str], str], ...]]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    script = {ord(old): new for old, new in
              zip(data["traditional"], data["simplified"], strict=True)}
    return script, tuple((re.compile(say), standard) for say, standard in data["spoken"])
