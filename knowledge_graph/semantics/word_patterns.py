"""Words written with their alternatives: ``没(修好|修复)(的|)``, ``{docs}(里|上)写``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Annotated

from pydantic import AfterValidator

_GROUP = re.compile(r"\(([^()]*)\)")
MOST_FORMS = 2000
_PART = re.compile(r"\{(\w+)\}")


def expanded(word: str, parts: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
    """Yield every form of a word: ``没(修好|修复)(的|)``, ``{docs}(里|上)写``."""
    named = _PART.search(word)
    if named is not None and parts is not None:
        for one in parts[named[1]]:
            yield from expanded(word[: named.start()] + one + word[named.end() :], parts)
        return
    group = _GROUP.search(word)
    if group is None:
        yield word
        return
    for one in group[1].split("|"):
        yield from expanded(word[: group.start()] + one + word[group.end() :], parts)


def _spelled_out(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if _forms(word) > MOST_FORMS:  # said before they are spelled out: a million take minutes
            raise ValueError(
                f"「{word}」有 {_forms(word)} 种写法，最多 {MOST_FORMS} 种；请把它拆短，"
                "或写成 acts 里的动作")
    return tuple(dict.fromkeys(form for word in words for form in expanded(word)))


def _forms(word: str) -> int:
    """How many forms a word has at most; what a bracket holds inside counts once each."""
    return prod(group.count("|") + 1 for group in _GROUP.findall(word))


# Words in the model's YAML: each may hold alternatives in brackets; loaded spelled out.
Words = Annotated[tuple[str, ...], AfterValidator(_spelled_out)]
