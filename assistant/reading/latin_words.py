"""Words typed in pinyin, or by the first letters of it: shangchuanlv, 上月nanchang, ncs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from knowledge_graph.semantics.linker.sound import syllable

_RUN = re.compile(r"(?<![a-zA-Z0-9_])[a-zA-ZüÜ]+(?:[ ']+[a-zA-ZüÜ]+)*"
                  r"(?![a-zA-Z_]|[A-Z0-9]*[0-9]{3})")
_LEAST, _LONGEST = 2, 12
_LEAST_INITIALS, _MOST_INITIALS = 3, 12
_NAMING = frozenset({"metric", "name"})  # what is clipped to first letters
_LEAST_RUN = 4
_MOST_CHOICES = 5
_VOWELS = frozenset("aeiouv")


class LatinWords:
    """Puts runs of Latin letters that are known words in pinyin into characters.

    Args:
        entries: every word with its readings.
        content: kinds of readings worth looking for.
    """

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], content: Iterable[str]) -> None:
        self._entries = entries
        self._worth = {*content, "fn"}

    def __call__(self, text: str) -> str:
        """Return the text with such runs in characters; other runs stay as they are."""
        return _RUN.sub(lambda run: self._read(run[0]), text)

    def choices(self, text: str) -> list[tuple[str, str]]:
        """Return what first letters that several words begin with may be: (word, whole text)."""
        for run in _RUN.finditer(text):
            words = self._initials.get(run[0].lower(), ())
            if 1 < len(words):
                meant = {str(self._meaning(word)): word for word in reversed(words)}
                return [(word, text[: run.start()] + word + text[run.end() :])
                        for word in list(meant.values())[:_MOST_CHOICES]]
        return []

    def _read(self, run: str) -> str:
        typed = re.sub("[ ']", "", run.lower().replace("ü", "v"))
        if run in self._entries or run.upper() in self._entries:
            return run
        if len(typed) >= _LEAST_RUN and _VOWELS & set(typed):
            words = self._spelt(typed)
            if words is not None:
                return words
        if _LEAST_INITIALS <= len(typed) <= _MOST_INITIALS and run.islower():
            return self._one(self._initials.get(typed, ())) or run
        return run

    def _spelt(self, typed: str) -> str | None:
        """The fewest words whose pinyin makes up the run."""
        best: list[tuple[int, str] | None] = [(0, "")]
        for end in range(1, len(typed) + 1):
            options = []
            for start in range(end):
                before, word = best[start], self._one(self._sounds.get(typed[start:end], ()))
                if before is not None and word:
                    options.append((before[0] + 1, before[1] + word))
            best.append(min(options) if options else None)
        found = best[-1]
        return found[1] if found else None

    def _one(self, words: Iterable[str]) -> str | None:
        """The word, where all that sound so mean the same."""
        known = tuple(words)
        same = all(self._meaning(word) == self._meaning(known[0]) for word in known)
        return known[0] if known and same else None

    def _meaning(self, word: str) -> Any:
        readings = self._entries[word]
        return next((readings[kind] for kind in ("metric", "name") if kind in readings), readings)

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        return self._index(lambda word: "".join(map(syllable, word)), self._worth, _LEAST)

    @cached_property
    def _initials(self) -> dict[str, tuple[str, ...]]:
        return self._index(lambda word: "".join(syllable(letter)[0] for letter in word),
                           _NAMING, _LEAST_INITIALS)

    def _index(self, key: Any, kinds: Iterable[str], least: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word, readings in self._entries.items():
            if least <= len(word) <= _LONGEST and readings.keys() & set(kinds) \
                    and all("\u4e00" <= letter <= "\u9fff" for letter in word):
                found[key(word)].append(word)
        return {typed: tuple(words) for typed, words in found.items()}
