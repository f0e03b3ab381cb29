"""Typed phrases that composition builds: modifiers, sets, measures, predicates, groups.

They still speak in words: paths and tables are fixed later, when everything a condition may
narrow is known (``resolve.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.contracts.time import Basis, Grain, Interval, Period
from assistant.reading.nodes import AttrUse, Comparison, Cond, StateUse

Direction = Literal["most", "least"]
StateChoice = tuple[StateUse, ...]


@dataclass(frozen=True, slots=True)
class Mods:
    """Modifiers waiting for what they narrow; doubled ones count once."""

    conds: tuple[Cond, ...] = ()
    states: tuple[StateChoice, ...] = ()
    preds: tuple[PredPhrase, ...] = ()
    join: Literal["and", "or"] = "and"

    def plus(self, other: Mods) -> Mods:
        """Return both together."""
        return Mods(
            tuple(dict.fromkeys(self.conds + other.conds)),
            tuple(dict.fromkeys(self.states + other.states)),
            tuple(dict.fromkeys(self.preds + other.preds)),
            "or" if "or" in (self.join, other.join) else "and",
        )

    def __bool__(self) -> bool:
        return bool(self.conds or self.states or self.preds)


NO_MODS = Mods()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Members at the top or bottom by a measure (None = the question's own)."""

    by: MeasurePhrase | None
    n: int = 1
    direction: Direction = "most"
    quality: bool = False


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """A noun with its modifiers."""

    options: tuple[str, ...]
    mods: Mods = NO_MODS
    ranked: Ranked | None = None
    asked: Literal["", "which", "list", "count"] = ""
    minus: SetPhrase | None = None
    within: SetPhrase | None = None
    number: int | None = None
    implied: bool = False
    text: str = ""

    def narrowed(self, mods: Mods) -> SetPhrase:
        """Return the set with more modifiers."""
        return replace(self, mods=self.mods.plus(mods))


@dataclass(frozen=True, slots=True)
class MeasurePhrase:
    """Something that has a value.

    Attributes:
        kind: metric, count, happenings (times a state came about), attr, share, per, change.
        metrics: alternatives of a metric's name.
        noun: what is counted.
        states: for happenings.
        mods: conditions local to this measure.
        scope: the noun that narrowed it (国控站的 …); also its conditions.
        agg: avg, median, max, min, sum over the rows.
        per: day, month, member, hundred.
        whole: of a share: another measure; None with kind share = the same without ``mods``.
        lift: the whole is that of all places.
        time: its own period.
    """

    kind: Literal["metric", "count", "happenings", "attr", "share"]
    metrics: tuple[str, ...] = ()
    noun: SetPhrase | None = None
    states: StateChoice = ()
    attr: tuple[AttrUse, ...] = ()
    mods: Mods = NO_MODS
    scope: SetPhrase | None = None
    agg: str | None = None
    per: str | None = None
    per_noun: SetPhrase | None = None
    part: MeasurePhrase | None = None
    whole: MeasurePhrase | None = None
    lift: bool = False
    lift_below: bool = False
    own_place: bool = False
    time: Period | None = None
    change: BasisPhrase | None = None
    direction: Direction | None = None
    n: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """The right side of a comparison that is not a number."""

    kind: Literal["change", "parent", "longterm", "measure"]
    basis: Basis | Interval | Period | None = None
    sign: Literal["up", "down", "same"] = "up"
    measure: MeasurePhrase | None = None
    how: Literal["", "diff", "growth"] = ""


@dataclass(frozen=True, slots=True)
class PredPhrase:
    """A condition on the row: a measure or attribute against a number, or its own change."""

    subject: MeasurePhrase | None = None
    attr: tuple[AttrUse, ...] = ()
    states: StateChoice = ()
    comparison: Comparison | None = None
    against: Against | None = None
    quantifier: Literal["", "every", "some", "none", "at_least", "running"] = ""
    k: int = 1
    grain: Grain | None = None
    negated: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class GroupPhrase:
    """A grouping: 各市、按水源、逐月; ``count`` when a number was said (11个市)."""

    entities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    attrs: tuple[AttrUse, ...] = ()
    grain: Grain | None = None
    count: int | None = None
    each: bool = False
    kinds: bool = False
    asked: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class BasisPhrase:
    """What a value is compared with: 比去年、跟前一季、同比."""

    basis: Basis | Interval | Period | None = None
    sign: Literal["", "up", "down", "both"] = ""
    how: Literal["", "diff", "growth"] = ""
    parent: bool = False
    longterm: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A chart entry: a typed phrase over nodes ``[start, end)`` with its score."""

    kind: str
    value: Any
    start: int
    end: int
    score: float
    text: str
    de: bool = False
    tags: frozenset[str] = field(default_factory=frozenset)
