"""Words written with their alternatives: ``没(修好|修复)(的|)``, ``{docs}(里|上)写``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator

_GROUP = re.compile(r"\(([^()]*)\)")
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
    return tuple(dict.fromkeys(form for word in words for form in expanded(word)))


# Words in the model's YAML: each may hold alternatives in brackets; loaded spelled out.
Words = Annotated[tuple[str, ...], AfterValidator(_spelled_out)]
