"""Types of the semantic model: what the YAML under ``models/`` is loaded into.

The model is a graph of entities (one a table) joined by many-to-one relations. Everything a
question can name hangs on it: attributes with their values, states (named predicates), metrics
(named measures), references, dimensions and rollups. Formulas and predicates are written in the
query algebra itself, so the compiler knows nothing of any particular metric or state. Words may be
written with alternatives in brackets, ``没(修好|修复)``, and are loaded spelled out.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.contracts.algebra import MeasureT, PredT, Scalar
from assistant.contracts.time import Grain, Term
from knowledge_graph.semantics.acts import Act
from knowledge_graph.semantics.word_patterns import Words

AttributeType = Literal["category", "number", "date", "datetime", "flag", "text", "name", "code"]
DefaultPeriod = Literal[
    "as_of", "yesterday", "last_week", "last_month", "last_quarter", "last_year",
    "year_to_date", "month_to_date", "last_30_days", "latest", "required",
]


class Attribute(Term):
    """One attribute of an entity.

    Attributes:
        name: code name; also the column unless ``column`` says otherwise.
        zh: Chinese name, shown in tables.
        synonyms: other words for the attribute (问哪个厂家 → maker).
        type: category (has values), number, date, datetime, flag, text, name or code.
        unit: unit of a number column as stored (m3, yi_m3, km2, mu, day …).
        values: for a category: value → words for it; for a flag: ``"true"``/``"false"`` → words.
        letters: value → the one letter that stands for it in a run of them (蓄引提调).
        ordered: values in their natural order (河段: 上游、中游、下游), when they have one.
        quiet: values are everyday words (发现、处理); only the words listed name them.
        personal: shown only to those granted it.
        groups: its values name the rows that have them (a river system: its basins).
        happens: verbs of the happening that a date attribute dates (发现、销号): the ends of
            从发现到销号.
    """

    name: str
    zh: str
    synonyms: Words = ()
    column: str | None = None
    type: AttributeType = "text"
    unit: str = ""
    values: dict[str, Words] = Field(default_factory=dict)
    letters: dict[str, str] = Field(default_factory=dict)
    ordered: bool = False
    quiet: bool = False
    personal: bool = False
    groups: bool = False
    happens: tuple[str, ...] = ()
    definition: str = ""


class Relation(Term):
    """A many-to-one link: this entity's ``column`` holds the key of ``to``."""

    name: str
    zh: str = ""
    to: str
    column: str


class EntityTime(Term):
    """How an entity lies in time.

    Attributes:
        column: date, timestamp or year column that the context's time filters by default.
        grain: finest grain kept; a finer question is NotRecorded.
        kind: type of ``column``.
        start, end: span columns (end null = still open); for spans and lifetimes.
        default: how the context's time applies when a set does not say: ``column`` (in the
            range), ``overlap``, ``at_moment`` (exists at the end of the period) or ``none``.
        closing: ``column`` stamps the end of an hour (24:00 belongs to the day it ends).
    """

    column: str | None = None
    grain: Grain = "day"
    kind: Literal["date", "timestamp", "year"] = "date"
    start: str | None = None
    end: str | None = None
    default: Literal["column", "overlap", "at_moment", "none"] = "column"
    closing: bool = False


class Entity(Term):
    """A kind of thing (or happening, or reading) with its table.

    Attributes:
        table, key: where it lives; a compound key cannot be grouped by, only counted.
        where: predicates that restrict the table (an entity may be a part of a table).
        label: attribute shown as the member's name.
        nouns: words that name it (站点、站、监测点), longest first not needed.
        implied: words of a purpose that all of them serve; before the noun they narrow nothing
            (取水 before 计量站点).
        counters: measure words (座、个).
        parents: entities above it, nearest first (county, city, province).
        list_columns: attribute paths shown when members are listed.
        named: members may be named in questions; ``aliases`` file adds nicknames.
        kind: thing, event, or fact (rows of measurements that are aggregated, not listed).
    """

    name: str
    zh: str
    nouns: Words = ()
    implied: Words = ()
    counters: tuple[str, ...] = ("个",)
    kind: Literal["thing", "event", "fact"] = "thing"
    area: str = ""
    table: str
    key: tuple[str, ...]
    where: tuple[PredT, ...] = ()
    label: str | None = None
    named: bool = False
    parents: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()
    time: EntityTime | None = None
    list_columns: tuple[str, ...] = ()
    order_by: str | None = None
    definition: str = ""

    @property
    def dated(self) -> bool:
        """Whether the context's time says which members are meant, unless a set says how."""
        return self.time is not None and self.time.default != "none"


class StateParam(Term):
    """A parameter of a state, with its default and the unit askers use.

    Attributes:
        default: value when the asker gives none. A negative number is a span counted back: a
            value the asker gives takes the same sign.
        ask: the asker must give it; the default is only a choice to offer.
    """

    name: str
    zh: str
    default: Scalar
    unit: str = ""
    ask: bool = False


class State(Term):
    """A named, dated predicate over an entity.

    Attributes:
        zh: the word itself (离线); ``synonyms`` other words (掉线、断线).
        negations: words for the complement (没离线 is built by rule; 正常 may be listed here).
        event_words: words that say it *happened during* the period (掉过线) → ``during`` predicate.
        pred: holds at the moment; ``during``: held at some time in the context's period (a set
            restricted by it needs no other time rule).
        when: time rule (as ``Members.when``) of a set whose own rule is ``default`` and whose
            ``where`` names this state (移出的单位 lie in time by ``exit_date``).
    """

    name: str
    zh: str
    entity: str
    synonyms: Words = ()
    negations: Words = ()
    event_words: Words = ()
    params: tuple[StateParam, ...] = ()
    pred: PredT
    during: PredT | None = None
    when: str = "default"
    measure: MeasureT | None = None
    list_columns: tuple[str, ...] = ()
    definition: str = ""
    source: str = ""


class MetricDef(Term):
    """A governed metric (口径).

    Attributes:
        name, zh, synonyms, examples: how it is named and asked for.
        verbs: what is done when it comes about (取, 供, 流入); the reader knows their endings.
        unit: unit of the result in base terms (m3, fraction, mm, m3/person, count, yuan …).
        formula: a measure in the algebra; nothing else computes it.
        definition, source: 口径 in one or two sentences, and the document it comes from.
        default_period: taken when the asker gives none; ``required`` = ask back.
        grain: finest period it makes sense for.
        additive: sums over regions/periods give the total.
        target: ``{cmp, value}`` from the profile or the source, if any.
        better: which direction is good.
        basis: comparison basis when the asker says only 比 … 变化 (yoy or mom).
        percent_points: differences are told in percentage points.
        parts: metrics that explain it (ratio's top and bottom; a product's factors).
        entity: the thing it counts, when it is a count; gives the counter.
        finer: metric taken instead when the period asked for is finer than ``grain``.
        lasts: verbs that ask for it before 几天 or 多久 (迟了几天, 断了多久).
        either_way: it lies off a mark to either side (偏差): a threshold looks at how far.
        counts_plain: how many there are of ``entity`` when nobody says in which state.
    """

    name: str
    zh: str
    synonyms: Words = ()
    verbs: Words = ()
    examples: tuple[str, ...] = ()
    area: str
    unit: str
    formula: MeasureT
    definition: str
    source: str = ""
    default_period: DefaultPeriod = "required"
    grain: Grain = "day"
    additive: bool = False
    target: Target | None = None
    better: Literal["higher", "lower", "none"] = "none"
    basis: Literal["yoy", "mom"] = "yoy"
    percent_points: bool = False
    decimals: int | None = None
    chart: Literal["line", "bar", "pie", "none"] = "bar"
    parts: tuple[str, ...] = ()
    entity: str | None = None
    finer: str | None = None
    lasts: tuple[str, ...] = ()
    either_way: bool = False
    counts_plain: bool = False


class Target(Term):
    """A reference value: ``cmp`` says which side is good (>= 0.95)."""

    cmp: Literal[">=", "<=", ">", "<", "="] = ">="
    value: float
    zh: str = "目标"
    source: str = ""


class ValueMetric(Term):
    """A category value that narrows a metric in one word (农业用水量 = 用水量 of 农业)."""

    metric: str
    path: str


class MetricGroup(Term):
    """Words that name several metrics at once (三率), or one of several (水量).

    Attributes:
        metrics: code names, in the order shown.
        ask: the words mean *one* of them and the asker must say which; else all are meant.
    """

    name: str
    zh: str
    words: tuple[str, ...]
    metrics: tuple[str, ...]
    ask: bool = False


class Dimension(Term):
    """A path users group and filter by, with its words and place in a hierarchy."""

    name: str
    zh: str
    path: str
    words: tuple[str, ...] = ()
    above: str | None = None


class Rollup(Term):
    """A summary table exact for aggregates of ``of`` at or above ``grain``.

    Attributes:
        table: warehouse table.
        of: fact entity it summarises.
        entity: its own entity name (with relations and time).
        grain: its period grain.
        columns: column of ``of`` → summed column here.
        flags: ``"column=value"`` or ``"column>value"`` row counts → column here
            (``"online=true": online_days``, ``"records_received>0": report_days``).
        count: column holding the number of rows summarised.
    """

    table: str
    of: str
    entity: str
    grain: Grain
    columns: dict[str, str] = Field(default_factory=dict)
    flags: dict[str, str] = Field(default_factory=dict)
    count: str | None = None

    def __hash__(self) -> int:
        return hash((self.table, self.of))


class PlaceAlias(Term):
    """A nickname, old name or group of named objects (洪都 → 南昌市; 赣南 → 赣州市's counties)."""

    words: tuple[str, ...]
    entity: str
    names: tuple[str, ...]
    note: str = ""
    ambiguous_with: tuple[str, ...] = ()


class NotHeld(Term):
    """Something users ask for that the data do not hold, with the honest reason."""

    words: tuple[str, ...]
    reason: str
    instead: tuple[str, ...] = ()
    status: Literal["no_data", "refused"] = "no_data"


MetricDef.model_rebuild()


class SemanticModel(Term):
    """The whole model, checked and cross-linked."""

    entities: tuple[Entity, ...]
    states: tuple[State, ...] = ()
    acts: tuple[Act, ...] = ()
    metrics: tuple[MetricDef, ...] = ()
    metric_groups: tuple[MetricGroup, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    rollups: tuple[Rollup, ...] = ()
    aliases: tuple[PlaceAlias, ...] = ()
    not_held: tuple[NotHeld, ...] = ()

    def entity(self, name: str) -> Entity:
        """Return the entity called ``name``.

        Raises:
            KeyError: there is none.
        """
        return self._index()["entity"][name]  # type: ignore[return-value]

    def metric(self, name: str) -> MetricDef:
        """Return the metric with this code name or Chinese name.

        Raises:
            KeyError: there is none.
        """
        return self._index()["metric"][name]  # type: ignore[return-value]

    def state(self, name: str) -> State:
        """Return the state with this code name or Chinese name.

        Raises:
            KeyError: there is none.
        """
        return self._index()["state"][name]  # type: ignore[return-value]

    def _index(self) -> dict[str, dict[str, object]]:
        cached = self.__dict__.get("_cached_index")
        if cached is None:
            cached = {
                "entity": {e.name: e for e in self.entities},
                "metric": {k: m for m in self.metrics for k in (m.name, m.zh)},
                "state": {k: s for s in self.states for k in (s.name, s.zh)},
            }
            self.__dict__["_cached_index"] = cached
        return cached
