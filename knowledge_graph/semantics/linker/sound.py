"""Pinyin of characters, one reading each, with and without tones."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin


@lru_cache(maxsize=30_000)
def syllable(char: str) -> str:
    """Return the toneless reading of one character, or the character itself."""
    return _read(char, Style.NORMAL)


@lru_cache(maxsize=30_000)
def toned(char: str) -> str:
    """Return the reading of one character with its tone as a digit."""
    return _read(char, Style.TONE3)


def _read(char: str, style: Style) -> str:
    rows = pinyin(char, style=style, heteronym=False, errors="default")
    return rows[0][0] if rows and rows[0] else char


def sounds(text: str) -> tuple[str, ...]:
    """Return the toneless syllables of ``text``, one a character."""
    return tuple(syllable(char) for char in text)
