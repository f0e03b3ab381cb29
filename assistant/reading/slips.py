"""Typing slips: stretches that sound like a known word (取水正, 战比, 鱼唐)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from assistant.reading.lexicon import Lexicon
from assistant.reading.rule_words import words_of

Place = tuple[int, int]
_JOINING = words_of("joining")
_STRUCTURE = frozenset({"dimension", "grain", "time"})
_CONTENT = frozenset({"metric", "state", "entity", "value", "attr"})
_KEPT_OUT = ("fn", "filler")


def slips(
    text: str, lexicon: Lexicon, written: Mapping[Place, dict[str, Any]], exact: Container[Place]
) -> dict[Place, dict[str, Any]]:
    """Return what stretches may be slips of; of two words that sound alike, the readings of both.

    Args:
        text: the rewritten question.
        lexicon: the words.
        written: the readings of the text as it stands.
        exact: stretches that are words as they stand; what is written right is no slip.
    """
    firm = [place for place, found in written.items()
            if place[1] - place[0] > 1 and found.keys() & _STRUCTURE]
    words = [place for place, found in written.items()
             if place[1] - place[0] > 1 and found.keys() & _CONTENT]
    found: dict[Place, dict[str, Any]] = {}
    for start, end, word, readings in lexicon.homophones(text):
        if (start, end) in exact or _written_right(text, start, word, firm) \
                or _runs_into(text, start, word, words):
            continue
        held = found.setdefault((start, end), {})
        for kind, value in readings.items():
            if kind not in _KEPT_OUT:
                held[kind] = _both(held.get(kind), value)
    return {place: readings for place, readings in found.items() if readings}


def _written_right(text: str, start: int, word: str, firm: list[Place]) -> bool:
    """按市报 is 按市 and 报, 市及 is 市 and 及: what differs belongs to another word."""
    other = [start + i for i, ch in enumerate(word) if text[start + i] != ch]
    return any(text[place] in _JOINING or any(a <= place < b for a, b in firm)
               for place in other)


def _runs_into(text: str, start: int, word: str, words: list[Place]) -> bool:
    """全省计量 holds 计量, so 省计 is no slip of 省级."""
    end = start + len(word)
    other = [start + i for i, ch in enumerate(word) if text[start + i] != ch]
    return any(start < a <= other[0] and end < b for a, b in words)


def cuts_a_place(start: int, end: int, written: Mapping[Place, dict[str, Any]]) -> bool:
    """全|省计: what is only nearly a word may not begin or end within 全省."""
    return any((a < start < b < end or start < a < end < b)
               and found.keys() & _STRUCTURE for (a, b), found in written.items())


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(dict.fromkeys((*one, *other)))
    return other if one is None else one
