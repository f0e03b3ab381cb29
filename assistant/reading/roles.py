"""Who plays what in a question: the rows, the groups, what is measured, what only narrows."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.contracts.time import Grain
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import (
    BasisPhrase,
    Cut,
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    PredPhrase,
    Ranked,
    SetPhrase,
)


@dataclass(slots=True)
class Roles:
    """The parts of a question by what they do."""

    rows: SetPhrase | None = None
    head: SetPhrase | None = None
    period_rows: Grain | None = None
    groups: list[GroupPhrase] = field(default_factory=list)
    listed: list[Cond] = field(default_factory=list)
    measures: list[MeasurePhrase] = field(default_factory=list)
    tested: list[PredPhrase] = field(default_factory=list)
    having: list[PredPhrase] = field(default_factory=list)
    flags: list[PredPhrase] = field(default_factory=list)
    scope: Mods = field(default_factory=Mods)
    scope_nouns: list[SetPhrase] = field(default_factory=list)
    ranked: Ranked | None = None
    marked: Ranked | None = None
    basis: BasisPhrase | None = None
    more_bases: list[BasisPhrase] = field(default_factory=list)
    compare_times: bool = False
    limit_per: str | None = None
    columns: list[Item] = field(default_factory=list)
    links: list[SetPhrase] = field(default_factory=list)
    yesno: bool = False
    all_so: Mods = field(default_factory=Mods)
    stated: float | None = None
    stated_in: str = ""
    bins: Cut | None = None

    def all_measures(self) -> list[MeasurePhrase]:
        """Return every measure phrase: asked, tested, ranked by, and parts of shares."""
        found = list(self.measures)
        found.extend(p.subject for p in (*self.tested, *self.having, *self.flags) if p.subject)
        if self.rows is not None:
            found.extend(p.subject for p in self.rows.mods.preds if p.subject)
        if self.ranked is not None and self.ranked.by is not None:
            found.append(self.ranked.by)
        parts = [m.part for m in found if m.part is not None]
        wholes = [m.whole for m in found if m.whole is not None]
        parts.extend(term for m in found for term in m.terms)
        nested = [p.subject for m in (*found, *parts) if m.noun is not None
                  for p in m.noun.mods.preds if p.subject]
        nested += [p.subject for m in found if m.kind == "periods"
                   for p in m.mods.preds if p.subject]
        return [*found, *parts, *wholes, *nested]

    def tested_periods(self) -> list[tuple[int, Grain]]:
        """Return how many periods running (or in all) conditions want, and of which length."""
        preds = [*self.tested, *self.having, *self.flags]
        preds.extend(p for mods in self.all_mods() for p in mods.preds)
        return [(p.k, p.grain) for p in preds
                if p.quantifier in ("running", "at_least") and p.grain is not None]

    def all_mods(self) -> list[Mods]:
        """Return every bundle of modifiers."""
        found = [self.scope, *(n.mods for n in self.scope_nouns)]
        if self.rows is not None:
            found.append(self.rows.mods)
        for measure in self.all_measures():
            found.append(measure.mods)
            if measure.noun is not None:
                found.append(measure.noun.mods)
                if measure.noun.within is not None:
                    found.append(measure.noun.within.mods)
        return [*found, *(one for mods in found for pred in mods.preds for one in pred.any_of)]

    def bases(self, measures: MeasureBuilder) -> tuple[str, ...]:
        """Return the entities whose rows the context narrows."""
        found: dict[str, None] = {}
        graph = measures._resolver.graph  # noqa: SLF001
        by = self.ranked.by if self.ranked is not None else None
        for phrase in (*self.measures, *([by] if by is not None else [])):
            for base in sorted(graph.bases(measures.build(phrase))):
                found[base] = None
        if self.rows is not None:
            found[measures.entity_of(self.rows)] = None
        if not found and self.tested:
            for pred in self.tested:
                if pred.subject is not None:
                    for base in graph.bases(measures.build(pred.subject)):
                        found[base] = None
        return tuple(found)
