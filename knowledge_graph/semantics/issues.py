"""Findings about a semantic model, as values: what is wrong, how bad, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ERROR", "WARNING"]
DefinitionKind = Literal[
    "entity", "state", "act", "metric", "metric_group", "dimension", "rollup", "alias", "not_held"
]


@dataclass(frozen=True)
class Finding:
    """What a rule says about one definition; ``inside`` points to the part that is wrong."""

    level: Level
    kind: DefinitionKind
    name: str
    message: str
    inside: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Issue:
    """A finding with its place in the files; ``line`` is 1-based."""

    level: Level
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return ``file:line: LEVEL message``."""
        return f"{self.file}:{self.line}: {self.level} {self.message}"
