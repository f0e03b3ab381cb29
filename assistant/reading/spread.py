"""Of how many other things those just told of are: 有几条，涉及几个县; 改了几次，涉及几张表."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of


def spread(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Count the different things of the kind asked that the set told of before belongs to."""
    told = _told_of(last) if last is not None else None
    if told is not None and "pronoun" in clause.flags and "spread" in clause.flags:
        clause.nouns = [n for n in clause.nouns if n.mods or n.asked or not set(
            n.options) & set(told.options)]  # 这些站分布在几个县
    asked = _asked(clause, resolver)
    if told is None or asked is None:
        return
    if "spread" not in clause.flags and not _places_of_some(asked, told):
        return
    same = tuple(o for o in asked.options if o in told.options)
    above = [o for o in asked.options if any(
        resolver.graph.distance(t, o) is not None for t in told.options)]
    counted = MeasurePhrase("count", noun=replace(told, asked="", number=None), text=asked.text)
    if same:  # 改了几次，涉及几张表: of the things that were so
        clause.measures = [replace(counted, noun=replace(told, options=same))]
    elif above:
        clause.measures = [replace(counted, distinct=above[0], as_counted=True)]
    else:
        return
    clause.counted, clause.count_text = False, ""


def _told_of(last: Frame) -> SetPhrase | None:
    """Return the things counted or named last, as narrowed."""
    measure = last.measures[-1] if last.measures else None
    if measure is not None and measure.kind == "count":
        return measure.noun if measure.noun is not None and measure.noun.options else None
    if measure is not None and measure.kind == "happenings":
        owners = tuple(dict.fromkeys(use.entity for use in measure.states))
        return SetPhrase(owners, Mods(measure.mods.conds, (measure.states,)))
    if measure is not None or not last.nouns or last.nouns[-1].ranked:
        return None
    own = tuple(c for c in last.mods.conds if c.options[0][1] is not None)
    return last.nouns[-1].narrowed(Mods(own, last.mods.states, last.mods.preds))


def _asked(clause: Frame, resolver: Resolver) -> SetPhrase | None:
    """Return what is to be counted; a counter alone may name it (涉及几户)."""
    other = clause.groups or clause.bare or clause.mods or clause.times or clause.nouns \
        or clause.ranked or clause.extreme or clause.limit
    if other or len(clause.measures) > 1:
        return None
    if clause.measures:
        noun = clause.measures[0].noun if clause.measures[0].kind == "count" else None
        plain = noun is not None and noun.options and not noun.mods
        return noun if plain else None
    counters = [c for c in clause.count_text if c in words_of("own_counters")]
    if not clause.counted or not counters or "spread" not in clause.flags:
        return None
    options = tuple(e.name for e in resolver.model.entities
                    if e.kind == "thing" and set(counters) & set(e.counters))
    return SetPhrase(options, text=clause.count_text) if options else None


def _places_of_some(asked: SetPhrase, told: SetPhrase) -> bool:
    """一证多户的证有几本，几个县: places need no word that says so."""
    return bool(set(asked.options) & set(REGIONS)) and bool(told.mods) \
        and not set(told.options) & set(REGIONS)
