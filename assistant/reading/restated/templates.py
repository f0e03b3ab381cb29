"""Printed patterns: literals with typed holes, and the ways a text fits them.

``{top:measure}与{bottom:measure}之比`` fits every text that ends in 之比 and has a 与 before it,
once for each 与. A hole is never empty, so what is in it is shorter than the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True)
class Hole:
    """A place for a term: its field, and the nonterminal that reads it."""

    name: str
    rule: str


@dataclass(frozen=True)
class Template:
    """Literals around holes; ``literals`` is one longer than ``holes``."""

    literals: tuple[str, ...]
    holes: tuple[Hole, ...]

    def fits(self, text: str) -> Iterator[dict[str, str]]:
        """Yield what stands in each hole, for every way the literals cut the text."""
        first, *rest = self.literals
        if text.startswith(first) and text.endswith(self.literals[-1]):
            if all(literal in text for literal in rest):
                yield from self._from(text, len(first), 0)

    def _from(self, text: str, start: int, at: int) -> Iterator[dict[str, str]]:
        """Fill the holes from the ``at``-th on, which begins at ``start``."""
        hole, literal = self.holes[at], self.literals[at + 1]
        if at + 1 == len(self.holes):
            end = len(text) - len(literal)
            if end > start:
                yield {hole.name: text[start:end]}
            return
        end = text.find(literal, start + 1)
        while end >= 0:
            for later in self._from(text, end + len(literal), at + 1):
                yield {hole.name: text[start:end], **later}
            end = text.find(literal, end + 1)


@cache
def template(pattern: str) -> Template:
    """Return the template of a pattern such as ``{part:measure}占{whole:measure}的比例``."""
    holes = tuple(Hole(m[1], m[2] or m[1]) for m in _HOLE.finditer(pattern))
    literals = tuple(_HOLE.sub("\0", pattern).split("\0"))
    return Template(literals, holes)


def cuts(text: str, literal: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each place of a literal; neither is empty."""
    at = text.find(literal, 1)
    while 0 < at < len(text) - len(literal):
        yield text[:at], text[at + len(literal):]
        at = text.find(literal, at + 1)


def inside_brackets(text: str) -> Iterator[tuple[str, str]]:
    """Yield ``(before, inside)`` of a text that ends in a bracket: ``取水量（参数1）``."""
    if not text.endswith("）"):
        return
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == "）") - (text[at] == "（")
        if depth == 0:
            yield text[:at], text[at + 1:-1]
            return


def parts(text: str, separator: str) -> tuple[str, ...]:
    """Return the parts between separators that stand outside of brackets and quotes."""
    depth, start, found = 0, 0, []
    for at, char in enumerate(text):
        depth += (char in "（“") - (char in "）”")
        if depth == 0 and text.startswith(separator, at) and at >= start:
            found.append(text[start:at])
            start = at + len(separator)
    return (*found, text[start:])
