"""What the stretches of a sentence become while it is read, from raw tokens to phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from assistant.contracts.algebra import AttrCmp, Scalar
from assistant.contracts.time import Period


@dataclass(frozen=True, slots=True)
class Token:
    """Characters ``[start, end)`` with every reading of them: kind → value.

    Kinds from the semantic model: entity, metric, state, attr, value. From the grammars: time,
    grain, shift, vague_time, number. From the linker: name. Function words: fn (a set of tags).
    Also filler, punct and unknown.
    """

    start: int
    end: int
    text: str
    readings: dict[str, Any]
    score: float = 1.0

    def has(self, *kinds: str) -> bool:
        """Return whether any of the kinds is among the readings."""
        return any(kind in self.readings for kind in kinds)

    def tags(self) -> frozenset[str]:
        """Return the function-word tags."""
        found: frozenset[str] = self.readings.get("fn", frozenset())
        return found

    def is_fn(self, *tags: str) -> bool:
        """Return whether the token can be a function word with one of the tags."""
        mine = self.tags()
        return any(tag in mine for tag in tags)


@dataclass(frozen=True, slots=True)
class StateUse:
    """A state named by a word: held now, its complement, or held during the period.

    ``lasting``: how long or how often it came about; ``time``: a period of its own;
    ``ever``: denied of the whole period (一天都没离线), not of its end; ``now``: said of this day.
    """

    name: str
    entity: str
    negated: bool = False
    during: bool = False
    params: tuple[tuple[str, Scalar], ...] = ()
    lasting: Comparison | None = None
    ever: bool = False
    time: Period | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class ValueUse:
    """A category or flag value: ``entity.attribute = value``."""

    entity: str
    attribute: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class AttrUse:
    """An attribute named by a word."""

    entity: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in base units, with how it was written."""

    value: float
    unit: str = ""
    dimension: str = "bare"
    decimals: int = 0
    text: str = ""
    interval: Any = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``cmp amount``; a range carries ``upper`` too; ``target`` = against the metric's target.

    ``every``: 都 was said of it.
    """

    cmp: AttrCmp
    amount: Amount | None
    upper: Amount | None = None
    target: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class Cond:
    """A condition by name or value whose attribute path depends on what it narrows.

    ``options``: ways to read it, each (entity, attribute or None for the key, values).
    ``so``: of values listed that each are a state too (有证无口、有口无证), the states.
    """

    options: tuple[tuple[str, str | None, tuple[Scalar, ...]], ...]
    text: str
    negated: bool = False
    listed: int = 1
    note: str = ""
    sure: float = 1.0
    so: tuple[tuple[StateUse, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A phrase: a token, or several tokens reduced to one typed value."""

    kind: str
    value: Any
    start: int
    end: int
    text: str
    token: Token | None = None

    def with_(self, **changes: Any) -> Node:
        """Return a copy with the given fields changed."""
        return replace(self, **changes)

    def is_fn(self, *tags: str) -> bool:
        """Return whether it is a bare function word with one of the tags."""
        return self.kind == "token" and self.token is not None and self.token.is_fn(*tags)

    def has(self, *kinds: str) -> bool:
        """Return whether it is a bare token with one of the readings."""
        return self.kind == "token" and self.token is not None and self.token.has(*kinds)

    def has_reading(self, kind: str) -> bool:
        """Return whether its token also has this reading, whatever kind was chosen."""
        return self.token is not None and kind in self.token.readings

    def reading(self, kind: str) -> Any:
        """Return the token's reading of this kind."""
        return self.token.readings.get(kind) if self.token is not None else None
