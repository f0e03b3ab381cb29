"""What a figure is summed over, said apart: 许可水量最大的前十户，按有效证加总."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver


def summed_over(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Let 按X加总 narrow the figures said to X: no grouping, and no condition on the rows."""
    said = clause if clause.measures else last
    if not clause.summed or len(clause.group_sets) != 1 or said is None:
        return
    group, noun = clause.group_sets[0]
    if noun.options[0] in REGIONS:
        return
    before = (said.measures, said.nouns, said.ranked)

    def narrowed(measure: MeasurePhrase | None) -> MeasurePhrase | None:
        if measure is None or measure.kind != "metric" or measure.scope is not None:
            return measure
        fitting = resolver.metrics_fitting(noun.mods, measure.metrics, noun.options)
        return replace(measure, metrics=fitting, scope=noun) if fitting else measure

    said.measures = [n for m in said.measures if (n := narrowed(m)) is not None]
    said.nouns = [_ranked(n, narrowed) for n in said.nouns]
    if said.ranked is not None:
        said.ranked = replace(said.ranked, by=narrowed(said.ranked.by))
    if (said.measures, said.nouns, said.ranked) != before:
        clause.groups = [g for g in clause.groups if g is not group]
        clause.mods = replace(
            clause.mods, conds=tuple(c for c in clause.mods.conds if c not in noun.mods.conds),
            states=tuple(s for s in clause.mods.states if s not in noun.mods.states))


def _ranked(noun: SetPhrase, narrowed: object) -> SetPhrase:
    if noun.ranked is None or noun.ranked.by is None:
        return noun
    return replace(noun, ranked=replace(noun.ranked, by=narrowed(noun.ranked.by)))  # type: ignore[operator]
