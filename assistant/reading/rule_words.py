"""Words that single rules look at as they are written, read from ``rule_words.yaml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge_graph.semantics.word_patterns import expanded

_FILE = Path(__file__).with_name("rule_words.yaml")


@lru_cache(maxsize=1)
def rule_words() -> dict[str, Any]:
    """Return all of the file."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache
def words_of(name: str) -> frozenset[str]:
    """Return a set of words, alternatives in brackets spelled out."""
    return frozenset(form for word in rule_words()["sets"][name] for form in expanded(word))


@lru_cache
def senses_of(name: str) -> dict[str, Any]:
    """Return what each word is read as, in the order of the file."""
    senses = rule_words()["senses"][name]
    return {word: sense for sense, words in senses.items() for word in words}


def sense_in(name: str, text: str) -> Any:
    """Return the sense of the first word, in the order of the file, that a text holds, if any."""
    return next((sense for word, sense in senses_of(name).items() if word in text), None)


def has_any(text: str, name: str) -> bool:
    """Return whether a text holds one of a set's words."""
    return any(word in text for word in words_of(name))


def pattern_of(name: str) -> re.Pattern[str]:
    """Return a regular expression."""
    return re.compile(rule_words()["patterns"][name])
