"""Word boundaries and word kinds, from jieba's dictionary."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache

import jieba

Tokens = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Lexicon:
    """A tokenizer without guessing of unknown words, and the tags of known ones."""

    tokenizer: jieba.Tokenizer
    tags: dict[str, str]

    def tokens(self, text: str) -> Tokens:
        """Return the word spans of ``text``; unknown strings fall into single characters."""
        return tuple((a, b) for _, a, b in self.tokenizer.tokenize(text, HMM=False))

    def known(self, word: str) -> bool:
        """Tell whether ``word`` is an ordinary dictionary word."""
        return bool(self.tokenizer.FREQ.get(word))

    def frequency(self, word: str) -> int:
        """Return how often the dictionary saw ``word``."""
        return int(self.tokenizer.FREQ.get(word, 0))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the dictionary, read once (about a second)."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    tags: dict[str, str] = {}
    with tokenizer.get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").strip().split(" ")
            if 1 < len(word) < 5:
                tags[word] = tag
    return Lexicon(tokenizer, tags)


def cut_words(tokens: Tokens, start: int, end: int) -> list[tuple[int, int]]:
    """Return the words of several characters that an edge of ``[start, end)`` runs through."""
    return [(a, b) for a, b in tokens if b - a > 1 and (a < start < b or a < end < b)]


def splits_word(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether ``[start, end)`` cuts through a word at either edge."""
    return bool(cut_words(tokens, start, end))
