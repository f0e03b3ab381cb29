"""Known words that a stretch nearly is: sounds that the south mixes up, letters alike, one lost.

Only a stretch with a letter that could not be read is held against them, and only when one meaning
fits: what can be read as it stands is never mended.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from assistant.reading.rule_words import rule_words
from knowledge_graph.semantics.linker.lexicon import lexicon
from knowledge_graph.semantics.linker.sound import syllable

Place = tuple[int, int]
Readings = dict[str, Any]
# letters that tell nothing of which word it is
_LIGHT = frozenset("没未不无有的了过被已一得")
# never mended, neither into one nor out of one: what denies, and numbers
_FIRM = frozenset("没未不无非零一二两三四五六七八九十百千万亿半")
_LONGEST = 9
_LEAST = 2
_COMMON = 100  # how often the dictionary saw a common word
_BY_SOUND = 0.62  # how sure, beside a word as it is written
_BY_SAME_SOUND = 0.8
_BY_ONE_LETTER = 0.55
_BY_LETTERS = 0.9  # every letter is there, but for one
_LEAST_TURNED = 3
_LEAST_LOST = 4  # of the word that lost one
_LEAST_CHANGED = 5
_MIXED = tuple((re.compile(p), t) for p, t in rule_words()["sounds_mixed"])
_ALIKE = frozenset((one, other) for group in rule_words()["letters_alike"]
                   for one in group for other in group if one != other)


class Near(NamedTuple):
    """The word that a stretch nearly is, and how surely."""

    word: str
    readings: Readings
    sure: float


class NearWords:
    """Finds the known words that stretches with unread letters nearly are.

    Args:
        entries: every word with its readings.
        content: kinds of readings worth mending.
    """

    def __init__(self, entries: Mapping[str, Readings], content: Iterable[str]) -> None:
        self._entries = entries
        self._sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._lost: dict[str, list[str]] = defaultdict(list)
        self._gaps: dict[str, list[str]] = defaultdict(list)
        worth = set(content)
        for word, readings in entries.items():
            if not {*worth, "fn"} & readings.keys() or not _LEAST <= len(word) <= _LONGEST \
                    or not _all_han(word):
                continue
            self._sounds[_heard(word)].append(word)
            for at in range(len(word)):
                self._gaps[f"{word[:at]}*{word[at + 1:]}"].append(word)
            if readings.keys() & worth and len(word) >= _LEAST_LOST:
                # what is lost at an end is clipped, not mistyped
                for at in (at for at in range(1, len(word) - 1) if word[at] not in _LIGHT):
                    self._lost[word[:at] + word[at + 1 :]].append(word)

    def found(
        self, text: str, unknown: Iterable[Place], weak: Iterable[Place] = ()
    ) -> dict[Place, Near]:
        """Return what stretches over unread letters can be, if one meaning fits.

        Args:
            text: the rewritten question.
            unknown: places of the letters that could not be read.
            weak: places of letters that say little where they stand.
        """
        dark, pale = tuple(unknown), tuple(weak)
        letters = {at for start, end in dark for at in range(start, end)}
        ordinary = _ordinary(text)
        said_little = letters | {at for start, end in pale for at in range(start, end)}
        found = {}
        for start, end in sorted({*_around(text, dark), *_around(text, pale)}):
            piece = text[start:end]
            if piece in self._entries or not _all_han(piece):
                continue
            inside = {at - start for at in letters if start <= at < end}
            loose = said_little.issuperset(range(start, end))
            near = self._nearest(piece, inside, loose=loose)
            if near is not None and not _written_so(piece, start, near.word, ordinary):
                found[start, end] = near
        return found

    def _nearest(self, piece: str, unread: Collection[int], *, loose: bool) -> Near | None:
        ways: list[tuple[Callable[[], Iterator[str]], float]] = [
            (lambda: self._lettered(piece, bool(unread) or loose), _BY_LETTERS)]
        if unread:
            ways += [(lambda: self._sounding(piece, exactly=True), _BY_SAME_SOUND),
                     (lambda: self._sounding(piece, exactly=False), _BY_SOUND),
                     (lambda: self._one_other(piece, unread, _look_alike), _BY_SOUND)]
            if len(piece) >= _LEAST_CHANGED:
                ways.append((lambda: self._one_other(piece, unread, None), _BY_ONE_LETTER))
        for near, sure in ways:
            words = list(dict.fromkeys(near()))
            meanings = [self._entries[word] for word in words]
            if meanings and all(m == meanings[0] for m in meanings):
                return Near(words[0], meanings[0], sure)
            if meanings:
                return None
        return None

    def _sounding(self, piece: str, *, exactly: bool) -> Iterator[str]:
        for word in self._sounds.get(_heard(piece), ()):
            if _shared(word, piece) and (not exactly or all(map(_sound_alike, word, piece))):
                yield word

    def _one_other(
        self, piece: str, unread: Collection[int], fits: Callable[[str, str], bool] | None
    ) -> Iterator[str]:
        for at in unread:
            for word in self._gaps.get(f"{piece[:at]}*{piece[at + 1:]}", ()):
                if _shared(word, piece) and (fits is None or fits(word[at], piece[at])):
                    yield word

    def _lettered(self, piece: str, unread: bool) -> Iterator[str]:
        if unread:
            yield from self._lost.get(piece, ())
        for at, (one, other) in enumerate(zip(piece, piece[1:], strict=False)):
            turned = piece[:at] + other + one + piece[at + 2 :]
            if len(piece) >= _LEAST_TURNED + (not unread) and turned in self._entries \
                    and not {one, other} & _FIRM:
                yield turned
            once = piece[:at] + piece[at + 1 :]
            if one == other and len(once) >= _LEAST + (not unread) and once in self._entries:
                yield once


def _ordinary(text: str) -> set[int]:
    """Places of letters that are part of a common word of the language."""
    words = lexicon()
    return {at for start, end in words.tokens(text) for at in range(start, end)
            if end - start > 1 and words.frequency(text[start:end]) >= _COMMON}


def _written_so(piece: str, start: int, word: str, ordinary: Collection[int]) -> bool:
    """反正 is no slip of 反增: what differs is part of a common word."""
    return len(piece) == len(word) and sorted(piece) != sorted(word) and any(
        start + at in ordinary for at, (a, b) in enumerate(zip(piece, word, strict=True))
        if a != b)


def _around(text: str, places: Iterable[Place]) -> Iterator[Place]:
    for first, last in places:
        for start in range(max(0, last - _LONGEST), first + 1):
            for end in range(max(last, start + _LEAST), min(len(text), start + _LONGEST) + 1):
                yield start, end


def _heard(word: str) -> tuple[str, ...]:
    return tuple(_one_sound(ch) for ch in word)


def _sound_alike(one: str, other: str) -> bool:
    return syllable(one) == syllable(other)


@lru_cache(maxsize=30_000)
def _one_sound(ch: str) -> str:
    sound = syllable(ch)
    for mixed, standard in _MIXED:
        sound = mixed.sub(standard, sound)
    return sound


def _look_alike(one: str, other: str) -> bool:
    return (one, other) in _ALIKE


def _shared(word: str, piece: str) -> bool:
    """Half of the letters stay as they are, one of them at least telling which word it is."""
    same = [a for a, b in zip(word, piece, strict=True) if a == b]
    if any(a != b and {a, b} & _FIRM for a, b in zip(word, piece, strict=True)):
        return False
    return len(same) * 2 >= len(word) and any(a not in _LIGHT for a in same)


def _all_han(text: str) -> bool:
    return all("\u4e00" <= ch <= "\u9fff" for ch in text)
