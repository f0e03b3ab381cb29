"""The things a topic tells of without naming them: 用到八成以上的，多少户; 国控站，占几成."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Mods, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import has_any, words_of


def things_of(clause: Frame, earlier: Frame, resolver: Resolver) -> SetPhrase | None:
    """Return what a clause counts or takes a share of, where only its conditions were said.

    The counter tells what it is (多少户), else the one thing whose values were said (国控站).
    """
    if earlier.measures or earlier.nouns or clause.nouns:
        return None
    _without_noun(clause)
    shares = any(m.kind == "share" and m.part is None for m in clause.measures)
    if not (shares or clause.counted):
        return None
    places = tuple(c for c in earlier.mods.conds if c.options[0][1] is None)
    told = Mods(tuple(c for c in earlier.mods.conds if c not in places), earlier.mods.states,
                earlier.mods.preds)
    if not told:
        return None
    options = tuple(o for o in _named(clause, told, resolver) if resolver.fits(told, o))
    if not options:
        return None
    earlier.mods = Mods(conds=places)
    return SetPhrase(options, told)


def _without_noun(clause: Frame) -> None:
    """九江多少户: a count that names no thing counts those of the topic, at that place."""
    noun = clause.measures[0].noun if len(clause.measures) == 1 else None
    if noun is None or clause.measures[0].kind != "count" or noun.options \
            or noun.mods.states or noun.mods.preds or any(
                c.options[0][1] is not None for c in noun.mods.conds):
        return
    clause.mods = clause.mods.plus(noun.mods)
    clause.measures, clause.counted, clause.count_text = [], True, noun.counter


def _named(clause: Frame, told: Mods, resolver: Resolver) -> tuple[str, ...]:
    counters = [c for c in words_of("own_counters") if c in clause.count_text]
    if counters:
        return tuple(e.name for e in resolver.model.entities
                     if e.kind == "thing" and set(counters) & set(e.counters))
    if clause.counted and not has_any(clause.count_text, "counters_of_things"):
        return ()
    owners = [{o[0] for o in c.options if o[1] is not None} for c in told.conds]
    return tuple(sorted(set.intersection(*owners))) if owners else ()
