"""Known words that a stretch nearly is: sounds that the south mixes up, letters alike, one lost.

Only a stretch with an unknown letter is held against them, and only when one meaning fits: what
can be read as it stands is never mended.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pypinyin import lazy_pinyin

from assistant.reading.rule_words import rule_words

Place = tuple[int, int]
Readings = dict[str, Any]
# letters that tell nothing of which word it is; never mended, and not what a word was known by
_LIGHT = frozenset("没未不无有的了过被已一来上下去得")
_LONGEST = 8
_LEAST = 2
_BY_SOUND = 0.6  # how sure, beside a word as it is written
_BY_LETTERS = 0.9  # every letter is there, but for one
_LEAST_TURNED = 4
_LEAST_TWICE = 3  # 上传传率
_LEAST_LOST = 5  # 哪一步骤 with one lost is a word of its own: 哪一步
_MIXED = tuple((re.compile(p), t) for p, t in rule_words()["sounds_mixed"])
_ALIKE = {ch: group[0] for group in rule_words()["letters_alike"] for ch in group}


class NearWords:
    """Finds the known words that stretches with unknown letters nearly are.

    Args:
        entries: every word with its readings.
        content: kinds of readings worth mending.
    """

    def __init__(self, entries: Mapping[str, Readings], content: Iterable[str]) -> None:
        self._entries = entries
        self._sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._lost: dict[str, list[str]] = defaultdict(list)
        self._shapes: dict[str, list[str]] = defaultdict(list)
        kinds = {*content, "fn"}
        for word, readings in entries.items():
            if not kinds & readings.keys() or not _LEAST <= len(word) <= _LONGEST \
                    or not _all_han(word):
                continue
            self._sounds[_heard(word)].append(word)
            self._shapes[_drawn(word)].append(word)
            if len(word) >= _LEAST_LOST and readings.keys() & set(content):
                # what is lost at an end is clipped, not mistyped
                for at in (at for at in range(1, len(word) - 1) if word[at] not in _LIGHT):
                    self._lost[word[:at] + word[at + 1 :]].append(word)

    def found(self, text: str, unknown: Iterable[Place]) -> dict[Place, tuple[Readings, float]]:
        """Return what stretches over unknown letters can be and how surely, if one meaning fits.

        Args:
            text: the rewritten question.
            unknown: places of the letters that could not be read.
        """
        places = {(start, end) for first, last in unknown
                  for start in range(max(0, last - _LONGEST), first + 1)
                  for end in range(max(last, start + _LEAST), min(len(text), start + _LONGEST) + 1)}
        found: dict[Place, tuple[Readings, float]] = {}
        for start, end in sorted(places):
            piece = text[start:end]
            if piece in self._entries or not _all_han(piece):
                continue
            for near, sure in ((self._lettered, _BY_LETTERS), (self._sounding, _BY_SOUND)):
                meanings = [self._entries[word] for word in dict.fromkeys(near(piece))]
                if meanings and all(m == meanings[0] for m in meanings):
                    found[start, end] = meanings[0], sure
                if meanings:
                    break
        return found

    def _sounding(self, piece: str) -> Iterator[str]:
        yield from (w for w in self._sounds.get(_heard(piece), ()) if _shared(w, piece))
        yield from (w for w in self._shapes.get(_drawn(piece), ()) if _shared(w, piece))

    def _lettered(self, piece: str) -> Iterator[str]:
        yield from self._lost.get(piece, ())
        for at, (one, other) in enumerate(zip(piece, piece[1:], strict=False)):
            turned = piece[:at] + other + one + piece[at + 2 :]
            if len(piece) >= _LEAST_TURNED and turned in self._entries:
                yield turned
            once = piece[:at] + piece[at + 1 :]
            if one == other and len(once) >= _LEAST_TWICE and once in self._entries:
                yield once


def _heard(word: str) -> tuple[str, ...]:
    out = []
    for sound in lazy_pinyin(word):
        for mixed, standard in _MIXED:
            sound = mixed.sub(standard, sound)
        out.append(sound)
    return tuple(out)


def _drawn(word: str) -> str:
    return "".join(_ALIKE.get(ch, ch) for ch in word)


def _shared(word: str, piece: str) -> bool:
    """Half of the letters stay as they are, one of them at least telling which word it is."""
    same = [a for a, b in zip(word, piece, strict=True) if a == b]
    if any(a != b and {a, b} & _LIGHT for a, b in zip(word, piece, strict=True)):
        return False
    return len(same) * 2 >= len(word) and any(a not in _LIGHT for a in same)


def _all_han(text: str) -> bool:
    return all("\u4e00" <= ch <= "\u9fff" for ch in text)
