"""Typed phrases that composition builds: modifiers, sets, measures, predicates, groups.

They still speak in words: paths and tables are fixed later, when everything a condition may
narrow is known (``resolve.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.contracts.time import Basis, Grain, Interval, IntervalUnit, Period
from assistant.reading.nodes import AttrUse, Comparison, Cond, StateUse
from assistant.reading.period_asks import PeriodsAsked

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
    """A noun with its modifiers; ``owner``: the word that asks whose it is (谁家、哪一户的)."""

    options: tuple[str, ...]
    mods: Mods = NO_MODS
    ranked: Ranked | None = None
    asked: Literal["", "which", "list", "count"] = ""
    minus: SetPhrase | None = None
    within: SetPhrase | None = None
    number: int | None = None
    several: bool = False
    implied: bool = False
    counter: str = ""
    owner: str = ""
    text: str = ""

    def narrowed(self, mods: Mods) -> SetPhrase:
        """Return the set with more modifiers."""
        return replace(self, mods=self.mods.plus(mods))


@dataclass(frozen=True, slots=True)
class Divisor:
    """What a measure is shared out by.

    Attributes:
        unit: person, person/day, mu, km2 or wan_yuan.
        metrics, attrs: of money, what it is money of (GDP, 产值).
    """

    unit: str
    metrics: tuple[str, ...] = ()
    attrs: tuple[AttrUse, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasurePhrase:
    """Something that has a value.

    Attributes:
        kind: metric, count, happenings (times a state came about), attr, share, per, change.
        metrics: alternatives of a metric's name.
        noun: what is counted.
        states: for happenings; for lasting, the state whose length it is.
        unit: of a length: the unit asked for.
        points: of a duration: the dates it starts and ends at (no start = the thing's own).
        mods: conditions local to this measure.
        scope: the noun that narrowed it (国控站的 …); also its conditions.
        agg: avg, median, max, min, sum over the rows.
        per: day, month, member, hundred; per_time: and by the month as well.
        op, terms: of arithmetic: what is done with which measures.
        divisor: head, area or money it is shared out by.
        whole: of a share: another measure; None with kind share = the same without ``mods``.
        lift: the whole is that of all places; lift_same: under the same other conditions.
        time: its own period.
        asked: of periods: how many pass the tests in ``mods``, or how long a run of them.
        since: taken from the day after a state came about (none named = the rows' own).
        running: added up from the first of the periods to each.
        spoken: only a verb was said (用得最多), which may stand for the measure said before.
        distinct: count not the happenings but the different things of this kind they happened to.
        as_counted: of the very happenings that were counted before, not of any that lasted so long.
    """

    kind: Literal["metric", "count", "happenings", "attr", "share", "duration", "arith", "lasting",
                  "periods"]
    metrics: tuple[str, ...] = ()
    noun: SetPhrase | None = None
    states: StateChoice = ()
    attr: tuple[AttrUse, ...] = ()
    unit: IntervalUnit | None = None
    points: tuple[tuple[AttrUse, ...], tuple[AttrUse, ...]] = ((), ())
    mods: Mods = NO_MODS
    scope: SetPhrase | None = None
    agg: str | None = None
    per: str | None = None
    per_noun: SetPhrase | None = None
    per_time: Literal["day", "month"] | None = None
    divisor: Divisor | None = None
    op: Literal["", "minus", "plus", "over"] = ""
    terms: tuple[MeasurePhrase, ...] = ()
    part: MeasurePhrase | None = None
    whole: MeasurePhrase | None = None
    lift: bool = False
    lift_below: bool = False
    lift_same: bool = False
    own_place: bool = False
    time: Period | None = None
    change: BasisPhrase | None = None
    direction: Direction | None = None
    n: int | None = None
    distinct: str = ""
    as_counted: bool = False
    asked: PeriodsAsked | None = None
    running: bool = False
    since: tuple[StateChoice, ...] = ()
    spoken: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """The right side of a comparison that is not a number."""

    kind: Literal["change", "parent", "longterm", "measure"]
    basis: Basis | Interval | Period | None = None
    sign: Literal["up", "down", "same"] = "up"
    measure: MeasurePhrase | None = None
    how: Literal["", "diff", "growth", "ratio"] = ""


@dataclass(frozen=True, slots=True)
class PredPhrase:
    """A condition on the row: a measure or attribute against a number, or its own change.

    ``period``: when the date the attribute tells must lie.
    ``any_of``: alternatives, one of which must hold. An attribute compared with no amount is a
    date compared with the moment looked at (过了整改期限). ``every``: 都 was said, which tests each
    of the periods where the question names several. ``held``: how many of another thing it has.
    ``of``: related things, each of which is ``so`` (表都过期的).
    """

    subject: MeasurePhrase | None = None
    attr: tuple[AttrUse, ...] = ()
    states: StateChoice = ()
    comparison: Comparison | None = None
    against: Against | None = None
    quantifier: Literal["", "every", "some", "none", "at_least", "running"] = ""
    k: int = 1
    grain: Grain | None = None
    negated: bool = False
    every: bool = False
    held: bool = False
    any_of: tuple[Mods, ...] = ()
    period: Period | None = None
    of: SetPhrase | None = None
    so: Mods | None = None
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
class Cut:
    """What rows are put into bins by, and where the bins end.

    ``named``: bins that a comparison each describes, in their own words (多一成以上、少一成以上);
    ``rest``: the word for what none of them takes (中间的); empty when nobody asked for it.
    """

    by: MeasurePhrase | tuple[AttrUse, ...]
    edges: tuple[float, ...]
    named: tuple[tuple[str, Comparison], ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class BasisPhrase:
    """What a value is compared with: 比去年、跟前一季、同比.

    ``denied``: 没有增长; ``every``: 都在下降, in each of the periods; ``quantity``: 连续两年, in so
    many of them; ``joined``: said with 和 or 跟 alone, which may only
    set it beside (一季度和二季度);
    ``step``: how long the one before is (上一季).
    """

    basis: Basis | Interval | Period | None = None
    sign: Literal["", "up", "down", "both"] = ""
    how: Literal["", "diff", "growth"] = ""
    parent: bool = False
    longterm: bool = False
    denied: bool = False
    every: bool = False
    quantity: tuple[str, int, Grain] | None = None
    joined: bool = False
    step: Grain | None = None


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
