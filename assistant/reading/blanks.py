"""Blanks and stray stops: inside a word they are nothing, between clauses they part them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from assistant.reading.lexicon import CONTENT
from assistant.reading.nodes import Token

Path = Callable[[str], list[Token]]
_HAN = "\u4e00-\u9fff"
_MARK = re.compile(rf"(?<=[{_HAN}0-9%])(?: +|[，。、,.;；·])(?=[{_HAN}])")
_BLANK = re.compile(rf"(?<=[{_HAN}0-9%]) +(?=[{_HAN}])")
_WHOLE: Final = frozenset({*CONTENT, "name", "time", "dimension", "number", "grain", "shift"})
_ASKED = ("ask_count", "ask_value", "ask_which", "ask_list", "ask_periods", "ask_length",
          "ask_when", "how_many", "share_ask", "yesno", "place_of", "both_ways", "why", "whether",
          "cmp_ge", "cmp_le", "cmp_gt", "cmp_lt", "every", "most", "least", "ask_times")
_PARTING = ("ask_count", "ask_value", "ask_which", "ask_list", "how_many", "yesno", "share_ask",
            "most", "least", "trend", "chart", "ask_when", "ask_periods", "ask_length", "why")
_CLOSING = frozenset("了的吗呢吧啊哈过没")
_LISTED = ("name", "metric", "value", "state", "entity")
_LIST_MARKS = frozenset("、")
_AROUND = 12


def without_stray_marks(text: str, path: Path) -> str:
    """Return the text without marks inside words, and with blanks that part nothing taken out."""
    if not _MARK.search(text):
        return text
    at = 0
    while (mark := _MARK.search(text, at)) is not None:
        joined = text[: mark.start()] + text[mark.end() :]
        if _inside_a_word(text, joined, mark.start(), mark.end(), path):
            text, at = joined, mark.start()
        else:
            at = mark.end()
    return _blanks_settled(text, path) if _BLANK.search(text) else text


def _inside_a_word(text: str, joined: str, start: int, end: int, path: Path) -> bool:
    """Whether the best path without the mark has a word where it stood, and not without cause."""
    first, last = max(0, start - _AROUND), end + _AROUND  # a word is no longer than that
    text, joined = text[first:last], joined[first : last - (end - start)]
    start, end = start - first, end - first
    over = next((t for t in path(joined) if t.start < start < t.end), None)
    if over is None or not (over.has(*_WHOLE) or over.is_fn(*_ASKED)):
        return False
    if not text[start:end].strip():
        return True
    before, after = _beside(path(text), start, end)
    if "unknown" in before.readings or "unknown" in after.readings:
        return True
    if text[start] in _LIST_MARKS or before.text in _CLOSING:
        return False
    if before.is_fn("compare_end") and after.has("time"):
        return False  # 跟新建的比，上季度…: not 比上季度
    return 1 in (len(before.text), len(after.text))


def _beside(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, Token]:
    before = next(t for t in reversed(tokens) if t.end <= start)
    return before, next(t for t in tokens if t.start >= end)


def _blanks_settled(text: str, path: Path) -> str:
    """A blank after what was asked parts; between two of a kind it lists; else it is nothing."""
    tokens = path(text)
    out, end = [], 0
    for blank in _BLANK.finditer(text):
        out.append(text[end : blank.start()])
        out.append(_meaning(tokens, blank.start(), blank.end()))
        end = blank.end()
    return "".join([*out, text[end:]])


def _meaning(tokens: Sequence[Token], start: int, end: int) -> str:
    clause: list[Token] = []
    for token in tokens:
        if token.end > start:
            break
        clause = [] if "punct" in token.readings and token.text.strip() else [*clause, token]
    before, after = _beside(tokens, start, end)
    if any(before.has(kind) and after.has(kind) for kind in _LISTED):
        return "、"
    asked = any(t.is_fn(*_PARTING) for t in clause)
    return " " if asked and _closes(before) else ""


def _closes(token: Token) -> bool:
    """What may end a clause."""
    return token.is_fn(*_PARTING) or token.text in _CLOSING \
        or token.has("entity", "metric", "state")
