"""The words by which a sentence leans on what was asked before, read from ``follow_words.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("follow_words.yaml")
_ENDS = "，,、。；; "


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    held = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["patterns"]
    return {
        name: {key: re.compile(text) for key, text in (
            found if isinstance(found, dict) else {"": found}).items()}
        for name, found in held.items()
    }


def says(text: str, name: str) -> bool:
    """Return whether a sentence holds one of the named words."""
    return any(pattern.search(text) for pattern in _patterns()[name].values())


_LEANING = ("opening", "first", "earlier", "drop", "only", "also", "keep", "looks", "stretched",
            "again")


def match_of(text: str, name: str) -> re.Match[str] | None:
    """Return where a sentence holds one of the named words."""
    return _patterns()[name][""].search(text)


def without_opening(text: str, name: str) -> str:
    """Cut what a sentence opens with, as often as it does."""
    pattern = _patterns()[name][""]
    while (rest := pattern.sub("", text, count=1)) != text and rest:
        text = rest
    return text


def without(text: str, name: str) -> str:
    """Cut the named words out of a sentence."""
    return _patterns()[name][""].sub("", text).strip(_ENDS)


@dataclass(frozen=True)
class Leaning:
    """A sentence without the words by which it leans on another, and which these were."""

    rest: str
    ways: frozenset[str]


def leaning_of(text: str) -> Leaning:
    """Cut the leaning words out of a sentence; the order of what is left stays."""
    ways = {"these"} if says(text, "these") else set()
    rest = _patterns()["these"][""].sub("", _patterns()["so_many"][""].sub("", text))
    for pattern, standard in _rewrites():
        rest, count = pattern.subn(standard, rest)
        if count:
            ways.add("rewritten")
    for name in _LEANING:
        rest, count = _patterns()[name][""].subn("", rest)
        if count:
            ways.add(name)
    ways |= {name for name in ("listed", "why") if says(text, name)}
    return Leaning(rest.strip(_ENDS), frozenset(ways))


@lru_cache(maxsize=1)
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    held = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["rewrites"]
    return tuple((re.compile(pattern), standard) for pattern, standard in held.items())


@dataclass(frozen=True)
class Wish:
    """How an answer is to be shown, and what is left of the sentence.

    ``chart``: bar, line, pie or table; ``export``: xlsx, docx or csv; empty = nothing was said;
    ``watch``: the rest is a threshold to be told of.
    """

    rest: str
    chart: str = ""
    export: str = ""
    watch: bool = False


def wish_of(text: str) -> Wish:
    """Cut how to show the answer out of a sentence."""
    rest, export = _cut(text, "export")
    rest, chart = _cut(rest, "chart")
    watched = _patterns()["watch"][""].sub("", rest.strip(_ENDS))
    return Wish(watched.strip(_ENDS), chart, export, watched != rest.strip(_ENDS))


def _cut(text: str, name: str) -> tuple[str, str]:
    for key, pattern in _patterns()[name].items():
        found = pattern.search(text)
        if found is not None:
            return text[: found.start()] + text[found.end() :], key.split("_")[0]
    return text, ""
